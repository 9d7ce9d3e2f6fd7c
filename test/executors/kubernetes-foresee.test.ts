import { describe, expect } from "vitest";
import type { Thing } from "../support/cluster/json.ts";
import { executing } from "../support/executing.ts";
import { needs } from "../support/needs.ts";
import * as w from "./workloads.ts";

const test = needs("kubectl");

const web = { kind: "deployment", namespace: "prod", name: "web" };
const db = { kind: "statefulset", namespace: "prod", name: "db" };
const set = { kind: "ReplicaSet", uid: "set" };

type Given = Readonly<Record<string, unknown>>;

/** What is foreseen of one action in a world, as far as a test is about it. */
const foreseeing = async (objects: readonly Thing[], action: string, parameters: Given) => {
  const { foresee, cluster } = await executing({ objects });
  const seen = await foresee(action, parameters);
  expect(cluster.requests.every(({ method }) => method === "GET")).toBe(true);
  if (!seen.ok) return { refused: seen.why, class: seen.class };
  return "noop" in seen.value ? seen.value : { ...seen.value };
};

const scaler = (minReplicas: number, maxReplicas: number): Thing => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web-hpa", namespace: "prod", uid: "uid-hpa" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    ...{ minReplicas, maxReplicas },
  },
});
const budget: Thing = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "web-pdb", namespace: "prod", uid: "uid-pdb" },
  spec: { minAvailable: 2, selector: { matchLabels: { app: "web" } } },
};

describe("nothing is left to do", () => {
  const idle: readonly (readonly [string, Given, readonly Thing[], string])[] = [
    ["cordon", { name: "n1" }, [w.node("n1", { unschedulable: true })], "it takes no new pods already"],
    ["uncordon", { name: "n1" }, [w.node("n1")], "it takes new pods already"],
    ["scale", { ...web, replicas: 3 }, [w.healthy()], "it is told to have 3 already"],
    ["scale-to-zero", web, [w.healthy(0)], "it is told to have 0 already"],
    ["rollout-restart", web, [w.healthy(0)], "it has no pods that could be replaced"],
    ["suspend-cron-job", { namespace: "prod", name: "report" }, [w.cronJob(true)], "it is suspended already"],
    [
      "resume-cron-job",
      { namespace: "prod", name: "report" },
      [w.cronJob()],
      "it starts by its schedule already",
    ],
    ["reclaim-evicted-pods", { namespace: "prod" }, [w.podOf("a", w.running)], "no evicted pod is there"],
    ["reclaim-completed-pods", { namespace: "prod" }, [w.podOf("a", w.evicted)], "no completed pod is there"],
    [
      "rollback",
      { ...web, revision: 4 },
      [w.healthy(), w.replicaSet("3", "a:1"), w.replicaSet("4", "a:2")],
      "it is at revision 4 already",
    ],
  ];
  for (const [action, parameters, objects, noop] of idle)
    test(`for ${action}: ${noop}`, async () => {
      expect(await foreseeing(objects, action, parameters)).toEqual({ noop });
    });
});

describe("is refused", () => {
  const unfit: readonly (readonly [string, Given, readonly Thing[], string])[] = [
    [
      "rollout-restart",
      web,
      [w.healthy(3, { paused: true })],
      "it is paused, and nothing rolls out before it is resumed",
    ],
    [
      "rollback",
      db,
      [w.set(2, { updateStrategy: { type: "OnDelete" } })],
      "its update strategy is OnDelete: pods are replaced only as somebody deletes them",
    ],
    [
      "rollout-restart",
      web,
      [{ ...w.healthy(), status: { observedGeneration: 6 } }],
      "a change of it has not reached its controller yet",
    ],
    ["rollback", web, [w.healthy()], "no revision of it is kept"],
    [
      "scale",
      { ...web, replicas: 9 },
      [w.healthy(), scaler(2, 6)],
      "its autoscaler web-hpa holds it between 2 and 6, and would move it back",
    ],
    [
      "scale",
      { ...web, replicas: 1 },
      [w.healthy(), scaler(2, 6)],
      "its autoscaler web-hpa holds it between 2 and 6, and would move it back",
    ],
    ["delete-node", { name: "n9" }, [w.node("n1"), w.node("n2")], "the cluster has no node n9"],
    [
      "delete-node",
      { name: "n1" },
      [w.node("n1"), w.node("n2", {}, false)],
      "no other node of the cluster is Ready",
    ],
  ];
  for (const [action, parameters, objects, refused] of unfit)
    test(`${action}: ${refused}`, async () => {
      expect(await foreseeing(objects, action, parameters)).toEqual({ refused, class: "unfit" });
    });

  test("a revision that is not kept, and one before the first", async () => {
    const only = [w.healthy(), w.replicaSet("4", "a:2")];
    expect(await foreseeing(only, "rollback", web)).toEqual({
      refused: "no revision before 4 is kept of it",
      class: "not-found",
    });
    expect(await foreseeing(only, "rollback", { ...web, revision: 2 })).toEqual({
      refused: "no revision 2 is kept of it: 4 are",
      class: "not-found",
    });
  });

  test("what another one keeps is no revision of it", async () => {
    const foreign = w.replicaSet("3", "evil:1");
    const owners = [
      { apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "uid-old", controller: true },
    ];
    const metadata = { ...(foreign["metadata"] as Thing), ownerReferences: owners };
    const objects = [w.healthy(), { ...foreign, metadata }, w.replicaSet("4", "a:2")];
    expect(await foreseeing(objects, "rollback", web)).toMatchObject({ class: "not-found" });
    const odd: Thing = {
      ...w.kept("StatefulSet", 9, "a:1"),
      metadata: { name: "other-9", namespace: "prod", uid: "uid-odd" },
      data: { raw: "of a controller that nobody here knows" },
    };
    const kept = [w.kept("StatefulSet", 1, "a:1"), w.kept("StatefulSet", 2, "a:2"), odd];
    expect(await foreseeing([w.set(), ...kept], "rollback", db)).toMatchObject({
      parameters: { ...db, revision: 1 },
    });
  });

  test("what is not there", async () => {
    for (const [action, parameters] of [
      ["rollout-restart", web],
      ["scale-to-zero", db],
      ["cordon", { name: "n1" }],
      ["suspend-cron-job", { namespace: "prod", name: "report" }],
    ] as const)
      expect(await foreseeing([], action, parameters), action).toMatchObject({ class: "not-found" });
  });

  test("parameters of another action, too few, too many, and an action of nobody", async () => {
    for (const [action, parameters] of [
      ["scale", web],
      ["cordon", web],
      ["rollout-restart", { ...web, all: true }],
      ["rollout-restart", { ...web, kind: "replicaset" }],
      ["rollout-restart", { ...web, name: ".." }],
      ["reclaim-evicted-pods", {}],
      ["reclaim-evicted-pods", { namespace: "prod", pods: [] }],
      ["drain", { name: "n1" }],
      ["constructor", web],
    ] as const) {
      const { foresee, cluster } = await executing({ objects: [w.healthy()] });
      expect(await foresee(action, parameters), action).toMatchObject({
        ok: false,
        class: expect.stringMatching(/^(failed|unfit)$/),
      });
      expect(cluster.requests).toEqual([]);
    }
  });

  test("with what is missing by its name", async () => {
    const { foresee } = await executing({ objects: [w.healthy()] });
    expect(await foresee("scale", web)).toEqual({ ok: false, class: "unfit", why: "it needs replicas" });
    expect(await foresee("rollout-restart", { ...web, namespace: "-A" })).toMatchObject({
      why: "namespace: must be lower-case letters, digits and -",
    });
    expect(await foresee("rollout-restart", { ...web, all: true })).toMatchObject({
      why: expect.stringContaining("all"),
    });
  });

  test("where how many there are cannot be read", async () => {
    const { foresee } = await executing({
      objects: [w.podOf("a", w.evicted)],
      faults: [{ resource: "pods", answer: { kind: "truncated" } }],
    });
    expect(await foresee("reclaim-evicted-pods", { namespace: "prod" })).toMatchObject({ ok: false });
    const { foresee: blind } = await executing({
      objects: [w.healthy()],
      faults: [{ resource: "horizontalpodautoscalers", answer: { kind: "status", code: 403 } }],
    });
    expect(await blind("scale", { ...web, replicas: 4 })).toMatchObject({ ok: false, class: "forbidden" });
  });
});

describe("is told", () => {
  test("who else moves a workload, and what does not hold it back", async () => {
    expect(
      await foreseeing([w.healthy(5), scaler(2, 6), budget], "scale", { ...web, replicas: 3 }),
    ).toMatchObject({
      facts: { uid: "uid-web", replicas: "5", autoscaler: "web-hpa 2..6" },
      told: [
        "2 pods of 5 stop",
        "its autoscaler web-hpa may move it again at once",
        "its disruption budget web-pdb wants at least 2, and does not hold this back",
      ],
    });
    expect(await foreseeing([w.healthy(), scaler(2, 6)], "scale-to-zero", web)).toMatchObject({
      told: ["3 pods of 3 stop", "its autoscaler web-hpa rests while it has no copies"],
    });
  });

  test("how pods are replaced", async () => {
    const told = async (objects: readonly Thing[], parameters: Given) =>
      (await foreseeing(objects, "rollout-restart", parameters)) as { readonly told: readonly string[] };
    expect((await told([w.healthy(3, { strategy: { type: "Recreate" } })], web)).told).toEqual([
      "all 3 pods stop before the first fresh one starts",
    ]);
    const partition = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } };
    expect((await told([w.set(2, partition)], db)).told).toEqual([
      "2 pods replaced one after the other",
      "pods with a number below 1 stay as they are: its partition says so",
    ]);
  });

  test("that volumes are lost, which nothing takes back; not where more are made", async () => {
    const losing = { persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } };
    expect(await foreseeing([w.set(2, losing)], "scale", { ...db, replicas: 1 })).toMatchObject({
      envelope: { reversibility: "irreversible", impact: "service" },
      inverse: undefined,
      told: ["1 pod of 2 stop", "the volumes of the pods that stop are deleted with what is on them"],
    });
    const more = await foreseeing([w.set(2, losing)], "scale", { ...db, replicas: 3 });
    expect(more).not.toHaveProperty("envelope");
  });

  test("that a node leads the cluster", async () => {
    const leader = w.node("n1", {}, true, { "node-role.kubernetes.io/control-plane": "" });
    expect(await foreseeing([leader, w.node("n2")], "delete-node", { name: "n1" })).toMatchObject({
      envelope: { reversibility: "irreversible", impact: "fleet" },
      told: [
        "it is the only node of the control plane",
        "new pods are still put there: it is not cordoned",
        "no pod runs there",
      ],
    });
  });

  test("which taints stay on a node that takes pods again", async () => {
    const fenced = {
      unschedulable: true,
      taints: [{ key: "node.kubernetes.io/unschedulable" }, { key: "gpu" }],
    };
    expect(await foreseeing([w.node("n1", fenced)], "uncordon", { name: "n1" })).toMatchObject({
      told: ["new pods may be put there again", "its taints stay: gpu"],
    });
  });

  test("that more pods stay than one command names", async () => {
    const many = Array.from({ length: 53 }, (_, at) =>
      w.podOf(`p${String(at).padStart(2, "0")}`, w.evicted, set),
    );
    const seen = await foreseeing(many, "reclaim-evicted-pods", { namespace: "prod" });
    expect(seen).toMatchObject({
      parameters: { pods: { length: 50 } },
      told: [
        expect.stringMatching(/^50 evicted pods deleted: p00, .*p09 and 40 more$/),
        "their logs go with them",
        "3 more stay: one command takes 50",
      ],
    });
  });
});

describe("the same is foreseen again", () => {
  /** What a cluster writes by itself. */
  const churn = (object: Thing): Thing => {
    const { metadata, status } = object as { metadata: Thing; status?: Thing };
    const labels = { ...(metadata["labels"] as Thing), seen: "yes" };
    const churned = status === undefined ? {} : { status: { ...status, readyReplicas: 0 } };
    return { ...object, metadata: { ...metadata, labels }, ...churned };
  };

  const cases: readonly (readonly [string, Given, readonly Thing[]])[] = [
    ["scale", { ...web, replicas: 5 }, [w.healthy()]],
    ["rollback", web, [w.healthy(), w.replicaSet("3", "a:1"), w.replicaSet("4", "a:2")]],
    ["reclaim-evicted-pods", { namespace: "prod" }, [w.podOf("a", w.evicted, set)]],
    ["delete-node", { name: "n1" }, [w.node("n1"), w.node("n2")]],
  ];
  for (const [action, parameters, objects] of cases)
    test(`from the complete parameters of ${action}, whatever moves by itself`, async () => {
      const { foresee, cluster } = await executing({ objects });
      const first = await foresee(action, parameters);
      if (!first.ok || "noop" in first.value) throw new Error(action);
      for (const object of objects) cluster.objects.put(churn(object));
      if (action === "reclaim-evicted-pods") cluster.objects.put(w.podOf("late", w.evicted, set));
      expect(await foresee(action, first.value.parameters)).toEqual(first);
    });

  test("and not where the thing is another one, or was changed", async () => {
    const { foresee, cluster } = await executing({ objects: [w.healthy()] });
    const facts = async (action: string, parameters: Given) => {
      const seen = await foresee(action, parameters);
      return seen.ok && !("noop" in seen.value) ? seen.value.facts : seen;
    };
    expect(await facts("rollout-restart", web)).toEqual({ uid: "uid-web", revision: "4" });
    cluster.objects.put(w.healthy(3, {}, "5"));
    expect(await facts("rollout-restart", web)).toEqual({ uid: "uid-web", revision: "5" });
    cluster.objects.put(w.healthy(4));
    expect(await facts("scale", { ...web, replicas: 5, from: 3 })).toMatchObject({ replicas: "4" });
  });
});
