import { describe, expect } from "vitest";
import type { Thing } from "../support/cluster/json.ts";
import { gateWorld } from "../support/gate-world.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const scaler: Thing = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web", namespace: "shop", uid: "uid-hpa" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    ...{ minReplicas: 1, maxReplicas: 4 },
  },
};

describe("by name, for a finding", () => {
  test("what an action still needs is asked for, and nothing runs", async () => {
    const world = await gateWorld();
    const { exit, text } = await world.ask("run", { action: "scale", finding: await world.found() });
    expect(exit).not.toBe(0);
    expect(text).toContain("scale cannot be done to apps/Deployment/shop/web: it needs replicas");
    expect(world.ran).toEqual([]);
  });

  test("a number that its autoscaler would not leave is refused with its bounds", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    world.cluster.objects.put(scaler);
    const asked = { action: "scale", finding, set: ["replicas=9"] };
    const { exit, text } = await world.ask("run", asked);
    expect([exit, world.ran]).toEqual([6, []]);
    expect(text).toContain("its autoscaler web holds it between 1 and 4");
    const within = await world.ask("run", { ...asked, set: ["replicas=3"], dryRun: true });
    expect(within.text).toContain("2 pods more");
    expect(world.ran).toEqual([]);
  });

  test("a number that it has already is nothing to do", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const { text } = await world.ask("run", { action: "scale", finding, set: ["replicas=1"] });
    expect(text).toContain("it is told to have 1 already");
    expect(world.ran).toEqual([]);
  });

  test("an action for another kind, or for another thing than the finding's, is refused", async () => {
    const world = await gateWorld();
    const finding = await world.found();
    const other = await world.ask("run", { action: "cordon", finding });
    expect(other.text).toContain("it is done to a node");
    const elsewhere = { action: "rollout-restart", finding, set: ["namespace=kube-system"] };
    const moved = await world.ask("run", elsewhere);
    expect(moved.text).toContain("namespace comes from the finding");
    expect(world.ran).toEqual([]);
  });
});
