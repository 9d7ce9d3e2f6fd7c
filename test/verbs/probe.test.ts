import { readdirSync } from "node:fs";
import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import type { verbs } from "../../src/verbs/index.ts";
import { at } from "../probes/kubectl/states/parts.ts";
import { askIn } from "../support/ask.ts";
import { check } from "../support/check-wall.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

const bucket = {
  ...{ address: "aws_s3_bucket.logs", mode: "managed", type: "aws_s3_bucket", name: "logs" },
  change: { actions: ["update"], before: { acl: "private" }, after: { acl: "public-read" } },
};
const planOf = (rows: readonly unknown[]) => ({
  ...{ format_version: "1.2", terraform_version: "1.11.4", complete: true, errored: false, applyable: true },
  ...{ planned_values: { root_module: {} }, configuration: {}, timestamp: new Date(at).toISOString() },
  resource_changes: rows,
});

const world = async (checks: readonly unknown[] = []) => {
  const { cluster } = await clusterHere();
  const put = (...apps: readonly (readonly Parameters<typeof plain>[0][number][])[]) => {
    for (const one of plain(apps.flat())) cluster.objects.put(one);
  };
  put(app("web"), app("api"));
  const folder = temporaryFolder({
    "plan.json": planOf([bucket]),
    "overlay/readme": "empty",
    "steadystate/checks.json": checks,
    "steadystate/targets.json": {
      shop: { source: "k8s-live", context: "eu", kubeconfig: "eu.kubeconfig" },
      overlay: { source: "kustomize-live", path: "overlay", context: "eu", kubeconfig: "eu.kubeconfig" },
      infra: { source: "terraform", path: "plan.json" },
    },
  });
  cluster.kubeconfig(folder.at("eu.kubeconfig"), { context: "eu" });
  const run = makeRun({ PATH: toolPath, HOME: folder.root });
  const clock = { now: at };
  const ask = async (verb: keyof typeof verbs, input: Readonly<Record<string, unknown>>) => {
    clock.now += 60_000;
    const ctx = await contextIn(folder.root, {
      now: () => clock.now,
      hands: { run },
      env: { STEADYSTATE_RESOLVE_AFTER: "0" },
    });
    return askIn(ctx, verb, input);
  };
  return {
    cluster,
    folder,
    put,
    ask,
    probe: (target: string, more = {}) => ask("probe", { target, ...more }),
  };
};

describe("probe, with the real kubectl", () => {
  test("a target that is well: the verdict first, what was looked at, and the next command", async () => {
    const { probe, folder } = await world();
    const { exit, text, data } = await probe("shop");
    expect([exit, data.verdict, data.target, data.label]).toEqual([0, "WORKING", "shop", "shop"]);
    expect(text.split("\n")[0]).toMatch(/WORKING {2}shop: no alert \| 1 of 1 place seen$/);
    expect(text).toContain("2 of 2 application workloads serve");
    expect(text).toContain("steadystate health");
    expect(data.looks.map(({ source }: { source: string }) => source)).toEqual(["k8s-live", "kubectl"]);
    expect(readdirSync(folder.root)).toContain(".steadystate");
  });

  test("stateless leaves nothing behind", async () => {
    const { probe, folder } = await world();
    expect((await probe("shop", { stateless: true })).exit).toBe(0);
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
  });

  test("one fails: DEGRADED and status 1; all fail: DOWN; mended: resolved", async () => {
    const { probe, put } = await world();
    put(app("web", true));
    const one = await probe("shop");
    expect([one.exit, one.data.verdict, one.data.tripped]).toEqual([1, "DEGRADED", false]);
    expect(one.text).toContain("HIGH [NEW]  Deployment shop/web crashes again and again (CrashLoopBackOff)");
    expect(one.text).toMatch(/steadystate show [0-9a-f]{12}/);
    put(app("api", true));
    expect(await probe("shop")).toMatchObject({ exit: 1, data: { verdict: "DOWN" } });
    put(app("web"), app("api"));
    const mended = await probe("shop");
    expect([mended.exit, mended.data.verdict, mended.data.resolved.length]).toEqual([0, "WORKING", 2]);
  });

  test("what is muted changes neither verdict nor status; --unmute shows it, and it counts no more for it", async () => {
    const { probe, put, ask } = await world();
    put(app("web", true));
    const [{ items }] = (await probe("shop")).data.alerts;
    expect((await ask("mute", { finding: items[0].fingerprint, forever: true })).exit).toBe(0);
    const muted = await probe("shop", { failOn: "low" });
    expect(muted).toMatchObject({
      exit: 0,
      data: { verdict: "WORKING", alerts: [], muted: 1, tripped: false },
    });
    expect(muted.text).toContain("no alert; 1 muted");
    const shown = await probe("shop", { failOn: "low", unmute: true });
    expect(shown).toMatchObject({ exit: 0, data: { verdict: "WORKING", muted: 1, counts: { high: 0 } } });
    expect(shown.data.alerts.length).toBe(1);
  });

  test("a target without a probe: drift is shown, and nobody knows whether it works", async () => {
    const { probe, folder } = await world();
    const { exit, text, data } = await probe("infra");
    expect([exit, data.verdict, data.alerts.length]).toEqual([3, "UNKNOWN", 1]);
    expect(text).toContain("no check, probe or assertion says whether it works");
    expect(text).toContain("steadystate help health");
    expect((await probe("infra", { failOn: "low" })).exit).toBe(1);
    folder.write({ "plan.json": planOf([]) });
    expect((await probe("infra", { failOn: "low" })).exit).toBe(3);
  });

  test("its check decides: DOWN with the address, whatever stays dark", async () => {
    const { probe, cluster } = await world([check("front", { targets: ["shop"] })]);
    await cluster.close();
    const { exit, text, data } = await probe("shop");
    expect([exit, data.verdict]).toEqual([1, "DOWN"]);
    expect(text).toContain("check front: connection refused");
    expect(text).toContain("not seen: the cluster eu");
  });

  test("a dark source is told with the way back, and hides nothing of the health", async () => {
    const { probe, put } = await world();
    const quiet = await probe("overlay");
    expect([quiet.exit, quiet.data.verdict, quiet.data.failure.code]).toEqual([
      3,
      "UNKNOWN",
      "source-failed",
    ]);
    expect(quiet.text).toContain("steadystate targets overlay --reach");
    put(app("web", true));
    expect(await probe("overlay")).toMatchObject({ exit: 1, data: { verdict: "DEGRADED" } });
  });

  test("a dark cluster is UNKNOWN, and nothing resolves", async () => {
    const { probe, put, cluster } = await world();
    put(app("web", true));
    await probe("shop");
    await cluster.close();
    expect(await probe("shop")).toMatchObject({
      exit: 3,
      data: { verdict: "UNKNOWN", resolved: [], stale: 1, alerts: [], complete: false },
    });
  });

  test("a wrong name is told with the nearest, all with the verb for it, and neither leaves anything", async () => {
    const { probe, folder } = await world();
    expect(await probe("shp")).toMatchObject({
      exit: 5,
      text: "there is no target shp, did you mean shop? | steadystate targets",
    });
    expect(await probe("all")).toMatchObject({ exit: 2, text: expect.stringContaining("one target") });
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
  });
});
