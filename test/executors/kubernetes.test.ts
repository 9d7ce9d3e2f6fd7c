import { describe, expect } from "vitest";
import { dig, thing } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { healthy, rollAll } from "./workloads.ts";

const test = needs("kubectl");

const web = { kind: "deployment", namespace: "prod", name: "web" };
const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n1", uid: "uid-n1" }, spec: {} };

describe("rollout-restart", () => {
  test("is done by the real kubectl, and has arrived once every pod is fresh", async () => {
    const { cluster, perform, ran, kubeconfig } = await executing({
      objects: [healthy()],
      controller: rollAll(),
    });
    const { foresight, result, settled } = await perform("rollout-restart", web);
    expect(foresight).toEqual({
      parameters: web,
      facts: { uid: "uid-web", revision: "4" },
      told: ["3 pods replaced one after the other"],
      inverse: undefined,
    });
    expect(result).toMatchObject({ exit: 0, stdout: "deployment.apps/web restarted\n", stderr: "" });
    const stored = cluster.objects.get("Deployment", "prod", "web");
    expect(Object.keys(thing(stored, "spec", "template", "metadata", "annotations"))).toEqual([
      "kubectl.kubernetes.io/restartedAt",
    ]);
    expect(settled).toEqual({ state: "arrived", why: "3 pods fresh and available" });
    expect(ran.map(({ argv }) => argv.join(" "))).toEqual([
      `kubectl rollout restart deployment/web --namespace=prod --kubeconfig=${kubeconfig} --context=test`,
    ]);
  });
});

describe("scale", () => {
  test("is done by the real kubectl, and knows the way back", async () => {
    const { cluster, perform } = await executing({ objects: [healthy()], controller: rollAll() });
    const { foresight, result, settled } = await perform("scale", { ...web, replicas: 5 });
    expect(foresight.parameters).toEqual({ ...web, replicas: 5, from: 3 });
    expect(foresight.told).toEqual(["2 pods more"]);
    expect(foresight.inverse).toEqual({ action: "scale", parameters: { ...web, replicas: 3, from: 5 } });
    expect(result.stdout).toBe("deployment.apps/web scaled\n");
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(5);
    expect(settled.state).toBe("arrived");
    const back = await perform("scale", foresight.inverse?.parameters ?? {});
    expect(back.settled.state).toBe("arrived");
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(3);
  });
});

describe("cordon", () => {
  test("is done by the real kubectl, and taken back by it", async () => {
    const { cluster, perform } = await executing({ objects: [node] });
    const { foresight, result, settled } = await perform("cordon", { name: "n1" });
    expect(foresight).toMatchObject({
      facts: { uid: "uid-n1", unschedulable: "no" },
      inverse: { action: "uncordon", parameters: { name: "n1" } },
    });
    expect([result.stdout, settled]).toEqual([
      "node/n1 cordoned\n",
      { state: "arrived", why: "it takes no new pods" },
    ]);
    expect(dig(cluster.objects.get("Node", "", "n1"), "spec", "unschedulable")).toBe(true);
    expect((await perform("uncordon", { name: "n1" })).settled.state).toBe("arrived");
    expect(dig(cluster.objects.get("Node", "", "n1"), "spec", "unschedulable")).toBeUndefined();
  });
});
