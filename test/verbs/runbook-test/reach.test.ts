import { describe, expect } from "vitest";
import { catalog } from "../../../src/core/actions/catalog.ts";
import type { Rule } from "../../support/cluster/access.ts";
import { type GateOptions, gateWorld } from "../../support/gate-world.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const words = (name: string, run: string, more: object = {}) => ({
  ...{ name, author: "ops", match: `never ${name}`, solution: { kind: "command", run } },
  ...more,
});

const entries = [
  {
    name: "by-action",
    author: "ops",
    for: "OOMKilled",
    solution: { kind: "action", action: "rollout-restart" },
  },
  words("by-words", "kubectl rollout restart {kind}/{workload} -n {namespace}", {
    for: "OOMKilled",
    match: "web",
  }),
  words("scales", "kubectl scale deploy/web --replicas=2 -n shop"),
  words("deletes", "kubectl delete pod web-a-1 --namespace=shop"),
  words("is-gone", "kubectl scale deployment/wbe --replicas=2 -n shop"),
  words("drains", "kubectl cordon node-a"),
  words("strange", "kubectl replace -f web.yaml"),
  words("no-cluster", "true"),
];

type Row = { readonly entry: string; readonly what: string; readonly state: string; readonly why: string };

/** Rights to look and to do all that the entries say, less those that are left out. */
const rules = (without: (rule: Rule) => boolean = () => false): readonly Rule[] => {
  const right = (verb: string, group: string, resource: string): Rule => ({
    ...{ verbs: [verb], apiGroups: [group], resources: [resource] },
  });
  const action = catalog.find(({ name }) => name === "rollout-restart")?.permissions ?? [];
  return [
    { verbs: ["get", "list", "watch"], apiGroups: ["*"], resources: ["*"] },
    ...action.map(({ verb, group, resource }) => right(verb, group, resource)),
    right("patch", "apps", "deployments/scale"),
    right("delete", "", "pods"),
    right("patch", "", "nodes"),
  ].filter((rule) => !without(rule));
};

const asked = async (options: GateOptions = {}) => {
  const world = await gateWorld({ runbook: entries, rules: rules(), ...options });
  await world.found();
  const { data, exit, text } = await world.ask("runbook test", { reach: true }, await world.contextFor());
  const rows: readonly Row[] = data.rows;
  const told = (what: string) =>
    Object.fromEntries(rows.filter((row) => row.what === what).map(({ entry, state }) => [entry, state]));
  return { world, rows, told, exit, text, dark: data.dark };
};

const whyOf = (rows: readonly Row[], entry: string, what: string): string | undefined =>
  rows.find((row) => row.entry === entry && row.what === what)?.why;

const permitted = {
  ...{ "by-action": "ok", "by-words": "ok", deletes: "ok", scales: "ok", "is-gone": "ok", drains: "ok" },
  ...{ strange: "unsure", "no-cluster": "skipped" },
};

describe("with --reach, by the real kubectl", () => {
  test("what may be done is ok, what is gone is stale, and nothing is written", async () => {
    const { world, told, rows, exit, dark } = await asked();
    expect(told("permission")).toEqual(permitted);
    expect(told("dry-run")).toEqual({
      ...{
        "by-action": "ok",
        "by-words": "ok",
        deletes: "ok",
        scales: "ok",
        "is-gone": "stale",
        drains: "stale",
      },
      ...{ strange: "stale", "no-cluster": "skipped" },
    });
    expect(whyOf(rows, "is-gone", "dry-run")).toMatch(/finds nothing: .*deployments.apps "wbe" not found/);
    expect([exit, dark, world.ran]).toEqual([1, 0, []]);
    const written = world.cluster.requests.filter(
      ({ method, resource, dryRun }) => method !== "GET" && !resource.startsWith("selfsubject") && !dryRun,
    );
    expect(written).toEqual([]);
  }, 60_000);

  test("with one right less exactly the entries that need it are stale", async () => {
    const less = async (verb: string, resource: string) => {
      const { told } = await asked({
        rules: rules((rule) => rule.verbs.includes(verb) && rule.resources.includes(resource)),
      });
      const states = told("permission");
      return Object.keys(states).filter((entry) => states[entry] === "stale");
    };
    expect(await less("patch", "deployments")).toEqual(["by-action", "by-words"]);
    expect(await less("patch", "deployments/scale")).toEqual(["scales", "is-gone"]);
    expect(await less("delete", "pods")).toEqual(["deletes"]);
    expect(await less("patch", "nodes")).toEqual(["drains"]);
    // Of the kinds that the action knows none but the one that was seen is needed.
    expect(await less("patch", "statefulsets")).toEqual([]);
  }, 120_000);

  test("a right in one namespace, or for one thing, is enough there", async () => {
    const narrow = rules((rule) => rule.verbs.includes("patch")).concat({
      ...{ verbs: ["patch"], apiGroups: ["apps"], resources: ["deployments"] },
      ...{ namespaces: ["shop"], resourceNames: ["web"] },
    });
    const { told } = await asked({ rules: narrow });
    expect(told("permission")).toMatchObject({ "by-action": "ok", "by-words": "ok", drains: "stale" });
  }, 60_000);

  test("a cluster that cannot be reached leaves it open, and the status is 3 where nothing else is wrong", async () => {
    const world = await gateWorld({ runbook: entries.slice(0, 2) });
    await world.found();
    world.cluster.faults.add({
      resource: "selfsubjectaccessreviews",
      answer: { kind: "status", code: 503 },
    });
    const { data, exit } = await world.ask("runbook test", { reach: true }, await world.contextFor());
    const rows: readonly Row[] = data.rows;
    const states = rows.filter(({ what }) => what === "permission").map(({ state }) => state);
    expect([exit, states]).toEqual([3, ["unsure", "unsure"]]);
    const never = await world.ask(
      "runbook test",
      { reach: true, failOn: "unsure" },
      await world.contextFor(),
    );
    expect(never.exit).toBe(1);
  }, 60_000);

  test("without it no cluster is asked, and each answer says so", async () => {
    const world = await gateWorld({ runbook: entries });
    await world.found();
    const before = world.cluster.requests.length;
    const { data, text } = await world.ask("runbook test", {}, await world.contextFor());
    const rows: readonly Row[] = data.rows;
    expect(rows.filter(({ what }) => what === "permission").every(({ state }) => state === "skipped")).toBe(
      true,
    );
    expect(text).toContain("no cluster is asked without --reach");
    expect(world.cluster.requests).toHaveLength(before);
  }, 60_000);
});
