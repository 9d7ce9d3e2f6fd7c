import { describe, expect } from "vitest";
import { lookAtTarget } from "../../src/engine/probe-target.ts";
import { makeRun } from "../../src/system/run.ts";
import { at } from "../probes/kubectl/states/parts.ts";
import { check } from "../support/check-wall.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

const reachable = (name: string) => ({ context: name, kubeconfig: `${name}.kubeconfig` });
/** No overlay, so that its source always stays dark. */
const overlay = { source: "kustomize-live", path: "overlay" };

/** Two clusters, each with a target, and a machine that points at neither. */
const world = async (checks: readonly unknown[] = []) => {
  const [eu, us] = [await clusterHere(), await clusterHere()];
  for (const one of plain([...app("web"), ...app("api")])) eu.cluster.objects.put(one);
  for (const one of plain(app("web"))) us.cluster.objects.put(one);
  const folder = temporaryFolder({
    "overlay/readme": "empty",
    "steadystate/checks.json": checks,
    "steadystate/targets.json": {
      eu: { source: "k8s-live", label: "prod", ...reachable("eu") },
      us: { source: "k8s-live", ...reachable("us") },
      overlay: { ...overlay, ...reachable("eu") },
      gone: { ...overlay, ...reachable("gone") },
      quiet: { source: "k8s-live", probe: "none", ...reachable("eu") },
    },
  });
  eu.cluster.kubeconfig(folder.at("eu.kubeconfig"), { context: "eu" });
  us.cluster.kubeconfig(folder.at("us.kubeconfig"), { context: "us" });
  const clock = { now: at };
  const run = makeRun({ PATH: toolPath, HOME: folder.root });
  const context = () =>
    contextIn(folder.root, {
      now: () => clock.now,
      hands: { run },
      env: { STEADYSTATE_RESOLVE_AFTER: "0" },
    });
  const lookAt = async (
    name: string,
    more: { readonly stateless?: boolean; readonly deep?: boolean } = {},
  ) => {
    clock.now += 60_000;
    return lookAtTarget(name, { stateless: false, deep: false, tuning: "default", ...more }, await context());
  };
  const symptoms = async () => {
    const history = await (await context()).history.look();
    const all = { type: ["symptom"], presence: ["present", "absent", "stale", "resolved"] } as const;
    return ((await history?.findings({ ...all, limit: 100 })) ?? [])
      .map(({ identity, presence }) => `${identity.scope} ${identity.name} ${presence}`)
      .sort();
  };
  const open = async () => (await context()).history.open();
  return { eu: eu.cluster, us: us.cluster, folder, lookAt, symptoms, open };
};

describe("lookAtTarget, with the real kubectl", () => {
  test("reads the cluster of its target only: source and probe, judged from this look", async () => {
    const { lookAt, us } = await world();
    const { label, report, judgement, failure, remembered } = await lookAt("eu");
    expect([label, failure, judgement.verdict]).toEqual(["prod", undefined, "WORKING"]);
    expect(report.looks.map(({ scope }) => scope.source)).toEqual(["k8s-live", "kubectl"]);
    expect(remembered?.scan).toBeGreaterThan(0);
    expect(us.requests).toEqual([]);
  });

  test("a target's own probe is honoured, also none: then nothing says whether it works", async () => {
    const { lookAt } = await world();
    const { report, judgement } = await lookAt("quiet");
    expect(report.looks.map(({ scope }) => scope.source)).toEqual(["k8s-live"]);
    expect(judgement).toMatchObject({
      verdict: "UNKNOWN",
      because: [expect.stringContaining("no check, probe")],
    });
  });

  test("one fails, the other target is not touched by it, and what is mended resolves", async () => {
    const { eu, lookAt, symptoms } = await world();
    for (const one of plain(app("web", true))) eu.objects.put(one);
    expect((await lookAt("eu")).judgement).toMatchObject({
      verdict: "DEGRADED",
      because: ["Deployment shop/web crashes again and again (CrashLoopBackOff)"],
    });
    expect((await lookAt("us")).judgement.verdict).toBe("WORKING");
    expect(await symptoms()).toEqual(["env=prod target=eu web present"]);
    for (const one of plain(app("web"))) eu.objects.put(one);
    const { judgement, remembered } = await lookAt("eu");
    expect([judgement.verdict, remembered?.resolved.length]).toEqual(["WORKING", 1]);
    expect(await symptoms()).toEqual(["env=prod target=eu web resolved"]);
  });

  test("a dark source hides nothing that the probe saw, and lets it resolve", async () => {
    const { eu, lookAt, symptoms } = await world();
    for (const one of plain(app("web", true))) eu.objects.put(one);
    const first = await lookAt("overlay");
    expect(first.failure?.code).toBe("source-failed");
    expect(first.judgement.verdict).toBe("DEGRADED");
    expect(first.report.items.map(({ title }) => title)).toEqual([
      "Deployment shop/web crashes again and again (CrashLoopBackOff)",
    ]);
    expect(first.report.looks.map(({ scope, coverage }) => [scope.source, coverage.status])).toEqual([
      ["kustomize-live", "failed"],
      ["kubectl", "complete"],
    ]);
    for (const one of plain(app("web"))) eu.objects.put(one);
    const second = await lookAt("overlay");
    expect([second.judgement.verdict, second.remembered?.resolved.length]).toEqual(["UNKNOWN", 1]);
    expect(await symptoms()).toEqual(["env=overlay target=overlay web resolved"]);
    const alone = await lookAt("overlay", { stateless: true });
    expect([alone.judgement.verdict, alone.failure?.code, alone.remembered]).toEqual([
      "UNKNOWN",
      "source-failed",
      undefined,
    ]);
  });

  test("where everything is dark it is UNKNOWN, and nothing resolves", async () => {
    const { eu, lookAt, symptoms } = await world();
    for (const one of plain(app("web", true))) eu.objects.put(one);
    await lookAt("eu");
    await eu.close();
    const { judgement, failure, remembered, report } = await lookAt("eu");
    expect([judgement.verdict, failure?.exit, report.items]).toEqual(["UNKNOWN", 3, []]);
    expect([remembered?.resolved, remembered?.stale]).toEqual([[], 1]);
    expect(await symptoms()).toEqual(["env=prod target=eu web stale"]);
    expect((await lookAt("us")).judgement.verdict).toBe("WORKING");
    expect((await lookAt("gone")).judgement.verdict).toBe("UNKNOWN");
  });

  test("its own checks decide with the rest, and one that cannot be asked leaves a doubt", async () => {
    const { lookAt, folder } = await world([check("front", { targets: ["us"] })]);
    const said = async () => {
      const { judgement, heard } = await lookAt("us", { stateless: true });
      return [judgement.verdict, heard.muted.length];
    };
    expect(await said()).toEqual(["DOWN", 0]);
    expect((await lookAt("eu")).judgement.verdict).toBe("WORKING");
    const { report } = await lookAt("us", { stateless: true });
    const [fingerprint = ""] = report.items.map(({ departure }) => departure.fingerprint);
    folder.write({ "steadystate/mutes.json": { [fingerprint]: { by: "o", max_severity: "critical" } } });
    expect(await said(), "muted, it decides nothing").toEqual(["WORKING", 1]);
    folder.write({ "steadystate/checks.json": [{ ...check("front"), emit: 7 }] });
    expect(await said()).toEqual(["UNKNOWN", 0]);
  });

  test("a wrong call throws: an unknown name, a faulty file, somebody else at work", async () => {
    const { lookAt, folder, open } = await world();
    const { report } = await lookAt("eu");
    for (const { scope } of report.looks) {
      const lease = await (await open()).lease(scope, 0);
      await expect(lookAt("eu"), scope.source).rejects.toMatchObject({ code: "busy" });
      await lease.release();
    }
    await expect(lookAt("euu")).rejects.toMatchObject({ code: "not-found" });
    folder.writeRaw("steadystate/targets.json", "{");
    await expect(lookAt("eu")).rejects.toMatchObject({ code: "input-invalid" });
  });
});
