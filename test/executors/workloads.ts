import type { Cluster } from "../support/cluster/cluster.ts";
import { dig, type Thing, text } from "../support/cluster/json.ts";
import { deployment, pod } from "../support/cluster/make.ts";

const annotated = (revision: string): Thing => ({ "deployment.kubernetes.io/revision": revision });

/** A deployment whose rollout is long over. */
export const healthy = (replicas = 3, spec: Thing = {}, revision = "4"): Thing => {
  const made = deployment({ name: "web" }, { replicas, ...spec });
  return {
    ...made,
    metadata: {
      ...{ name: "web", namespace: "prod", labels: { app: "web" }, uid: "uid-web", generation: 7 },
      annotations: annotated(revision),
    },
    status: { observedGeneration: 7, ...allOf(replicas) },
  };
};

const allOf = (replicas: number): Thing => ({
  ...{ replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
});

const template = (image: string): Thing => ({
  metadata: { labels: { app: "db" } },
  spec: { containers: [{ name: "db", image }] },
});

const selector: Thing = { matchLabels: { app: "db" } };

export const set = (replicas = 2, spec: Thing = {}): Thing => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", namespace: "prod", uid: "uid-db", generation: 3 },
  spec: { replicas, serviceName: "db", selector, template: template("postgres:16"), ...spec },
  status: { observedGeneration: 3, ...allOf(replicas), updateRevision: "db-2", currentRevision: "db-2" },
});

export const daemons = (count = 2, spec: Thing = {}): Thing => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "db", namespace: "prod", uid: "uid-db", generation: 3 },
  spec: { selector, template: template("postgres:16"), ...spec },
  status: { observedGeneration: 3, ...daemonsOf(count) },
});

const daemonsOf = (count: number): Thing => ({
  ...{ desiredNumberScheduled: count, updatedNumberScheduled: count, numberAvailable: count },
});

const ownedBy = (kind: string, name: string, uid: string): Thing => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid, controller: true }],
});

/** What a deployment keeps of a revision. */
export const replicaSet = (revision: string, image: string): Thing => ({
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: {
    ...{ name: `web-${revision}`, namespace: "prod", labels: { app: "web" }, uid: `uid-web-${revision}` },
    annotations: annotated(revision),
    ...ownedBy("Deployment", "web", "uid-web"),
  },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image }] } },
  },
});

/** What a StatefulSet or a DaemonSet keeps of one. */
export const kept = (kind: string, revision: number, image: string): Thing => ({
  apiVersion: "apps/v1",
  kind: "ControllerRevision",
  metadata: {
    ...{ name: `db-${revision}`, namespace: "prod", labels: { app: "db" }, uid: `uid-db-${revision}` },
    ...ownedBy(kind, "db", "uid-db"),
  },
  revision,
  data: { spec: { template: { ...template(image), $patch: "replace" } } },
});

/** What the controllers of workloads would do: what changed is seen, and all pods follow at once. */
export const follow = (cluster: Cluster): void => {
  for (const live of cluster.objects.all()) {
    const generation = Number(dig(live, "metadata", "generation") ?? 1);
    if (live["status"] === undefined || Number(dig(live, "status", "observedGeneration") ?? 0) >= generation)
      continue;
    const replicas = Number(dig(live, "spec", "replicas") ?? 1);
    const seen = { observedGeneration: generation };
    const count = Number(dig(live, "status", "desiredNumberScheduled") ?? 0);
    if (live["kind"] === "DaemonSet")
      cluster.objects.put({ ...live, status: { ...seen, ...daemonsOf(count) } });
    if (live["kind"] === "StatefulSet")
      cluster.objects.put({
        ...live,
        status: { ...seen, ...allOf(replicas), updateRevision: `db-at-${generation}` },
      });
    if (live["kind"] === "Deployment") {
      const before = Number(text(live, "metadata", "annotations", "deployment.kubernetes.io/revision"));
      const metadata = {
        ...(live["metadata"] as Thing),
        annotations: annotated(String(before + 1)),
      };
      cluster.objects.put({ ...live, metadata, status: { ...seen, ...allOf(replicas) } });
    }
  }
};

export const cronJob = (suspend?: boolean): Thing => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "report", namespace: "prod", uid: "uid-report" },
  spec: {
    ...{ schedule: "0 3 * * *", ...(suspend === undefined ? {} : { suspend }) },
    jobTemplate: { spec: { template: { spec: { containers: [{ name: "r", image: "r:1" }] } } } },
  },
  status: { active: [{}] },
});

export const node = (name: string, more: Thing = {}, ready = true, labels: Thing = {}): Thing => ({
  ...{ apiVersion: "v1", kind: "Node", metadata: { name, uid: `uid-${name}`, labels }, spec: more },
  status: { conditions: [{ type: "Ready", status: ready ? "True" : "Unknown" }] },
});

/** A pod as it came to its end, or runs; `keeper` made it. */
export const podOf = (
  name: string,
  status: Thing,
  keeper?: { readonly kind: string; readonly uid: string },
  nodeName = "n1",
): Thing => {
  const owners = keeper === undefined ? {} : ownedBy(keeper.kind, keeper.uid, keeper.uid);
  return pod(
    {},
    {
      metadata: { name, namespace: "prod", uid: `uid-${name}`, labels: { app: "web" }, ...owners },
      spec: { nodeName, containers: [{ name: "web", image: "nginx:1.25" }] },
      status,
    },
  );
};

export const evicted: Thing = { phase: "Failed", reason: "Evicted" };
export const succeeded: Thing = { phase: "Succeeded" };
export const running: Thing = { phase: "Running" };
