import { describe, expect, test } from "vitest";
import { ago, application, atOne, atTwo, look, resource, synced, type Tree, told } from "./make.ts";

const web = "apps/Deployment/shop/web";
const app = "argoproj.io/Application/argocd/shop";

/** What is out of sync, with the resource that says so. */
const outOfSync = (over: Tree = {}, sync: Tree = atOne, more: Tree = {}): Tree => ({
  sync: { status: "OutOfSync", ...sync },
  resources: [resource({ status: "OutOfSync", ...over })],
  ...more,
});
const missing = { health: { status: "Missing" } };
const never = { operationState: undefined, history: [] };
const health = (status: string, over: Tree = {}, more: Tree = {}): Tree => ({
  health: { status, ...over },
  resources: [resource({ health: { status, ...over } })],
  ...more,
});
/** The state of the application alone, as since Argo CD 3 by default. */
const onlyApp = (status: string, over: Tree = {}): Tree => ({
  health: { status, ...over },
  resourceHealthSource: "appTree",
  resources: [resource({ health: undefined })],
});
const condition = (type: string, message = "why"): Tree => ({
  conditions: [{ type, message, lastTransitionTime: ago(5) }],
});
const failed = synced({ phase: "Failed", message: "one or more objects failed to apply" });

type State = readonly [title: string, status: Tree, told: readonly string[], gaps?: number];

/** Each state of an application, and everything that is told of it. */
const states: readonly State[] = [
  ["healthy and in sync", {}, []],
  ["a resource without health", { resources: [resource({ health: undefined })] }, []],
  ["edited by hand at the synced revision", outOfSync(), [`changed-in-reality update ${web}`]],
  ["Git has moved on", outOfSync({}, atTwo), [`not-yet-applied update ${web}`]],
  [
    "Git has moved on, and the sync that brought it was Synced for this resource",
    outOfSync({}, atTwo, { operationState: synced({ phase: "Failed" }, { revision: atTwo["revision"] }) }),
    [`changed-in-reality update ${web}`, `high OperationFailed ${app}`],
  ],
  [
    "never synced, but something of the name is there",
    outOfSync({}, atOne, never),
    [`not-yet-applied update ${web}`],
  ],
  [
    "the parameters moved, and the revision did not",
    outOfSync(
      {},
      { ...atOne, comparedTo: { source: { repoURL: "https://git.example/shop.git", helm: {} } } },
    ),
    [`not-yet-applied update ${web}`],
  ],
  [
    "only a part was synced",
    outOfSync({}, atTwo, {
      operationState: synced(
        { operation: { sync: { resources: [{ kind: "Deployment", name: "other" }] } } },
        { revision: atTwo["revision"], resources: [] },
      ),
    }),
    [`not-yet-applied update ${web}`],
  ],
  [
    "a trial run brings nothing",
    outOfSync({}, atTwo, {
      operationState: synced({ operation: { sync: { dryRun: true } } }, { revision: atTwo["revision"] }),
    }),
    [`not-yet-applied update ${web}`],
  ],
  [
    "deleted in the cluster",
    outOfSync(missing, atOne, { health: { status: "Missing" } }),
    [`vanished create ${web}`],
  ],
  ["deleted in the cluster while Git moved on", outOfSync(missing, atTwo), [`vanished create ${web}`]],
  [
    "new in Git",
    outOfSync(missing, atTwo, { operationState: synced({}, { resources: [] }) }),
    [`not-yet-applied create ${web}`],
  ],
  [
    "new or deleted: a sync of only what differs does not tell, and the worse is told",
    outOfSync(missing, atTwo, {
      operationState: synced(
        { operation: { sync: { syncOptions: ["ApplyOutOfSyncOnly=true"] } } },
        { resources: [] },
      ),
    }),
    [`vanished create ${web}`],
  ],
  [
    "never synced at all",
    outOfSync(missing, atOne, { ...never, health: { status: "Missing" } }),
    [`not-yet-applied create ${web}`],
  ],
  [
    "never synced at all, told by the application alone",
    { ...outOfSync({ health: undefined }, atOne, never), health: { status: "Missing" } },
    [`not-yet-applied update ${web}`, `low Missing ${app}`],
  ],
  ["gone from Git, still running", outOfSync({ requiresPruning: true }, atTwo), [`unmanaged delete ${web}`]],
  [
    "gone from Git and from the cluster",
    outOfSync({ requiresPruning: true, ...missing }),
    [`unmanaged delete ${web}`],
  ],
  [
    "a hook",
    { resources: [resource(), resource({ name: "job", hook: true, status: "OutOfSync", ...missing })] },
    [],
  ],
  [
    "out of sync, and no resource says so",
    { sync: { status: "OutOfSync", ...atOne } },
    [`changed-in-reality update ${app}`],
  ],
  [
    "one resource of which nobody can tell",
    { resources: [resource({ status: "Unknown" })] },
    [`medium SyncUnknown ${web}`],
  ],
  [
    "a state that nobody knows",
    { resources: [resource({ status: "Sideways" })] },
    [`medium SyncUnknown ${web}`],
  ],
  [
    "not comparable",
    {
      sync: { status: "Unknown" },
      resources: [resource({ status: "Unknown" })],
      ...condition("ComparisonError"),
    },
    [`medium ComparisonError ${app}`],
    1,
  ],
  ["not comparable, without a reason", { sync: { status: "Unknown" } }, [`medium ComparisonError ${app}`], 1],
  ["not comparable any more", { ...condition("ComparisonError") }, [`medium ComparisonError ${app}`], 1],
  [
    "written wrongly",
    { sync: { status: "Unknown" }, health: { status: "Unknown" }, ...condition("InvalidSpecError") },
    [`high InvalidSpecError ${app}`],
    1,
  ],
  ["automatic sync gave up", condition("SyncError"), [`high AppSyncFailed ${app}`]],
  [
    "the sync failed, and automatic sync gave up",
    { ...outOfSync({}, atTwo), operationState: failed, ...condition("SyncError") },
    [`not-yet-applied update ${web}`, `high OperationFailed ${app}`],
  ],
  [
    "the sync ended with an error",
    { ...outOfSync(), operationState: synced({ phase: "Error" }) },
    [`changed-in-reality update ${web}`, `high OperationFailed ${app}`],
  ],
  [
    "the sync failed and everything is there, as with a hook",
    { operationState: failed },
    [`medium OperationFailed ${app}`],
  ],
  ["a trial run failed", { operationState: { ...failed, operation: { sync: { dryRun: true } } } }, []],
  [
    "a sync is running",
    { operationState: synced({ phase: "Running", startedAt: ago(2), finishedAt: undefined }) },
    [],
  ],
  [
    "a sync runs on and on",
    { operationState: synced({ phase: "Running", startedAt: ago(40), finishedAt: undefined }) },
    [`medium OperationStuck ${app}`],
  ],
  ["orphans in its namespace", condition("OrphanedResourceWarning"), [`low OrphanedResourceWarning ${app}`]],
  ["two applications fight", condition("SharedResourceWarning"), [`medium SharedResourceWarning ${app}`]],
  ["a condition of a later version", condition("SomethingError"), [`medium SomethingError ${app}`]],
  ["a condition that only informs", condition("SomethingInfo"), []],
  [
    "a condition with a hostile name",
    condition("\u001b[2J\nSomethingError"),
    [`medium UnknownCondition ${app}`],
  ],
  ["degraded", health("Degraded"), [`high Degraded ${web}`]],
  [
    "degraded and edited",
    { ...outOfSync({ health: { status: "Degraded" } }), health: { status: "Degraded" } },
    [`changed-in-reality update ${web}`, `high Degraded ${web}`],
  ],
  ["degraded, and no resource says which", onlyApp("Degraded"), [`high Degraded ${app}`]],
  ["missing, and no resource says which", onlyApp("Missing"), [`high Missing ${app}`]],
  ["suspended", health("Suspended"), []],
  ["suspended, and no resource says which", onlyApp("Suspended"), []],
  ["of unknown health", health("Unknown"), [`medium Unknown ${web}`]],
  ["of a health that nobody knows", health("Wobbly"), [`medium Unknown ${web}`]],
  ["rolling out", health("Progressing", { lastTransitionTime: ago(3) }), []],
  [
    "rolling out for an hour",
    health("Progressing", { lastTransitionTime: ago(60) }),
    [`medium Progressing ${web}`],
  ],
  [
    "rolling out for an hour, by the end of the sync",
    health("Progressing", {}, { operationState: synced({ finishedAt: ago(60) }) }),
    [`medium Progressing ${web}`],
  ],
  ["rolling out since nobody knows when", health("Progressing", {}, never), [`low Progressing ${web}`]],
  [
    "rolling out, and no resource says which",
    onlyApp("Progressing", { lastTransitionTime: ago(20) }),
    [`medium Progressing ${app}`],
  ],
  ["never compared", { sync: undefined, reconciledAt: undefined }, [], 1],
  ["compared, and nobody knows when", { reconciledAt: undefined }, [], 1],
];

describe("what an application says", () => {
  test("there are enough of them", () => expect(states.length).toBeGreaterThan(40));

  test.each(states.map((state) => ({ title: state[0], state })))(
    "$title",
    ({ state: [, status, expected, gaps = 0] }) => {
      const seen = look(application(status));
      expect(told(seen)).toEqual(expected);
      expect(seen.coverage.gaps).toHaveLength(gaps);
      expect(seen.coverage.status === "complete").toBe(gaps === 0);
    },
  );

  test("without a status it was never looked at, and that is no green", () => {
    for (const status of [undefined, null, {}])
      expect(look({ ...application(), status }).coverage).toMatchObject({ status: "failed", looked: 0 });
  });

  test("several sources are compared by all their revisions", () => {
    const sources = [{ repoURL: "https://git.example/a" }, { repoURL: "https://git.example/b" }];
    const revisions = (...names: readonly string[]): Tree => ({ revision: undefined, revisions: names });
    const moved = (now: Tree): readonly string[] =>
      told(
        look(
          application({
            ...outOfSync({}, { ...now, comparedTo: { source: { repoURL: "" }, sources } }),
            operationState: synced(
              {},
              { ...revisions("a1", "b1"), source: { repoURL: "" }, sources, resources: [] },
            ),
          }),
        ),
      );
    expect(moved(revisions("a1", "b1"))).toEqual([`changed-in-reality update ${web}`]);
    expect(moved(revisions("a1", "b2"))).toEqual([`not-yet-applied update ${web}`]);
  });

  test("what is being deleted is no drift; what does not go is told", () => {
    const going = (minutes: number) =>
      told(
        look(
          application(outOfSync(missing), {
            metadata: { name: "shop", namespace: "argocd", deletionTimestamp: ago(minutes) },
          }),
        ),
      );
    expect(going(3)).toEqual([]);
    expect(going(30)).toEqual([`medium DeletionStuck ${app}`]);
  });
});
