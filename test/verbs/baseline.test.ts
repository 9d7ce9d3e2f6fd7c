import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { deployment, pod } from "../support/cluster/make.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

const cron = {
  ...{ apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "nightly", namespace: "prod" } },
  spec: { schedule: "0 3 * * *", jobTemplate: { spec: deployment()["spec"] ?? {} } },
};
const controlled = {
  ...pod({ name: "web-abc" }),
  metadata: {
    ...{ name: "web-abc", namespace: "prod" },
    ownerReferences: [{ kind: "ReplicaSet", name: "web", uid: "1", controller: true, apiVersion: "apps/v1" }],
  },
};

/** Two clusters: the one that targets lead to, and the one to which this machine points. */
const world = async (
  objects = [deployment(), deployment({ name: "api" }), pod({ name: "alone" }), controlled],
) => {
  const [mine, ambient] = [await clusterHere({ objects }), await clusterHere({ objects: [deployment()] })];
  const folder = temporaryFolder({});
  const kubeconfig = mine.cluster.kubeconfig(folder.at("eu.kubeconfig"), { context: "eu" });
  mine.cluster.kubeconfig(folder.at("other.kubeconfig"), { context: "eu" });
  const ambientConfig = ambient.cluster.kubeconfig(folder.at("ambient"), { context: "eu" });
  folder.write({
    "steadystate/targets.json": {
      eu: { source: "k8s-baseline", context: "eu", kubeconfig: "eu.kubeconfig" },
      "eu-too": { source: "k8s-baseline", context: "eu", kubeconfig: "other.kubeconfig" },
      brokered: { source: "k8s-baseline", kubeconfig_from: `cat ${kubeconfig}` },
      broken: { source: "k8s-baseline", context: "eu", kubeconfig_from: "false" },
      nowhere: { source: "k8s-baseline" },
      moved: { source: "k8s-baseline", context: "eu", kubeconfig: "ambient" },
      infra: { source: "terraform", path: ".", context: "eu", kubeconfig: "eu.kubeconfig" },
    },
  });
  const run = makeRun({ PATH: toolPath, HOME: folder.root, KUBECONFIG: ambientConfig });
  const ask = async (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>>) => {
    const ctx = await contextIn(folder.root, { hands: { run }, env: { STEADYSTATE_RESOLVE_AFTER: "0" } });
    const reply = await dispatch(await verbs[verb](), input, ctx);
    const heard = ctx.heard.join("\n");
    if (!reply.ok)
      return {
        exit: reply.exit,
        data: undefined,
        heard,
        text: `${reply.error.message} | ${reply.error.hint}`,
      };
    return {
      exit: reply.exit,
      data: JSON.parse(JSON.stringify(reply.data)),
      heard,
      text: renderPlain(reply.doc()),
    };
  };
  const scan = (target: string) => ask("scan", { target, checks: false });
  return { mine, ambient, folder, ask, scan };
};

const kept = ({ at }: Repo): readonly string[] =>
  readdirSync(at(".steadystate")).filter((name) => /^baseline-.*\.json$/.test(name));

describe("baseline", () => {
  test("what runs is kept, each credential finds it, and the cluster of this machine is never asked", async () => {
    const { mine, ambient, folder, ask, scan } = await world();
    const taken = await ask("baseline", { target: "eu" });
    expect(taken, taken.text).toMatchObject({
      exit: 0,
      data: {
        state: "captured",
        workloads: 3,
        kinds: { Deployment: 2, Pod: 1 },
        complete: true,
        knownBy: "id",
      },
    });
    expect(taken.text).toContain("steadystate scan --target eu");
    const [file = ""] = kept(folder);
    expect(taken.data.file).toBe(`.steadystate/${file}`);
    expect(statSync(folder.at(`.steadystate/${file}`)).mode & 0o777).toBe(0o600);
    expect(statSync(folder.at(".steadystate")).mode & 0o777).toBe(0o700);
    expect(readFileSync(folder.at(".steadystate/.gitignore"), "utf8")).toBe("*\n");
    for (const target of ["eu", "eu-too", "brokered"]) {
      const seen = await scan(target);
      expect([seen.exit, seen.data?.alerts], seen.text).toEqual([0, []]);
      expect(seen.data.looks[0]).toMatchObject({ looked: 3, status: "complete" });
      expect(seen.heard).toContain("compared with the baseline of ");
    }
    expect(
      await ask("scan", { source: "k8s-baseline", context: "eu", kubeconfig: "eu.kubeconfig" }),
    ).toMatchObject({
      exit: 0,
    });
    await mine.kubectl("set", "image", "deployment/web", "web=nginx:9.9");
    for (const target of ["eu", "brokered"])
      expect((await scan(target)).data.alerts).toMatchObject([
        { items: [{ label: "apps/Deployment/prod/web", direction: "changed-in-reality" }] },
      ]);
    expect(ambient.cluster.requests).toEqual([]);
  });

  test("a second one refreshes, and tells what is different", async () => {
    const { mine, folder, ask, scan } = await world();
    await ask("baseline", { target: "eu" });
    await mine.kubectl("set", "image", "deployment/web", "web=nginx:9.9");
    await mine.kubectl("delete", "deployment", "api");
    mine.write({ "new.json": deployment({ name: "new" }) });
    await mine.kubectl("apply", "-f", "new.json");
    const again = await ask("baseline", { target: "eu" });
    expect(again).toMatchObject({
      exit: 0,
      data: { state: "refreshed", before: { added: 1, removed: 1, changed: 1 } },
    });
    expect(again.text).toContain("1 new, 1 gone, 1 changed");
    expect(kept(folder)).toHaveLength(1);
    expect((await scan("eu")).data.alerts).toEqual([]);
  });

  test("nothing that names no cluster, and no credential that fails, is looked at elsewhere instead", async () => {
    const { ambient, folder, ask } = await world();
    expect(await ask("baseline", {})).toMatchObject({
      exit: 2,
      text: expect.stringContaining("a target, or a context"),
    });
    expect(await ask("baseline", { target: "nowhere" })).toMatchObject({
      exit: 2,
      text: expect.stringContaining("names no cluster"),
    });
    expect((await ask("baseline", { target: "broken" })).exit).toBe(3);
    expect(await ask("baseline", { target: "eeu" })).toMatchObject({
      exit: 5,
      text: expect.stringContaining("did you mean eu?"),
    });
    expect((await ask("baseline", { target: "infra" })).data).toMatchObject({
      source: "terraform",
      workloads: 3,
    });
    expect(ambient.cluster.requests).toEqual([]);
    expect(kept(folder)).toHaveLength(1);
  });

  test("no baseline, one of another cluster, one that is broken, newer or not ours: never clean, and named", async () => {
    const { folder, ask, scan } = await world();
    expect(await scan("eu")).toMatchObject({
      exit: 3,
      text: expect.stringMatching(/no baseline of eu .*\| steadystate baseline eu$/),
    });
    folder.write({ ".steadystate/baseline-eu.json": { kind: "List", apiVersion: "v1", items: [] } });
    expect((await scan("eu")).text).toMatch(/baseline-eu\.json is of the Python version/);
    expect((await ask("baseline", { target: "eu" })).text).toMatch(
      /baseline-eu\.json[\s\S]*is not read[\s\S]*delete it/,
    );
    expect((await scan("eu")).exit).toBe(0);
    const file = folder.at(`.steadystate/${kept(folder).find((name) => name !== "baseline-eu.json")}`);
    const good = readFileSync(file, "utf8");
    const bad: Readonly<Record<string, string>> = {
      "": "not JSON",
      "{": "not JSON",
      [good.slice(0, -20)]: "not JSON",
      "[]": "not a baseline",
      [good.replace("baseline/1", "baseline/2")]: "steadystate-baseline/2",
      [good.replace(/"captured_at": "[^"]*"/, '"captured_at": "soon"')]: "captured_at",
      [good.replace(/"objects": \[[\s\S]*\]/, '"objects": []')]: "objects",
    };
    for (const [text, why] of Object.entries(bad)) {
      writeFileSync(file, text);
      expect(await scan("eu")).toMatchObject({ exit: 2, text: expect.stringContaining(why) });
      const refused = await ask("baseline", { target: "eu" });
      expect([refused.exit, readFileSync(file, "utf8")], refused.text).toEqual([2, text]);
    }
    expect((await ask("baseline", { target: "eu", replace: true })).exit).toBe(0);
    expect((await scan("eu")).exit).toBe(0);
    folder.writeRaw(
      "steadystate/targets.json",
      JSON.stringify({ eu: { source: "k8s-baseline", context: "eu", kubeconfig: "ambient" } }),
    );
    expect(await scan("eu")).toMatchObject({
      exit: 3,
      text: expect.stringContaining("is of another cluster"),
    });
  });

  test("a look that saw less replaces no better one; what it did not see is told on both sides", async () => {
    const narrow = everything.map((rule) => ({ ...rule, apiGroups: ["", "apps"] }));
    const tokens = { whole: { user: "w", rules: everything }, part: { user: "p", rules: narrow } };
    const { cluster } = await clusterHere({ objects: [deployment(), cron], tokens });
    const folder = temporaryFolder({});
    const aim = (token: string) => cluster.kubeconfig(folder.at("eu"), { context: "eu", token });
    const ctx = () =>
      contextIn(folder.root, { hands: { run: makeRun({ PATH: toolPath, HOME: folder.root }) } });
    const ask = async (verb: keyof typeof verbs, input: object) => {
      const reply = await dispatch(await verbs[verb](), { kubeconfig: "eu", ...input }, await ctx());
      return { exit: reply.exit, data: reply.ok ? JSON.parse(JSON.stringify(reply.data)) : reply.error };
    };
    const scan = () => ask("scan", { source: "k8s-baseline", stateless: true, checks: false });
    aim("part");
    const partial = await ask("baseline", {});
    expect(partial).toMatchObject({
      exit: 3,
      data: { state: "captured", complete: false, gaps: [{ what: "CronJob" }], workloads: 1 },
    });
    aim("whole");
    // What nobody saw when it was captured is neither new nor gone.
    expect(await scan()).toMatchObject({
      exit: 3,
      data: { alerts: [], signals: [], looks: [{ status: "partial", gaps: [{ what: "CronJob" }] }] },
    });
    expect(await ask("baseline", {})).toMatchObject({ exit: 0, data: { state: "refreshed", workloads: 2 } });
    expect((await scan()).exit).toBe(0);
    const [file = ""] = kept(folder);
    const good = readFileSync(folder.at(`.steadystate/${file}`), "utf8");
    aim("part");
    expect(await ask("baseline", {})).toMatchObject({ exit: 3, data: { state: "kept" } });
    expect(readFileSync(folder.at(`.steadystate/${file}`), "utf8")).toBe(good);
    expect(await scan()).toMatchObject({ exit: 3, data: { alerts: [], looks: [{ status: "partial" }] } });
    expect(await ask("baseline", { replace: true })).toMatchObject({ exit: 3, data: { state: "refreshed" } });
    expect(kept(folder)).toHaveLength(1);
  });

  test("an empty cluster is no baseline, and a folder that cannot be written is the memory's fault", async () => {
    const { folder, ask } = await world([]);
    expect(await ask("baseline", { target: "eu" })).toMatchObject({
      exit: 3,
      text: expect.stringContaining("no workload could be seen"),
    });
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
    const full = await world();
    full.folder.writeRaw(".steadystate", "a file");
    expect(await full.ask("baseline", { target: "eu" })).toMatchObject({
      exit: 4,
      text: expect.stringContaining("a file stands in its place"),
    });
  });

  test("an agent names no cluster of its own, and is not offered the verb", async () => {
    expect((await verbs.baseline()).doors).toBe("local");
  });
});
