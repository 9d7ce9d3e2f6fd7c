/** A kind as it is read; `version` is the only one that the rules know. */
export type HealthKind = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
};

const kindsIn = (
  group: string,
  version: string,
  names: Readonly<Record<string, string>>,
): readonly HealthKind[] =>
  Object.entries(names).map(([kind, resource]) => ({ group, version, kind, resource }));

/** What every cluster serves. */
export const everydayKinds: readonly HealthKind[] = [
  ...kindsIn("", "v1", {
    Pod: "pods",
    Node: "nodes",
    PersistentVolumeClaim: "persistentvolumeclaims",
    Service: "services",
  }),
  ...kindsIn("apps", "v1", {
    Deployment: "deployments",
    ReplicaSet: "replicasets",
    StatefulSet: "statefulsets",
    DaemonSet: "daemonsets",
  }),
  ...kindsIn("batch", "v1", { Job: "jobs", CronJob: "cronjobs" }),
  ...kindsIn("autoscaling", "v2", { HorizontalPodAutoscaler: "horizontalpodautoscalers" }),
  ...kindsIn("policy", "v1", { PodDisruptionBudget: "poddisruptionbudgets" }),
  ...kindsIn("networking.k8s.io", "v1", { Ingress: "ingresses" }),
  ...kindsIn("discovery.k8s.io", "v1", { EndpointSlice: "endpointslices" }),
  ...kindsIn("apiregistration.k8s.io", "v1", { APIService: "apiservices" }),
];

/** Read where their group is served, in the version that the cluster names first; judged by their conditions. */
export const customKinds: readonly Omit<HealthKind, "version">[] = [
  ["cert-manager.io", "Certificate", "certificates"],
  ["cert-manager.io", "ClusterIssuer", "clusterissuers"],
  ["cert-manager.io", "Issuer", "issuers"],
  ["external-secrets.io", "ExternalSecret", "externalsecrets"],
  ["helm.toolkit.fluxcd.io", "HelmRelease", "helmreleases"],
  ["kustomize.toolkit.fluxcd.io", "Kustomization", "kustomizations"],
  ["postgresql.cnpg.io", "Cluster", "clusters"],
  ["serving.knative.dev", "Service", "services"],
].map(([group = "", kind = "", resource = ""]) => ({ group, kind, resource }));
