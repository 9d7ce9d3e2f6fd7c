import type { Cluster } from "../support/cluster/cluster.ts";
import type { Thing } from "../support/cluster/json.ts";
import { dig, text } from "../support/cluster/json.ts";
import { deployment } from "../support/cluster/make.ts";

/** A deployment whose rollout is long over. */
export const healthy = (replicas = 3, spec: Thing = {}, revision = "4"): Thing => {
  const made = deployment({ name: "web" }, { replicas, ...spec });
  return {
    ...made,
    metadata: {
      ...(made["metadata"] as Thing),
      ...{ uid: "uid-web", generation: 7 },
      annotations: { "deployment.kubernetes.io/revision": revision },
    },
    status: {
      ...{ observedGeneration: 7, replicas, updatedReplicas: replicas },
      ...{ readyReplicas: replicas, availableReplicas: replicas },
    },
  };
};

/** What the controller of deployments would do: a changed template is a new revision, and all pods follow at once. */
export const rollAll =
  (kind = "Deployment", name = "web") =>
  (cluster: Cluster): void => {
    const live = cluster.objects.get(kind, "prod", name);
    if (live === undefined) return;
    const generation = Number(dig(live, "metadata", "generation") ?? 1);
    const seen = Number(dig(live, "status", "observedGeneration") ?? 0);
    if (seen >= generation) return;
    const replicas = Number(dig(live, "spec", "replicas") ?? 1);
    const before = text(live, "metadata", "annotations", "deployment.kubernetes.io/revision");
    const annotations = {
      ...(dig(live, "metadata", "annotations") as Thing),
      "deployment.kubernetes.io/revision": String(Number(before) + 1),
    };
    const metadata = { ...(live["metadata"] as Thing), annotations };
    const all = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    cluster.objects.put({ ...live, metadata, status: { observedGeneration: generation, ...all } });
  };
