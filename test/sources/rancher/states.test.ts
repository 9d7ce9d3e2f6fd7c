import { describe, expect, test } from "vitest";
import {
  ago,
  bundle,
  bundleIn,
  cluster,
  config,
  deployment,
  look,
  now,
  ready,
  repository,
  type Tree,
  told,
  web,
} from "./make.ts";

const onFirst = "apps/Deployment/shop/web[fleet-default/shop on fleet-default/c1]";
const onSecond = "apps/Deployment/shop/web[fleet-default/shop on fleet-default/c2]";
const somewhere = "apps/Deployment/shop/web[fleet-default/shop]";
const settings = "ConfigMap/shop/settings[fleet-default/shop on fleet-default/c1]";
const repo = "fleet.cattle.io/GitRepo/fleet-default/shop";
const itsBundle = "fleet.cattle.io/Bundle/fleet-default/shop-deploy[on fleet-default/c1]";

const inState = (state: string, over: Tree = {}): Tree =>
  repository({
    resources: [{ ...web, state, ...over }],
    conditions: [ready({ status: "False", message: "x" })],
  });
const onClusters = (perClusterState: unknown): Tree => inState("NotReady", { perClusterState });
const since = (minutes: number): Tree => ({
  conditions: [ready({ status: "False", lastUpdateTime: ago(minutes) })],
});
const condition = (type: string, status: string, over: Tree = {}): Tree =>
  repository({ conditions: [ready(), { type, status, message: "why", lastUpdateTime: ago(5), ...over }] });

type State = readonly [title: string, document: unknown, told: readonly string[], gaps?: number];

/** Each state of a repository, a bundle or a deployment, and everything that is told of it. */
const states: readonly State[] = [
  ["a repository that is ready", repository(), []],
  ["a bundle that is ready", bundle(), []],
  ["a deployment that is ready", deployment(), []],
  ["all of them, ready", [repository(), bundle(), deployment(), cluster(now)], []],
  ["changed by hand", inState("Modified"), [`changed-in-reality update ${somewhere}`]],
  ["not yet at the agent", inState("OutOfSync"), [`not-yet-applied update ${somewhere}`]],
  ["deleted", inState("Missing"), [`vanished create ${somewhere}`]],
  ["deleted, as older versions say it", inState("NotFound"), [`vanished create ${somewhere}`]],
  ["left over", inState("Orphaned"), [`unmanaged delete ${somewhere}`]],
  ["left over, as older versions say it", inState("ExtraResource"), [`unmanaged delete ${somewhere}`]],
  ["cannot be deployed", inState("ErrApplied"), [`high ErrApplied ${somewhere}`]],
  ["in a state that Fleet does not know", inState("Unknown"), [`medium Unknown ${somewhere}`]],
  ["in a state that nobody knows", inState("Sideways"), [`medium NotReady ${somewhere}`]],
  [
    "waiting for a moment",
    repository({ resources: [{ ...web, state: "WaitApplied" }], ...since(3) }),
    [`low WaitApplied ${somewhere}`],
  ],
  [
    "waiting for an hour",
    repository({ resources: [{ ...web, state: "WaitApplied" }], ...since(60) }),
    [`medium WaitApplied ${somewhere}`],
  ],
  [
    "pending for a moment",
    repository({ resources: [{ ...web, state: "Pending" }], ...since(1) }),
    [`low Pending ${somewhere}`],
  ],
  [
    "not ready since nobody knows when",
    repository({
      resources: [{ ...web, state: "NotReady" }],
      conditions: [{ type: "Ready", status: "False" }],
    }),
    [`medium NotReady ${somewhere}`],
  ],
  [
    "not ready, and it is an error",
    repository({ resources: [{ ...web, state: "NotReady", error: true }], ...since(1) }),
    [`high NotReady ${somewhere}`],
  ],
  [
    "each cluster by itself",
    onClusters([
      { state: "Modified", clusterId: "fleet-default/c1" },
      { state: "Missing", clusterId: "fleet-default/c2" },
    ]),
    [`changed-in-reality update ${onFirst}`, `vanished create ${onSecond}`],
  ],
  [
    "each cluster by itself, as newer versions say it",
    onClusters({
      ready: ["fleet-default/c3"],
      modified: ["fleet-default/c1"],
      missing: ["fleet-default/c2"],
    }),
    [`changed-in-reality update ${onFirst}`, `vanished create ${onSecond}`],
  ],
  [
    "a bundle that cannot be deployed tells it once for all of its resources",
    repository({
      resources: [web, config].map((one) => ({ ...one, state: "ErrApplied" })),
      summary: {
        nonReadyResources: [{ name: "shop-deploy", bundleState: "ErrApplied", message: "no such chart" }],
      },
      conditions: [ready({ status: "False" })],
    }),
    ["high ErrApplied fleet.cattle.io/Bundle/fleet-default/shop-deploy"],
  ],
  ["not ready, and no resource says so", repository({ ...since(60) }), [`medium NotReady ${repo}`]],
  ["not ready for a moment, and no resource says so", repository({ ...since(2) }), [`low NotReady ${repo}`]],
  ["paused", repository({ resources: [{ ...web, state: "OutOfSync" }], ...since(60) }, { paused: true }), []],
  [
    "paused, and changed by hand",
    repository({ resources: [{ ...web, state: "Modified" }], ...since(60) }, { paused: true }),
    [`changed-in-reality update ${somewhere}`],
  ],
  ["stalled", condition("Stalled", "True"), [`high Stalled ${repo}`], 1],
  ["not accepted", condition("Accepted", "False"), [`high Accepted ${repo}`], 1],
  ["cannot be fetched", condition("GitPolling", "False"), [`medium GitPolling ${repo}`], 1],
  ["a job that failed", repository({ gitJobStatus: "Failed" }), [`high GitJobFailed ${repo}`]],
  [
    "an error of a later version",
    condition("Dancing", "False", { reason: "Error" }),
    [`medium Dancing ${repo}`],
  ],
  ["a condition of a later version", condition("Dancing", "False"), []],
  ["reconciling", condition("Reconciling", "True"), []],
  ["its latest change not yet seen", repository({ observedGeneration: 1 }, {}, { generation: 2 }), [], 1],
  ["cut short", repository({ resources: [{ ...web, state: "Unknown", incompleteState: true }] }), [], 1],
  [
    "a bundle that was changed by hand on one cluster",
    bundleIn("Modified", {
      modifiedStatus: [
        { ...web, patch: "{}" },
        { ...config, missing: true },
      ],
    }),
    [`changed-in-reality update ${onFirst}`, `vanished create ${settings}`],
  ],
  [
    "a bundle with something left over",
    bundleIn("Modified", { modifiedStatus: [{ ...config, delete: true }] }),
    [`unmanaged delete ${settings}`],
  ],
  [
    "a bundle that was changed, and nobody says what",
    bundleIn("Modified"),
    [`changed-in-reality update ${itsBundle}`],
  ],
  ["a bundle that cannot be deployed", bundleIn("ErrApplied"), [`high ErrApplied ${itsBundle}`]],
  ["a bundle that waits", bundleIn("WaitApplied"), [`low WaitApplied ${itsBundle}`]],
  [
    "a bundle that the agent does not have yet",
    bundleIn("OutOfSync"),
    [`not-yet-applied update ${itsBundle}`],
  ],
  [
    "a bundle that is not ready",
    bundleIn("NotReady", {
      nonReadyStatus: [
        { ...web, summary: { state: "in-progress", transitioning: true, message: ["0 of 2"] } },
      ],
    }),
    [`low NotReady ${onFirst}`],
  ],
  [
    "a bundle that fails",
    bundleIn("NotReady", { nonReadyStatus: [{ ...web, summary: { state: "failed", error: true } }] }),
    [`high NotReady ${onFirst}`],
  ],
  [
    "a bundle that names only some of its clusters",
    bundle({
      summary: {
        desiredReady: 30,
        notReady: 12,
        nonReadyResources: [{ name: "fleet-default/c1", bundleState: "NotReady" }],
      },
    }),
    [`low NotReady ${itsBundle}`],
    1,
  ],
  ["a deployment that waits", deployment({ appliedDeploymentID: "s-1:1" }), [`low WaitApplied ${itsBundle}`]],
  [
    "a deployment that failed",
    deployment({
      appliedDeploymentID: "s-1:1",
      conditions: [ready(), { type: "Deployed", status: "False", message: "no such chart" }],
    }),
    [`high ErrApplied ${itsBundle}`],
  ],
  ["a deployment that is not ready", deployment({ ready: undefined }), [`low NotReady ${itsBundle}`]],
  [
    "a deployment that is staged",
    deployment({}, { stagedDeploymentID: "s-1:3" }),
    [`not-yet-applied update ${itsBundle}`],
  ],
  [
    "a deployment that is staged and paused",
    deployment({}, { stagedDeploymentID: "s-1:3", paused: true }),
    [],
  ],
  [
    "a deployment that was changed",
    deployment({ nonModified: undefined, modifiedStatus: [{ ...web, patch: "{}" }] }),
    [`changed-in-reality update ${onFirst}`],
  ],
  ["a deployment of which nothing is said", { ...deployment(), status: {} }, [], 1],
  ["a cluster whose agent is silent", [repository(), cluster(ago(300))], [], 1],
  ["a cluster whose agent never spoke", [repository(), cluster("0001-01-01T00:00:00Z")], [], 1],
  [
    "what all of them say is told once",
    [
      deployment({ nonModified: false, modifiedStatus: [web] }),
      bundleIn("Modified", { modifiedStatus: [web] }),
      repository({
        resources: [{ ...web, state: "Modified", perClusterState: { modified: ["fleet-default/c1"] } }],
        ...since(60),
      }),
    ],
    [`changed-in-reality update ${onFirst}`],
  ],
];

describe("what Fleet says", () => {
  test("there are enough of them", () => expect(states.length).toBeGreaterThan(40));

  test.each(states.map((state) => ({ title: state[0], state })))(
    "$title",
    ({ state: [, document, expected, gaps = 0] }) => {
      const seen = look(document);
      expect(told(seen)).toEqual(expected);
      expect(seen.coverage.gaps).toHaveLength(gaps);
      expect(seen.coverage.status === "complete").toBe(gaps === 0);
    },
  );

  test("paused is told", () => {
    const seen = look(repository({}, { paused: true }));
    expect(seen.informational).toMatchObject({ paused: 1 });
    expect(seen.warnings).toEqual([expect.stringContaining("fleet-default/shop")]);
  });

  test("without a status, or with counts only, nothing was looked at", () => {
    for (const status of [
      undefined,
      null,
      {},
      { observedGeneration: 0, readyClusters: 0, desiredReadyClusters: 0 },
    ])
      expect(look({ ...repository(), status }).coverage.status).not.toBe("complete");
  });

  test("what is being deleted is no drift; what does not go is told", () => {
    const going = (minutes: number) =>
      told(
        look(
          repository({ resources: [{ ...web, state: "Missing" }] }, {}, { deletionTimestamp: ago(minutes) }),
        ),
      );
    expect(going(3)).toEqual([]);
    expect(going(30)).toEqual([`medium DeletionStuck ${repo}`]);
  });
});
