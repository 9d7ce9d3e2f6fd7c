import { describe, expect, test } from "vitest";
import type { HttpReading } from "../../src/core/checks/check.ts";
import { askHealth } from "../../src/engine/health.ts";
import { SteadystateError } from "../../src/errors.ts";
import { sources } from "../../src/sources/index.ts";
import type { Source } from "../../src/sources/source.ts";
import type { Run, RunResult } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { contextIn } from "../support/context.ts";
import {
  badApplications,
  badRepositories,
  healthyApplication,
  healthyRepository,
} from "../support/gitops-worlds.ts";
import { temporaryFolder } from "../support/repo.ts";

const healthy = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  timestamp: new Date().toISOString(),
  configuration: {},
  resource_changes: [
    {
      address: "world_thing.one",
      mode: "managed",
      type: "world_thing",
      name: "one",
      change: { actions: ["no-op"], before: { a: 1 }, after: { a: 1 } },
    },
  ],
  checks: [
    {
      address: { to_display: "check.up", kind: "check", name: "up" },
      status: "pass",
      instances: [{ address: { to_display: "check.up" }, status: "pass" }],
    },
  ],
  applyable: true,
  complete: true,
  errored: false,
};

/** Every way in which a document can fail to be a complete look; each is a whole text. */
const badDocuments: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "not JSON": "Error: something went wrong\n",
  truncated: JSON.stringify(healthy).slice(0, -30),
  "an empty object": "{}",
  "a list": "[]",
  "a text": '"ok"',
  null: "null",
  "a state": JSON.stringify({
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: { root_module: {} },
  }),
  errored: JSON.stringify({ ...healthy, errored: true }),
  incomplete: JSON.stringify({ ...healthy, complete: false }),
  "with deferred changes": JSON.stringify({
    ...healthy,
    deferred_changes: [{ reason: "unknown", resource_change: healthy.resource_changes[0] }],
  }),
  "of a newer format": JSON.stringify({ ...healthy, format_version: "7.0" }),
  "with a row of a wrong type": JSON.stringify({ ...healthy, resource_changes: [3] }),
  "of another tool": JSON.stringify({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "x" },
  }),
};

const ended = (argv: readonly string[], fields: Partial<RunResult>): RunResult => ({
  argv,
  exit: 0,
  stdout: "",
  stderr: "",
  durationMs: 1,
  ...fields,
});

const isShow = (argv: readonly string[]): boolean => argv.includes("show");
const talking =
  (document: string): Run =>
  ({ argv }) =>
    Promise.resolve(ended(argv, { stdout: isShow(argv) ? document : "" }));
const failing =
  (error: SteadystateError, at: (argv: readonly string[]) => boolean): Run =>
  (asked) =>
    at(asked.argv) ? Promise.reject(error) : talking(JSON.stringify(healthy))(asked);
const exiting =
  (at: (argv: readonly string[]) => boolean): Run =>
  (asked) =>
    at(asked.argv)
      ? Promise.resolve(
          ended(asked.argv, {
            exit: 1,
            stderr: "╷\n│ Error: no valid credential sources found\n│\n│   with provider\n╵\n",
          }),
        )
      : talking(JSON.stringify(healthy))(asked);

const missing = new SteadystateError("tool-missing", "terraform is not on PATH");
const late = new SteadystateError("source-failed", "terraform plan took longer than 5m");

const deployment = (image: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: { template: { spec: { containers: [{ name: "web", image }] } } },
});
const snapshot = {
  declared: [deployment("web:1")],
  observed: { kind: "List", items: [deployment("web:1")] },
};
const half = `${JSON.stringify(snapshot, null, 2).slice(0, -40)}`;

const badSnapshots: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "not YAML": "declared: [\n",
  truncated: half,
  "an empty object": "{}",
  "a list": "[]",
  "a text": '"ok"',
  null: "null",
  "one side only": JSON.stringify({ declared: snapshot.declared }),
  "without anything declared": JSON.stringify({ ...snapshot, declared: [] }),
  "with a side that is null": JSON.stringify({ ...snapshot, observed: null }),
  "with an error answer of the server": JSON.stringify({
    ...snapshot,
    observed: { kind: "Status", apiVersion: "v1", status: "Failure", code: 403 },
  }),
  "with a list that was cut off": JSON.stringify({
    ...snapshot,
    observed: { ...snapshot.observed, metadata: { continue: "abc" } },
  }),
  "with a table for people": JSON.stringify({ ...snapshot, observed: { kind: "Table", rows: [] } }),
  "with an object without a name": JSON.stringify({
    ...snapshot,
    observed: [{ apiVersion: "v1", kind: "Pod", metadata: {} }],
  }),
  "with one identity twice": JSON.stringify({
    ...snapshot,
    observed: [deployment("web:1"), deployment("web:2")],
  }),
  "with a key that stands twice": "declared: []\nobserved: []\ndeclared: []\n",
  "of another tool": JSON.stringify(healthy),
};

const release = {
  ...{ name: "web", namespace: "prod", revision: "2", status: "deployed", chart: "shop-1.2.3" },
  ...{ updated: "2026-11-25 19:46:19.123456789 +0000 UTC", app_version: "9" },
};

const badReleases: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "not JSON": "NAME\tNAMESPACE\tREVISION\nweb\tprod\t2\n",
  truncated: JSON.stringify([release]).slice(0, -20),
  "an empty object": "{}",
  "a text": '"ok"',
  null: "null",
  "a release alone": JSON.stringify(release),
  "with a row of a wrong type": JSON.stringify([release, 3]),
  "with a row without a status": JSON.stringify([{ ...release, status: undefined }]),
  "with a state that is null": JSON.stringify([{ ...release, status: null }]),
  "of another tool": JSON.stringify([{ Service: "web", State: "running" }]),
  "a plan": JSON.stringify(healthy),
};

/** What each source is handed as a file; a source without a row fails to compile. */
const captures: Readonly<
  Record<
    Exclude<keyof typeof sources, "k8s-live" | "k8s-baseline" | "kustomize-live" | "helm-live">,
    { readonly healthy: unknown; readonly bad: Readonly<Record<string, string>>; readonly verdict: string }
  >
> = {
  terraform: { healthy, bad: badDocuments, verdict: "WORKING" },
  "terraform-state": { healthy, bad: badDocuments, verdict: "UNKNOWN" },
  k8s: { healthy: snapshot, bad: badSnapshots, verdict: "UNKNOWN" },
  helm: { healthy: [release], bad: badReleases, verdict: "UNKNOWN" },
  argocd: { healthy: healthyApplication(), bad: badApplications(), verdict: "WORKING" },
  rancher: { healthy: healthyRepository(), bad: badRepositories(), verdict: "WORKING" },
};

/** Every way in which running the tool can fail. */
const badRuns: Readonly<Record<string, Run>> = {
  "the tool is missing": failing(missing, () => true),
  "the plan takes too long": failing(late, (argv) => !isShow(argv)),
  "the show takes too long": failing(late, isShow),
  "the plan fails": exiting((argv) => !isShow(argv)),
  "the show fails": exiting(isShow),
  ...Object.fromEntries(
    Object.entries(badDocuments).map(([name, text]) => [`the document is ${name}`, talking(text)]),
  ),
};

type Cell = {
  readonly source: keyof typeof captures;
  readonly form: "folder" | "file";
  readonly fault: string;
  readonly run: Run | undefined;
  readonly text: string | undefined;
};

const isCaptured = (name: string): name is keyof typeof captures => name in captures;
const names = Object.keys(captures).filter(isCaptured);

/** Looks at a cluster have a table of their own. */
const formsOf = (name: keyof typeof captures): readonly Cell["form"][] => {
  const { accepts, cluster }: Source = sources[name];
  return accepts.flatMap((form) => (form === "nothing" || cluster.includes(form) ? [] : [form]));
};

/** One cell for each reader, each form of its input and each fault: made from the registry, so that none can be forgotten. */
const cells: readonly Cell[] = names.flatMap((name) =>
  formsOf(name).flatMap((form): Cell[] =>
    form === "folder"
      ? Object.entries(badRuns).map(([fault, run]) => ({ source: name, form, fault, run, text: undefined }))
      : Object.entries(captures[name].bad).map(([fault, text]) => ({
          source: name,
          form,
          fault,
          run: undefined,
          text,
        })),
  ),
);

const wall = (source: keyof typeof captures, form: "folder" | "file") =>
  temporaryFolder(
    form === "folder" ? { "infra/main.tf": "" } : { "plan.json": JSON.stringify(captures[source].healthy) },
  );

describe("no fault in any reader is ever green (L1)", () => {
  test("the table covers every source and every form of input", () => {
    expect(
      Object.values<Source>(sources)
        .filter(({ accepts, cluster }) => accepts.some((form) => !cluster.includes(form)))
        .map(({ name }) => name),
    ).toEqual(names);
    expect(new Set(cells.map(({ source, form }) => `${source} ${form}`)).size).toBe(
      names.reduce((sum, name) => sum + formsOf(name).length, 0),
    );
    expect(cells.length).toBeGreaterThan(60);
  });

  test.each(cells)("$source, $form: $fault", async ({ source, form, run, text }) => {
    const folder = wall(source, form);
    const path = form === "folder" ? "infra" : "plan.json";
    const good = await contextIn(folder.root, { hands: { run: talking(JSON.stringify(healthy)) } });
    const scanned = await dispatch(await verbs.scan(), { path, source }, good);
    expect(scanned.exit, "the healthy world must scan clean, or this cell shows nothing").toBe(0);
    const working = (await askHealth(nothingAsked, good)).judgement.verdict;
    expect(working).toBe(captures[source].verdict);

    if (text !== undefined) folder.writeRaw("plan.json", text);
    const ctx = await contextIn(folder.root, run === undefined ? {} : { hands: { run } });
    const gate = await dispatch(await verbs.ci(), { path, source }, ctx);
    expect([2, 3]).toContain(gate.exit);
    if (gate.ok) expect(gate.data).toMatchObject({ gate: "cannot-tell" });

    const again = await dispatch(await verbs.scan(), { path, source }, ctx);
    expect([2, 3]).toContain(again.exit);
    if (again.ok) expect(again.data).toMatchObject({ complete: false, resolved: [] });
    expect((await askHealth(nothingAsked, ctx)).judgement.verdict).toBe("UNKNOWN");
  });

  test("two scopes, one goes dark: nothing of it resolves, and the other still may (L2)", async () => {
    const drifting = {
      ...healthy,
      resource_changes: [
        {
          address: "world_thing.one",
          mode: "managed",
          type: "world_thing",
          name: "one",
          change: { actions: ["update"], before: { a: 1 }, after: { a: 2 } },
        },
      ],
    };
    const folder = temporaryFolder({ "east.json": drifting, "west.json": drifting });
    const ctx = await contextIn(folder.root, { env: { STEADYSTATE_RESOLVE_AFTER: "0" } });
    const scan = await verbs.scan();
    for (const path of ["east.json", "west.json"]) await dispatch(scan, { path, label: path }, ctx);
    folder.write({
      "east.json": { ...healthy, resource_changes: [], errored: true },
      "west.json": { ...healthy, resource_changes: [] },
    });
    const east = await dispatch(scan, { path: "east.json", label: "east.json" }, ctx);
    const west = await dispatch(scan, { path: "west.json", label: "west.json" }, ctx);
    expect(east.ok && east.data).toMatchObject({ resolved: [], stale: 1, complete: false });
    expect(west.ok && west.data).toMatchObject({
      resolved: [{ title: expect.stringContaining("world_thing.one") }],
    });
  });
});

const nothingAsked = { workload: undefined, maxAge: undefined, checks: undefined };

describe("the reader of http checks", () => {
  const answers: readonly (readonly [string, HttpReading, string])[] = [
    ["the answer as demanded", { kind: "answered", status: 200, body: "ok", latencyMs: 1 }, "WORKING"],
    ["another status", { kind: "answered", status: 503, body: "ok", latencyMs: 1 }, "DOWN"],
    ["a body without the pattern", { kind: "answered", status: 200, body: "sorry", latencyMs: 1 }, "DOWN"],
    ["silence of the target", { kind: "no-answer", reason: "connection refused" }, "DOWN"],
    ["our own inability to ask", { kind: "unable", reason: "the resolver did not answer" }, "UNKNOWN"],
  ];

  test.each(answers)("%s is %#", async (_, reading, verdict) => {
    const folder = temporaryFolder({
      "steadystate/checks.json": [
        {
          name: "shop",
          read: { kind: "http", url: "http://127.0.0.1:9/" },
          when: { status: 200, body: "^ok" },
          emit: { severity: "high", title: "x" },
        },
      ],
    });
    const ctx = { ...(await contextIn(folder.root)), readCheck: () => Promise.resolve(reading) };
    expect((await askHealth(nothingAsked, ctx)).judgement.verdict).toBe(verdict);
  });

  test("a kind that this version does not read is not seen, and never passes", async () => {
    const folder = temporaryFolder({
      "steadystate/checks.json": [
        {
          name: "queue",
          read: { kind: "kubectl-log", selector: "app=web", namespace: "shop" },
          when: { pattern: "ready", expect: "present" },
          emit: { severity: "high", title: "x" },
        },
      ],
    });
    const { judgement } = await askHealth(nothingAsked, await contextIn(folder.root));
    expect(judgement.verdict).toBe("UNKNOWN");
    expect(JSON.stringify(judgement.missing)).toContain("queue");
  });
});
