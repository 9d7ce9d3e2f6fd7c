import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { askHealth } from "../../src/engine/health.ts";
import type { Run } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { contextIn } from "../support/context.ts";
import { cellsOf } from "../support/fault-cells.ts";
import { temporaryFolder } from "../support/repo.ts";
import { callOf, talkingCluster, unlucky } from "../support/talking-cluster.ts";

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
const run = talkingCluster([web]);

const nothingAsked = { workload: undefined, maxAge: undefined, checks: undefined };
const verdictIn = async (ctx: Context) => (await askHealth(nothingAsked, ctx)).judgement.verdict;

describe("no fault of any call of a probe is ever green (L1)", () => {
  test("scan --probe kubectl, then health", { timeout: 300_000 }, async () => {
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
      const input = { source: "k8s-live", probe: "auto", checks: false };
      return { ctx, reply: await dispatch(await verbs.scan(), input, ctx) };
    };
    const good = async () => {
      const { ctx, reply } = await scan(recording);
      expect(reply.exit, JSON.stringify(reply)).toBe(0);
      expect(await verdictIn(ctx)).toBe("WORKING");
    };
    await good();
    expect([...calls].filter((call) => call.includes("/apis/apps/v1/replicasets")).length).toBe(1);
    for (const [call, misfortune, go] of cellsOf([...calls])) {
      const cell = `${call}: ${misfortune}`;
      const { ctx, reply } = await scan(unlucky(run, call, go));
      expect([2, 3], `${cell}: ${JSON.stringify(reply)}`).toContain(reply.exit);
      if (reply.ok) expect(reply.data, cell).toMatchObject({ complete: false, resolved: [], alerts: [] });
      expect(await verdictIn(ctx), cell).toBe("UNKNOWN");
      await good();
    }
  });
});
