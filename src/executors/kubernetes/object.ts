import { z } from "zod";
import type { Cluster } from "../../platform/kubernetes/cluster.ts";
import { type Answer, failure } from "../../platform/kubernetes/failure.ts";
import type { Kind, Named, Thing } from "../../platform/kubernetes/list.ts";

const count = z.int().min(0);

const Owner = z.looseObject({
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
});

const Meta = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().min(1),
  generation: count.optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  ownerReferences: z.array(Owner).nullish(),
  deletionTimestamp: z.string().nullish(),
});

const Condition = z.looseObject({ type: z.string(), status: z.string(), reason: z.string().optional() });

const Template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  spec: z.looseObject({
    containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })),
  }),
});

export const Workload = z.looseObject({
  metadata: Meta,
  spec: z.looseObject({
    replicas: count.optional(),
    paused: z.boolean().optional(),
    template: Template,
    strategy: z.looseObject({ type: z.string().optional() }).nullish(),
    updateStrategy: z
      .looseObject({
        type: z.string().optional(),
        rollingUpdate: z.looseObject({ partition: count.optional() }).nullish(),
      })
      .nullish(),
    persistentVolumeClaimRetentionPolicy: z.looseObject({ whenScaled: z.string().optional() }).nullish(),
  }),
  status: z
    .looseObject({
      observedGeneration: count.optional(),
      replicas: count.optional(),
      updatedReplicas: count.optional(),
      readyReplicas: count.optional(),
      availableReplicas: count.optional(),
      updateRevision: z.string().optional(),
      currentRevision: z.string().optional(),
      desiredNumberScheduled: count.optional(),
      updatedNumberScheduled: count.optional(),
      numberAvailable: count.optional(),
      conditions: z.array(Condition).nullish(),
    })
    .nullish(),
});
export type Workload = z.infer<typeof Workload>;

export const Node = z.looseObject({
  metadata: Meta,
  spec: z
    .looseObject({
      unschedulable: z.boolean().optional(),
      taints: z.array(z.looseObject({ key: z.string() })).nullish(),
    })
    .nullish(),
  status: z.looseObject({ conditions: z.array(Condition).nullish() }).nullish(),
});
export type Node = z.infer<typeof Node>;

export const Pod = z.looseObject({
  metadata: Meta,
  spec: z.looseObject({ nodeName: z.string().optional() }),
  status: z.looseObject({ phase: z.string().optional(), reason: z.string().optional() }).nullish(),
});
export type Pod = z.infer<typeof Pod>;

export const CronJob = z.looseObject({
  metadata: Meta,
  spec: z.looseObject({ schedule: z.string(), suspend: z.boolean().optional() }),
  status: z.looseObject({ active: z.array(z.unknown()).nullish() }).nullish(),
});

export const Autoscaler = z.looseObject({
  metadata: Meta,
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ apiVersion: z.string().optional(), kind: z.string(), name: z.string() }),
    minReplicas: count.nullish(),
    maxReplicas: count,
  }),
});

export const Budget = z.looseObject({
  metadata: Meta,
  spec: z.looseObject({
    selector: z
      .looseObject({
        matchLabels: z.record(z.string(), z.string()).nullish(),
        matchExpressions: z.array(z.unknown()).nullish(),
      })
      .nullish(),
    minAvailable: z.union([z.int(), z.string()]).nullish(),
    maxUnavailable: z.union([z.int(), z.string()]).nullish(),
  }),
});

/** What keeps an earlier template: a ReplicaSet, or a ControllerRevision. Others keep what they like in the latter. */
export const Kept = z.looseObject({
  metadata: Meta,
  revision: z.int().optional(),
  spec: z.unknown().optional(),
  data: z.unknown().optional(),
});
export type Kept = z.infer<typeof Kept>;

const apps = (resource: string): Kind => ({ group: "apps", version: "v1", resource });
const core = (resource: string): Kind => ({ group: "", version: "v1", resource });

export const kinds = {
  deployment: apps("deployments"),
  statefulset: apps("statefulsets"),
  daemonset: apps("daemonsets"),
  replicaset: apps("replicasets"),
  controllerrevision: apps("controllerrevisions"),
  cronjob: { group: "batch", version: "v1", resource: "cronjobs" },
  node: core("nodes"),
  pod: core("pods"),
  autoscaler: { group: "autoscaling", version: "v2", resource: "horizontalpodautoscalers" },
  application: { group: "argoproj.io", version: "v1alpha1", resource: "applications" },
  budget: { group: "policy", version: "v1", resource: "poddisruptionbudgets" },
} as const satisfies Readonly<Record<string, Kind>>;

export const readOne = async <T>(
  cluster: Cluster,
  kind: Kind,
  named: Named,
  shape: z.ZodType<T>,
): Promise<Answer<T>> => {
  const answer = await cluster.get(kind, named);
  return answer.ok ? shaped(answer.value, shape) : answer;
};

/** All of a kind; one among them that is not understood is a failure, for then nobody knows how many there are. */
export const readAll = async <T>(
  cluster: Cluster,
  kind: Kind,
  namespace: string | undefined,
  shape: z.ZodType<T>,
): Promise<Answer<readonly T[]>> => {
  const answer = await cluster.list(kind, namespace);
  if (!answer.ok) return answer;
  const read: T[] = [];
  for (const thing of answer.value) {
    const one = shaped(thing, shape);
    if (!one.ok) return one;
    read.push(one.value);
  }
  return { ok: true, value: read };
};

const shaped = <T>(thing: Thing, shape: z.ZodType<T>): Answer<T> => {
  const read = shape.safeParse(thing);
  if (read.success) return { ok: true, value: read.data };
  const where = read.error.issues[0]?.path.join(".") ?? "";
  return failure("garbled", `an object is not understood at ${where}`);
};

/** What made it and keeps it as it is. */
export const controllerOf = ({ metadata }: Pick<Pod, "metadata">): z.infer<typeof Owner> | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

export const isReady = ({ status }: Node): boolean =>
  status?.conditions?.some(({ type, status: state }) => type === "Ready" && state === "True") === true;

const Holder = z.looseObject({ template: Template });
const Held = z.union([
  z.looseObject({ spec: Holder }).transform(({ spec }) => spec.template),
  z.looseObject({ data: z.looseObject({ spec: Holder }) }).transform(({ data }) => data.spec.template),
]);

/** `web=nginx:1.27`, of each container; empty where no template is understood. */
export const imagesOf = (kept: Kept): string => {
  const read = Held.safeParse(kept);
  return read.success
    ? read.data.spec.containers.map(({ name, image = "" }) => `${name}=${image}`).join(" ")
    : "";
};
