import { describe, expect } from "vitest";
import type { Inverse } from "../../src/core/gate/offer.ts";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import { dig, text, thing, things } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { deedNamed, deeds } from "./deeds.ts";
import { cronJob, evicted, follow, healthy, node, podOf, running, succeeded } from "./workloads.ts";

const test = needs("kubectl");

const web = { kind: "deployment", namespace: "prod", name: "web" };

describe("every action", () => {
  for (const { name, action, objects, parameters, says } of deeds)
    test(`${name}, by the real kubectl`, async () => {
      const { perform } = await executing({ objects, controller: follow });
      const { result, settled } = await perform(action, parameters);
      expect(result).toMatchObject({ exit: 0, stdout: says, stderr: "" });
      expect(settled.state).toBe("arrived");
    });

  test("of the catalog that kubectl performs is among them", () => {
    expect([...new Set(deeds.map(({ action }) => action))].toSorted()).toEqual(
      kubernetes.performs.toSorted(),
    );
  });
});

describe("what reaches the cluster", () => {
  test("a restart: an annotation of the template, by one call to the context that was lent", async () => {
    const { cluster, perform, ran, kubeconfig } = await executing({
      objects: [healthy()],
      controller: follow,
    });
    const { foresight, settled } = await perform("rollout-restart", web);
    expect(foresight).toEqual({
      parameters: web,
      facts: { uid: "uid-web", revision: "4" },
      told: ["3 pods replaced one after the other"],
      inverse: undefined,
    });
    const stored = cluster.objects.get("Deployment", "prod", "web");
    expect(Object.keys(thing(stored, "spec", "template", "metadata", "annotations"))).toEqual([
      "kubectl.kubernetes.io/restartedAt",
    ]);
    expect(settled).toEqual({ state: "arrived", why: "3 pods fresh and available" });
    expect(ran.map(({ argv }) => argv.join(" "))).toEqual([
      `kubectl rollout restart deployment/web --namespace=prod --kubeconfig=${kubeconfig} --context=test`,
    ]);
    const changes = cluster.requests.filter(({ verb }) => !["", "get", "list", "watch"].includes(verb));
    expect(changes.map(({ verb, resource, name, namespace }) => [verb, resource, namespace, name])).toEqual([
      ["patch", "deployments", "prod", "web"],
    ]);
  });

  test("a scaling, and the way back", async () => {
    const { cluster, perform } = await executing({ objects: [healthy()], controller: follow });
    const { foresight } = await perform("scale", { ...web, replicas: 5 });
    const copies = () => dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas");
    expect(foresight).toEqual({
      parameters: { ...web, replicas: 5, from: 3 },
      facts: { uid: "uid-web", replicas: "3", autoscaler: "" },
      told: ["2 pods more"],
      inverse: { action: "scale", parameters: { ...web, replicas: 3, from: 5 } },
    });
    expect(copies()).toBe(5);
    await back(perform, foresight);
    expect(copies()).toBe(3);
  });

  test("a stop, and the way back", async () => {
    const { cluster, perform } = await executing({ objects: [healthy()], controller: follow });
    const { foresight } = await perform("scale-to-zero", web);
    const copies = () => dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas");
    expect(copies()).toBe(0);
    expect(foresight.inverse).toEqual({ action: "scale", parameters: { ...web, replicas: 3, from: 0 } });
    const { foresight: again } = await perform("scale", foresight.inverse?.parameters ?? {});
    expect(copies()).toBe(3);
    expect(again.inverse).toEqual({ action: "scale-to-zero", parameters: { ...web, from: 3 } });
  });

  for (const [kind, image, { objects, parameters }] of [
    ["Deployment", "nginx:1.24", deedNamed("rollback of a deployment")],
    ["StatefulSet", "postgres:15", deedNamed("rollback of a statefulset")],
    ["DaemonSet", "postgres:15", deedNamed("rollback of a daemonset")],
  ] as const)
    test(`a rollback of a ${kind}: the template before`, async () => {
      const { cluster, perform } = await executing({ objects, controller: follow });
      const { foresight } = await perform("rollback", parameters);
      const stored = cluster.objects.get(kind, "prod", String(parameters["name"]));
      expect(things(stored, "spec", "template", "spec", "containers")).toMatchObject([{ image }]);
      const [revision, present] = kind === "Deployment" ? [3, 4] : [1, 2];
      expect(foresight.parameters).toEqual({ ...parameters, revision });
      expect(foresight.inverse).toEqual({
        action: "rollback",
        parameters: { ...parameters, revision: present },
      });
      expect(foresight.told[1]).toMatch(new RegExp(`=${image} instead of \\w+=\\w+:`));
    });

  test("a suspension of a scheduled job, and the way back", async () => {
    const { cluster, perform } = await executing({ objects: [cronJob()] });
    const suspended = () => dig(cluster.objects.get("CronJob", "prod", "report"), "spec", "suspend");
    const { foresight } = await perform("suspend-cron-job", { namespace: "prod", name: "report" });
    expect(suspended()).toBe(true);
    expect(foresight).toMatchObject({
      facts: { uid: "uid-report", suspended: "no", schedule: "0 3 * * *" },
      told: ["no further run starts at 0 3 * * *", "1 run that began goes on"],
    });
    await back(perform, foresight);
    expect(suspended()).toBe(false);
  });

  test("a cordon, and the way back", async () => {
    const { cluster, perform } = await executing({ objects: [node("n1")] });
    const off = () => dig(cluster.objects.get("Node", "", "n1"), "spec", "unschedulable");
    const { foresight } = await perform("cordon", { name: "n1" });
    expect(off()).toBe(true);
    expect(foresight.facts).toEqual({ uid: "uid-n1", unschedulable: "no" });
    await back(perform, foresight);
    expect(off()).toBeUndefined();
  });

  test("a deletion of pods: those that were seen so, by name, and no other", async () => {
    const objects = [
      podOf("a", evicted, { kind: "ReplicaSet", uid: "set" }),
      podOf("alone", evicted),
      podOf("of-a-job", evicted, { kind: "Job", uid: "job" }),
      podOf("of-a-set-0", evicted, { kind: "StatefulSet", uid: "sts" }),
      podOf("failed", { phase: "Failed", reason: "Error" }),
      podOf("done", succeeded),
      podOf("runs", running),
    ];
    const { cluster, perform } = await executing({ objects });
    const left = () =>
      cluster.objects
        .all()
        .flatMap((object) => (object["kind"] === "Pod" ? text(object, "metadata", "name") : []));
    const { foresight } = await perform("reclaim-evicted-pods", { namespace: "prod" });
    expect(foresight).toEqual({
      parameters: { namespace: "prod", pods: ["a", "alone"] },
      facts: { "pod/a": "uid-a", "pod/alone": "uid-alone" },
      size: 2,
      told: ["2 evicted pods deleted: a, alone", "their logs go with them"],
      inverse: undefined,
    });
    expect(left()).toEqual(["done", "failed", "of-a-job", "of-a-set-0", "runs"]);
    await perform("reclaim-completed-pods", { namespace: "prod" });
    expect(left()).toEqual(["failed", "of-a-job", "of-a-set-0", "runs"]);
  });

  test("a deletion of a node, told with what is lost by it", async () => {
    const here = { kind: "ReplicaSet", uid: "here" };
    const both = { kind: "ReplicaSet", uid: "both" };
    const objects = [
      ...[node("n1"), node("n2"), podOf("alone", running), podOf("here-1", running, here)],
      ...[podOf("both-1", running, both), podOf("both-2", running, both, "n2"), podOf("old", succeeded)],
    ];
    const { cluster, perform } = await executing({ objects });
    const { foresight, settled } = await perform("delete-node", { name: "n1" });
    expect(foresight).toEqual({
      parameters: { name: "n1" },
      facts: { uid: "uid-n1", unschedulable: "no" },
      told: [
        "new pods are still put there: it is not cordoned",
        "3 pods stop",
        "nothing makes these again: prod/alone",
        "runs only there: prod/here-1",
      ],
      inverse: undefined,
    });
    expect(cluster.objects.get("Node", "", "n1")).toBeUndefined();
    expect(cluster.objects.get("Node", "", "n2")).toBeDefined();
    expect(settled).toEqual({ state: "arrived", why: "the node is gone" });
  });
});

const back = async (
  perform: Awaited<ReturnType<typeof executing>>["perform"],
  { inverse }: { readonly inverse: Inverse | undefined },
): Promise<void> => {
  const undone = await perform(inverse?.action ?? "", inverse?.parameters ?? {});
  expect(undone.settled.state).toBe("arrived");
};
