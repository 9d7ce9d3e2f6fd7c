/** A kind as kubectl is told of it. */
export type KubernetesKind = {
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
};

const kind = (
  names: string,
  group: string,
  version: string,
  namespaced = true,
): readonly (readonly [string, KubernetesKind])[] => {
  const [name = "", resource = "", ...short] = names.split(" ");
  const known = { kind: name, group, version, resource, namespaced };
  return [name.toLowerCase(), resource, ...short].map((spelt) => [spelt, known] as const);
};

const known: ReadonlyMap<string, KubernetesKind> = new Map([
  ...kind("Deployment deployments deploy", "apps", "v1"),
  ...kind("StatefulSet statefulsets sts", "apps", "v1"),
  ...kind("DaemonSet daemonsets ds", "apps", "v1"),
  ...kind("ReplicaSet replicasets rs", "apps", "v1"),
  ...kind("Job jobs", "batch", "v1"),
  ...kind("CronJob cronjobs cj", "batch", "v1"),
  ...kind("Pod pods po", "", "v1"),
  ...kind("Service services svc", "", "v1"),
  ...kind("ConfigMap configmaps cm", "", "v1"),
  ...kind("Secret secrets", "", "v1"),
  ...kind("PersistentVolumeClaim persistentvolumeclaims pvc", "", "v1"),
  ...kind("Ingress ingresses ing", "networking.k8s.io", "v1"),
  ...kind("HorizontalPodAutoscaler horizontalpodautoscalers hpa", "autoscaling", "v2"),
  ...kind("PodDisruptionBudget poddisruptionbudgets pdb", "policy", "v1"),
  ...kind("Node nodes no", "", "v1", false),
  ...kind("Namespace namespaces ns", "", "v1", false),
  ...kind("PersistentVolume persistentvolumes pv", "", "v1", false),
]);

/** `deploy`, `Deployments`, `deployments.apps`, `deployments.v1.apps`; nothing for what is not known by itself. */
export const kindNamed = (typed: string): KubernetesKind | undefined => {
  const [name = "", ...group] = typed.toLowerCase().split(".");
  const found = known.get(name);
  if (found === undefined || group.length === 0) return found;
  const said = group.join(".");
  return said === found.group || said === `${found.version}.${found.group}` ? found : undefined;
};

export const node = { kind: "Node", group: "", version: "v1", resource: "nodes", namespaced: false } as const;

/** Kinds of which a probe counts every one that is an application's. */
export const countedKinds: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet"];
