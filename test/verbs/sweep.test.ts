import { readdirSync } from "node:fs";
import { describe, expect, test as plainTest } from "vitest";
import type { HttpReading } from "../../src/core/checks/check.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { sweep } from "../../src/verbs/look/sweep.ts";
import { bad, check, good, wall } from "../support/check-wall.ts";
import { contextIn } from "../support/context.ts";
import { fleetHere } from "../support/fleet.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";

const test = needs("kubectl");

type Named = { readonly name: string; readonly verdict: string };
const verdicts = ({ targets }: { readonly targets: readonly Named[] }) =>
  Object.fromEntries(targets.map(({ name, verdict }) => [name, verdict]));

const put = (
  cluster: Awaited<ReturnType<typeof fleetHere>>["cluster"] extends (name: string) => infer C ? C : never,
  isBad: boolean,
) => {
  for (const one of plain(app("web", isBad))) cluster.objects.put(one);
};

describe("sweep, with the real kubectl", () => {
  test("every dark target costs its own time only, and nothing of it resolves", async () => {
    const dark = ["forbidden", "half", "slow", "unreachable"];
    const names = [...dark, "failing", "healthy"];
    const { ask, cluster, symptoms } = await fleetHere(names);
    for (const name of names) put(cluster(name), true);
    const first = await ask("sweep");
    expect(verdicts(first.data)).toEqual(Object.fromEntries(names.map((name) => [name, "DEGRADED"])));
    expect(first.exit).toBe(1);
    expect(first.data.tally).toMatchObject({ targets: 6, DEGRADED: 6, alerts: 6, fresh: 6 });
    expect(first.data.shared).toMatchObject([
      {
        title: "Deployment web: crash-loop",
        severity: "high",
        places: names.toSorted().map((target) => ({ target })),
      },
    ]);

    for (const name of names) put(cluster(name), name === "failing");
    cluster("forbidden").faults.add({ answer: { kind: "status", code: 403 } });
    cluster("half").faults.add({ resource: "pods", answer: { kind: "status", code: 403 } });
    cluster("slow").faults.add({ answer: { kind: "slow", milliseconds: 120_000 } });
    await cluster("unreachable").close();
    const { data, exit, text } = await ask("sweep", { deadline: "30s" });
    expect(verdicts(data)).toEqual({
      ...Object.fromEntries(dark.map((name) => [name, "UNKNOWN"])),
      failing: "DEGRADED",
      healthy: "WORKING",
    });
    expect(exit).toBe(1);
    expect(data.targets.map(({ name }: Named) => name)).toEqual(["failing", ...dark, "healthy"]);
    expect(data.resolved).toMatchObject([{ target: "healthy" }]);
    expect(await symptoms()).toEqual(
      names
        .map((name) => {
          const state = name === "healthy" ? "resolved" : name === "failing" ? "present" : "stale";
          return `env=${name} target=${name} web ${state}`;
        })
        .sort(),
    );
    const slow = data.targets.find(({ name }: Named) => name === "slow");
    expect(slow.because[0]).toBe("its 30s were over before everything was seen");
    expect(text).toContain("6 targets: 1 degraded, 4 unknown, 1 working");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(2000);
  }, 180_000);

  test("a held lease and a broker that fails are the answer of one target each", async () => {
    const { ask, context } = await fleetHere(
      ["eu", "us"],
      {},
      {
        targets: { lent: { source: "k8s-live", context: "x", kubeconfig_from: "no-such-broker" } },
      },
    );
    await ask("sweep", { names: ["eu"] });
    const history = await (await context()).history.open();
    const [look] = await history.lastLooks();
    const lease = await history.lease(look?.scope ?? { resolution: "", path: "" }, 0);
    const { data, exit } = await ask("sweep");
    await lease.release();
    expect([exit, verdicts(data)]).toEqual([3, { eu: "UNKNOWN", us: "WORKING", lent: "UNKNOWN" }]);
    const why = Object.fromEntries(
      data.targets.map(({ name, because }: Named & { because: string[] }) => [name, because[0]]),
    );
    expect(why["eu"]).toContain("is being looked at by process");
    expect(why["lent"]).toBe("the kubeconfig_from command of the target lent cannot be started");
  }, 60_000);

  test("names and label say which; a muted finding counts apart and trips nothing", async () => {
    const { ask, cluster } = await fleetHere(
      ["eu", "us"],
      {},
      {
        targets: { prod: { source: "k8s-live", label: "live", context: "eu", kubeconfig: "eu.kubeconfig" } },
      },
    );
    put(cluster("us"), true);
    const one = await ask("sweep", { names: ["us"], failOn: "high" });
    expect([one.exit, Object.keys(verdicts(one.data))]).toEqual([1, ["us"]]);
    const [{ fingerprint }] = one.data.targets[0].alerts[0].items;
    expect((await ask("mute", { finding: fingerprint, for: "3d" })).exit).toBe(0);
    const muted = await ask("sweep", { names: ["us"], failOn: "any" });
    expect(muted.data.tally).toMatchObject({ alerts: 0, muted: 1, WORKING: 1 });
    expect([muted.exit, muted.text.split("\n")[0]]).toEqual([0, "1 target: 1 working; 1 muted"]);
    const labelled = await ask("sweep", { label: "live" });
    expect(Object.keys(verdicts(labelled.data))).toEqual(["prod"]);
    expect((await ask("sweep", { label: "lvie" })).exit).toBe(5);
  }, 90_000);
});

const plan = (name: string, more: object = {}) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: [
    {
      ...{ address: `aws_s3_bucket.${name}`, mode: "managed", type: "aws_s3_bucket", name },
      change: { actions: ["update"], before: { acl: "private" }, after: { acl: "log" } },
    },
  ],
  timestamp: new Date().toISOString(),
  complete: true,
  errored: false,
  ...more,
});

const inFolder = async (files: Readonly<Record<string, unknown>>, input = {}, env = {}) => {
  const folder = temporaryFolder(files);
  const ctx = await contextIn(folder.root, { env });
  const reply = await dispatch(sweep, input, ctx);
  return { reply, ctx, folder };
};

const data = ({ reply }: Awaited<ReturnType<typeof inFolder>>) => {
  if (!reply.ok) throw reply.error;
  return JSON.parse(JSON.stringify(reply.data));
};

const many = Array.from({ length: 12 }, (_, at) => `t${String(at).padStart(2, "0")}`);

describe("sweep", () => {
  plainTest("a store that is not there yet is made once, and holds what every target told", async () => {
    const asked = await inFolder(
      {
        ...Object.fromEntries(many.map((name) => [`${name}.json`, plan("logs")])),
        "steadystate/targets.json": Object.fromEntries(
          many.map((name) => [name, { source: "terraform", path: `${name}.json`, probe: "none" }]),
        ),
      },
      { tuning: "strict" },
    );
    const { targets, shared } = data(asked);
    expect(targets.map(({ name, verdict }: Named) => [name, verdict])).toEqual(
      many.map((name) => [name, "UNKNOWN"]),
    );
    expect(shared).toMatchObject([
      { title: "aws_s3_bucket logs has a declared change that is not applied yet" },
    ]);
    expect(shared[0].places).toHaveLength(12);
    const history = await asked.ctx.history.look();
    expect(await history?.lastLooks()).toHaveLength(12);
    expect(await history?.count({})).toBe(12);
    const fresh = await contextIn(temporaryFolder().root);
    const [one, two] = await Promise.all([fresh.history.open(), fresh.history.open()]);
    expect(one, "one connection, however many ask at once").toBe(two);
  });

  plainTest("nothing to look at is not green: 3, with the next step", async () => {
    const none = await inFolder({});
    expect([none.reply.exit, data(none).targets]).toEqual([3, []]);
    const empty = await inFolder({ "steadystate/targets.json": {} });
    expect(empty.reply.exit).toBe(3);
    if (!none.reply.ok) throw none.reply.error;
    expect(JSON.stringify(none.reply.doc())).toContain("steadystate discover --create");
    expect(readdirSync(none.folder.root)).toEqual([]);
  });

  plainTest(
    "a wrong call is one: 2 for a file that cannot be used, 5 for a name that nobody has",
    async () => {
      const targets = { "steadystate/targets.json": { eu: { source: "terraform", path: "p.json" } } };
      const unknown = (await inFolder(targets, { names: ["eu2"] })).reply;
      expect(unknown).toMatchObject({
        exit: 5,
        error: { message: "there is no target eu2, did you mean eu?" },
      });
      const broken = temporaryFolder(targets);
      broken.writeRaw("steadystate/targets.json", "{");
      expect((await dispatch(sweep, {}, await contextIn(broken.root))).exit).toBe(2);
      const missing = await inFolder({}, {}, { STEADYSTATE_TARGETS: "nowhere.json" });
      expect(missing.reply.exit).toBe(2);
      for (const wrong of [{ deadline: "30" }, { deadline: "0s" }, { atOnce: 0 }, { failOn: "awful" }])
        expect((await inFolder(targets, wrong)).reply.exit, JSON.stringify(wrong)).toBe(2);
      expect((await inFolder({ ...targets, "steadystate/config.toml": "[healt]\n" })).reply.exit).toBe(2);
    },
  );

  plainTest("a faulty entry is a target that was not looked at", async () => {
    const asked = await inFolder(
      {
        "p.json": plan("logs"),
        "steadystate/targets.json": {
          good: { source: "terraform", path: "p.json", probe: "none", label: "prod" },
          typo: { pth: "p.json" },
        },
      },
      { label: "prod", failOn: "any" },
    );
    const { targets } = data(asked);
    expect(targets.map(({ name, verdict }: Named) => [name, verdict])).toEqual([
      ["good", "UNKNOWN"],
      ["typo", "UNKNOWN"],
    ]);
    expect(targets[1].because[0]).toMatch(
      /^steadystate\/targets.json:.*source is missing.*; steadystate\/targets.json:.*pth is not known/,
    );
    expect(asked.reply.exit, "a finding trips, whatever was not seen").toBe(1);
  });

  plainTest("a check for everybody is asked once, and no target is blamed for it", async () => {
    const targets = Object.fromEntries(
      ["a", "b", "c"].map((name) => [name, { source: "terraform", path: "plan.json", probe: "none" }]),
    );
    const entries = [check("front"), check("mine", { targets: ["b"] })];
    const { ask, world } = await wall(entries, { "steadystate/targets.json": targets });
    const said = async (front: HttpReading, mine: HttpReading) => {
      world.asked.length = 0;
      world.at += 1;
      world.answers.set("front", front);
      world.answers.set("mine", mine);
      const { data, exit } = await ask("sweep");
      const { targets, wall: own } = JSON.parse(JSON.stringify(data));
      return [exit, own.verdict, own.alerts.length, verdicts({ targets }), [...world.asked].sort()];
    };
    const asked = ["front", "mine"];
    expect(await said(bad, good)).toEqual([
      1,
      "DOWN",
      1,
      { a: "UNKNOWN", b: "WORKING", c: "UNKNOWN" },
      asked,
    ]);
    expect(await said(good, bad)).toEqual([
      1,
      "WORKING",
      0,
      { a: "UNKNOWN", b: "DOWN", c: "UNKNOWN" },
      asked,
    ]);
    expect(await said(good, good)).toEqual([
      3,
      "WORKING",
      0,
      { a: "UNKNOWN", b: "WORKING", c: "UNKNOWN" },
      asked,
    ]);
  });
});
