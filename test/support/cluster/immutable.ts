import { dig, same, type Thing, text } from "./json.ts";
import { invalid, type Target } from "./status.ts";

/** Fields that the API refuses to change, by kind: those that tools stumble over, not all of them. */
const immutable: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  StatefulSet: ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
  ReplicaSet: ["spec.selector"],
  Job: ["spec.selector", "spec.template", "spec.completionMode"],
  PersistentVolumeClaim: ["spec.storageClassName", "spec.accessModes", "spec.volumeMode"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  Service: ["spec.clusterIP"],
  StorageClass: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
};

export const refuseImmutable = (live: Thing, next: Thing, target: Target): void => {
  const kind = text(live, "kind");
  const paths = [
    ...(immutable[kind] ?? []),
    ...(live["immutable"] === true && ["ConfigMap", "Secret"].includes(kind) ? ["data", "immutable"] : []),
  ];
  const changed = paths.find((path) => {
    const before = dig(live, ...path.split("."));
    return before !== undefined && !same(before, dig(next, ...path.split(".")));
  });
  if (changed !== undefined) throw invalid(target, kind, changed, "Invalid value: field is immutable");
};
