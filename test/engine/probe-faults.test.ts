import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { askHealth } from "../../src/engine/health.ts";
import type { Run } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { contextIn } from "../support/context.ts";
import { cellsOf } from "../support/fault-cells.ts";
import { argoKinds, fleetKinds, healthyApplication, healthyFleet } from "../support/gitops-worlds.ts";
import { temporaryFolder } from "../support/repo.ts";
import { callOf, commonKinds, misfortunes, talkingCluster, unlucky } from "../support/talking-cluster.ts";

const metadata = { name: "web", namespace: "shop" };
const declared = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 1 } };
const web = {
  ...declared,
  metadata: {
    ...metadata,
    ...{ uid: "d1", generation: 1, creationTimestamp: "2026-01-01T00:00:00Z" },
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(declared) },
  },
  status: { observedGeneration: 1, replicas: 1, availableReplicas: 1 },
};
const widgets = { kinds: [...commonKinds, ["acme.example/v1", "Widget", "widgets", true] as const] };
const run = talkingCluster([web], widgets);

/** What only explains is missed by no verdict; nor is a kind that nobody listed and that this account may not read. */
const isMissed = (call: string, misfortune: string): boolean =>
  !/\/(?:events|controllerrevisions|storageclasses)\?/.test(call) &&
  !(call.includes("acme.example") && misfortune === "it is refused");

const owned = (kind: string, name: string) => ({
  ownerReferences: [
    { apiVersion: "apps/v1", kind, name, uid: kind === "Deployment" ? "d1" : "r1", controller: true },
  ],
});
const born = { namespace: "shop", creationTimestamp: "2026-01-01T00:00:00Z" };
const ready = { conditions: [{ type: "Ready", status: "True", lastTransitionTime: born.creationTimestamp }] };
const wholeWorld = [
  web,
  {
    ...{ apiVersion: "apps/v1", kind: "ReplicaSet", spec: { replicas: 1 } },
    metadata: { ...born, name: "web-a", uid: "r1", ...owned("Deployment", "web") },
  },
  {
    ...{ apiVersion: "v1", kind: "Pod", spec: { nodeName: "node-1", containers: [{ name: "app" }] } },
    metadata: { ...born, name: "web-a-1", uid: "p1", ...owned("ReplicaSet", "web-a") },
    status: {
      ...{ phase: "Running", ...ready },
      containerStatuses: [
        {
          name: "app",
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: born.creationTimestamp } },
        },
      ],
    },
  },
  {
    apiVersion: "v1",
    kind: "Node",
    metadata: { ...born, namespace: undefined, name: "node-1" },
    status: ready,
  },
];
const disk = { capacityBytes: 100, availableBytes: 60 };
const deepRun = talkingCluster(wholeWorld, {
  other: (argv) => {
    const path = argv.find((word) => word.startsWith("/api")) ?? "";
    if (path.includes("/log?")) return "2026-01-01T00:00:00Z ready\n2026-01-01T00:00:01Z serving\n";
    return path.endsWith("/stats/summary")
      ? JSON.stringify({ node: { nodeName: "node-1", fs: disk }, pods: [] })
      : undefined;
  },
});
/** A log is any text: one that is empty or shorter than it was is a log. */
const isLog = (call: string): boolean => call.includes("/log?");
const harmless = ["it says nothing", "it is cut off"];

/** Worlds of the tools of GitOps, beside a source that tells nothing of health; all calls of the probe name the group. */
const deployed = {
  argocd: {
    run: talkingCluster([web, healthyApplication()], { kinds: [...commonKinds, ...argoKinds] }),
    group: "/argoproj.io/",
    calls: 1,
  },
  rancher: {
    run: talkingCluster([web, ...healthyFleet()], { kinds: [...commonKinds, ...fleetKinds] }),
    group: "/fleet.cattle.io/",
    calls: 5,
  },
} as const;
/** What a deployment says stands in its bundle too. */
const isSpare = (call: string, misfortune: string): boolean =>
  call.includes("/bundledeployments") && misfortune === "it is refused";

const nothingAsked = { workload: undefined, maxAge: undefined, checks: undefined };
const verdictIn = async (ctx: Context) => (await askHealth(nothingAsked, ctx)).judgement.verdict;

describe("no fault of any call of a probe is ever green (L1)", () => {
  const world = (run: Run, more: Readonly<Record<string, unknown>> = {}) => {
    const folder = temporaryFolder();
    const calls = new Set<string>();
    const recording: Run = (request) => {
      calls.add(callOf(request.argv));
      return run(request);
    };
    const scan = async (with_: Run) => {
      const ctx = await contextIn(folder.root, {
        hands: { run: with_ },
        env: { STEADYSTATE_RESOLVE_AFTER: "0" },
      });
      const input = { source: "k8s-live", probe: "auto", checks: false, ...more };
      return { ctx, reply: await dispatch(await verbs.scan(), input, ctx) };
    };
    const good = async () => {
      const { ctx, reply } = await scan(recording);
      expect(reply.exit, JSON.stringify(reply)).toBe(0);
      expect(await verdictIn(ctx)).toBe("WORKING");
    };
    const bad = async (call: string, misfortune: string, go: Parameters<typeof unlucky>[2]) => {
      const cell = `${call}: ${misfortune}`;
      const { ctx, reply } = await scan(unlucky(run, call, go));
      expect([2, 3], `${cell}: ${JSON.stringify(reply)}`).toContain(reply.exit);
      if (reply.ok) expect(reply.data, cell).toMatchObject({ complete: false, resolved: [], alerts: [] });
      expect(await verdictIn(ctx), cell).toBe("UNKNOWN");
      await good();
    };
    const told = async (call: string, misfortune: string, go: Parameters<typeof unlucky>[2]) => {
      const cell = `${call}: ${misfortune}`;
      const { ctx, reply } = await scan(unlucky(run, call, go));
      expect(reply.exit, `${cell}: ${JSON.stringify(reply)}`).toBe(0);
      expect(reply.ok && JSON.stringify(reply.data), cell).toMatch(/could not be read|may not read/);
      expect(await verdictIn(ctx), cell).toBe("WORKING");
    };
    return { calls, good, bad, told };
  };

  test("scan --probe kubectl, then health", { timeout: 300_000 }, async () => {
    const { calls, good, bad, told } = world(run);
    await good();
    expect([...calls].filter((call) => call.includes("/apis/apps/v1/replicasets")).length).toBe(1);
    expect([...calls].filter((call) => call.includes("/apis/acme.example/v1")).length).toBe(2);
    let explained = 0;
    for (const [call, misfortune, go] of cellsOf([...calls])) {
      if (isMissed(call, misfortune)) await bad(call, misfortune, go);
      else {
        explained += 1;
        await told(call, misfortune, go);
      }
    }
    expect(explained).toBeGreaterThan(6);
  });

  test("the logs and the disks of a deep look", { timeout: 300_000 }, async () => {
    const { calls, good, bad } = world(deepRun, { deep: true });
    await good();
    const dear = [...calls].filter((call) => isLog(call) || call.includes("/proxy/"));
    expect(dear.length).toBe(2);
    for (const call of dear)
      for (const [misfortune, go] of Object.entries(misfortunes))
        if (!(isLog(call) && harmless.includes(misfortune))) await bad(call, misfortune, go);
  });

  test.each(["argocd", "rancher"] as const)(
    "scan --probe %s, then health",
    { timeout: 300_000 },
    async (probe) => {
      const { run, group, calls: expected } = deployed[probe];
      const { calls, good, bad } = world(run, { probe });
      await good();
      const own = [...calls].filter((call) => call.includes(group));
      expect(own.length).toBe(expected);
      for (const [call, misfortune, go] of cellsOf(own))
        if (!isSpare(call, misfortune)) await bad(call, misfortune, go);
    },
  );
});
