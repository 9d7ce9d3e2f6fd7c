import { describe, expect } from "vitest";
import { kubernetes } from "../../src/executors/kubernetes.ts";
import type { Cluster, ClusterOptions } from "../support/cluster/cluster.ts";
import { dig, type Thing } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import { deedNamed } from "./deeds.ts";
import * as w from "./workloads.ts";

const test = needs("kubectl");

/** How a deed ends in a world where `meanwhile` happens each time that somebody waits; and how long that took. */
const settling = async (
  name: string,
  meanwhile: (cluster: Cluster) => void,
  more: Pick<ClusterOptions, "kubelet"> = {},
) => {
  const { objects, action, parameters } = deedNamed(name);
  const { perform, reach } = await executing({ objects, controller: meanwhile, ...more });
  const { settled } = await perform(action, parameters);
  return { ...settled, after: reach.time.elapsed() };
};

const change =
  (kind: string, name: string, of: (live: Thing) => Thing) =>
  (cluster: Cluster): void => {
    const live = cluster.objects.get(kind, "prod", name) ?? cluster.objects.get(kind, "", name);
    if (live !== undefined) cluster.objects.put({ ...live, ...of(live) });
  };

const web = (status: Thing, more: Thing = {}) =>
  change("Deployment", "web", (live) => ({
    status: { observedGeneration: 8, ...status },
    metadata: {
      ...(live["metadata"] as Thing),
      annotations: { "deployment.kubernetes.io/revision": "5" },
      ...more,
    },
  }));

const idle = (): void => {};

describe("a rollout has not arrived", () => {
  const restart = "rollout-restart of a deployment";
  const cases: readonly (readonly [string, (cluster: Cluster) => void, string])[] = [
    ["that its controller never saw", idle, "its template is what it was before"],
    [
      "whose fresh pods are too few",
      web({ replicas: 3, updatedReplicas: 1, availableReplicas: 3 }),
      "1 of 3 pods are fresh",
    ],
    [
      "whose old pods stay",
      web({ replicas: 4, updatedReplicas: 3, availableReplicas: 3 }),
      "1 old pod not gone yet",
    ],
    [
      "whose fresh pods take no traffic",
      web({ replicas: 3, updatedReplicas: 3, availableReplicas: 2 }),
      "2 of 3 pods are available",
    ],
    [
      "whose status speaks of what it was",
      web({ observedGeneration: 7, replicas: 3, updatedReplicas: 3, availableReplicas: 3 }),
      "its controller has not seen the change yet",
    ],
  ];
  for (const [what, meanwhile, why] of cases)
    test(`${what}, when its time is over and no sooner`, async () => {
      expect(await settling(restart, meanwhile)).toEqual({ state: "not-arrived", why, after: 30_000 });
    });

  test("that gave up, at once", async () => {
    const conditions = [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }];
    expect(await settling(restart, web({ replicas: 3, conditions }))).toEqual({
      state: "not-arrived",
      why: "its rollout made no progress within its deadline",
      after: 1000,
    });
  });

  test("where another one has the name, at once", async () => {
    expect(await settling(restart, web({}, { uid: "uid-other" }))).toMatchObject({
      state: "not-arrived",
      why: "another one has its name now",
    });
  });

  test("of a set, while fresh pods are too few", async () => {
    const meanwhile = change("StatefulSet", "db", () => ({
      status: {
        ...{ observedGeneration: 4, updateRevision: "db-3", replicas: 2 },
        ...{ updatedReplicas: 1, readyReplicas: 2 },
      },
    }));
    expect(await settling("rollback of a statefulset", meanwhile)).toMatchObject({
      state: "not-arrived",
      why: "1 of 2 pods are fresh",
    });
  });

  test("of daemons, while fresh ones are too few", async () => {
    const meanwhile = change("DaemonSet", "db", () => ({
      status: {
        ...{ observedGeneration: 4, desiredNumberScheduled: 2 },
        ...{ updatedNumberScheduled: 2, numberAvailable: 1 },
      },
    }));
    expect(await settling("rollout-restart of a daemonset", meanwhile)).toMatchObject({
      state: "not-arrived",
      why: "1 of 2 pods are available",
    });
  });
});

describe("a scaling has not arrived", () => {
  const scale = "scale of a deployment";

  test("while pods are too few", async () => {
    const meanwhile = web({ replicas: 5, availableReplicas: 4 });
    expect(await settling(scale, meanwhile)).toMatchObject({
      state: "not-arrived",
      why: "5 pods, 4 of 5 available",
    });
  });

  test("where somebody else said another number, at once", async () => {
    const meanwhile = change("Deployment", "web", (live) => ({
      spec: { ...(live["spec"] as Thing), replicas: 2 },
    }));
    expect(await settling(scale, meanwhile)).toEqual({
      state: "not-arrived",
      why: "it was told to have 2 by somebody else",
      after: 1000,
    });
  });

  test("by a command that meets another number than was seen: nothing is done", async () => {
    const { foresee, argvOf, act, cluster, reach } = await executing({ objects: [w.healthy()] });
    const seen = await foresee("scale", deedNamed(scale).parameters);
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    cluster.objects.put(w.healthy(4));
    const { exit, stderr } = await act(kubernetes.aim(argvOf("scale", seen.value), seen.value, reach));
    expect([exit, stderr]).toEqual([1, "error: Expected replicas to be 3, was 4\n"]);
    expect(dig(cluster.objects.get("Deployment", "prod", "web"), "spec", "replicas")).toBe(4);
  });
});

describe("what was deleted", () => {
  test("is not gone while it only terminates", async () => {
    expect(await settling("reclaim-completed-pods", idle, { kubelet: false })).toMatchObject({
      state: "not-arrived",
      why: "still there: a",
    });
  });

  test("is gone where another one has its name", async () => {
    const { foresee, settle, cluster } = await executing({ objects: [w.podOf("a", w.succeeded)] });
    const seen = await foresee("reclaim-completed-pods", { namespace: "prod" });
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    const again = w.podOf("a", w.succeeded);
    cluster.objects.put({ ...again, metadata: { ...(again["metadata"] as Thing), uid: "uid-again" } });
    expect(await settle("reclaim-completed-pods", seen.value)).toEqual({
      state: "arrived",
      why: "1 pod gone",
    });
  });

  test("a node that stays is told", async () => {
    const { foresee, settle } = await executing({ objects: [w.node("n1"), w.node("n2")] });
    const seen = await foresee("delete-node", { name: "n1" });
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    expect(await settle("delete-node", seen.value)).toEqual({
      state: "not-arrived",
      why: "the node is still there",
    });
  });
});

describe("what nobody can see", () => {
  test("is not called arrived, and not called missed", async () => {
    for (const name of ["cordon", "scale of a deployment", "suspend-cron-job", "reclaim-evicted-pods"]) {
      const { objects, action, parameters } = deedNamed(name);
      const { foresee, settle, cluster } = await executing({ objects });
      const seen = await foresee(action, parameters);
      if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
      cluster.faults.add({ answer: { kind: "status", code: 403 } });
      expect(await settle(action, seen.value, 2000), name).toMatchObject({ state: "unseen" });
    }
  });

  test("may be seen a little later", async () => {
    const { objects, action, parameters } = deedNamed("cordon");
    const ends: (() => void)[] = [];
    const { foresee, settle, cluster } = await executing({
      objects,
      controller: () => {
        for (const end of ends) end();
      },
    });
    const seen = await foresee(action, parameters);
    if (!seen.ok || "noop" in seen.value) throw new Error("not foreseen");
    cluster.objects.put(w.node("n1", { unschedulable: true }));
    ends.push(cluster.faults.add({ answer: { kind: "status", code: 403 } }));
    expect(await settle(action, seen.value)).toEqual({ state: "arrived", why: "it takes no new pods" });
  });
});
