import { ensure, fill, isThing, type Thing, text, thing } from "../json.ts";
import type { Store } from "../store.ts";
import { type Allocator, defaultIngress, defaultNetworkPolicy, defaultService } from "./network.ts";
import { omitZeros } from "./omitted.ts";
import * as others from "./others.ts";
import { canonicalAmounts, defaultPod, defaultPodSpec } from "./pod.ts";
import * as workloads from "./workloads.ts";

type Defaults = (object: Thing, world: World) => void;
export type World = { readonly store: Store; readonly allocator: Allocator };

/**
 * The published defaults, by kind (Kubernetes 1.33: pkg/apis/<group>/<version>/defaults.go and the admission plugins that
 * are on by default).
 */
const byKind: Readonly<Record<string, Defaults>> = {
  Pod: (object) => {
    const spec = ensure(object, "spec");
    defaultPodSpec(spec);
    defaultPod(spec);
    fill(object, { status: { phase: "Pending", qosClass: "BestEffort" } });
  },
  Deployment: workloads.defaultDeployment,
  StatefulSet: workloads.defaultStatefulSet,
  DaemonSet: workloads.defaultDaemonSet,
  ReplicaSet: workloads.defaultReplicaSet,
  Job: workloads.defaultJob,
  CronJob: workloads.defaultCronJob,
  HorizontalPodAutoscaler: workloads.defaultAutoscaler,
  PersistentVolumeClaim: (object, { store }) => {
    const spec = ensure(object, "spec");
    workloads.defaultClaimSpec(spec);
    const storage = markedDefault(store, "StorageClass");
    if (storage !== "") fill(spec, { storageClassName: storage });
    fill(ensure(object, "metadata"), { finalizers: ["kubernetes.io/pvc-protection"] });
    fill(object, { status: { phase: "Pending" } });
  },
  Service: (object, { allocator }) => defaultService(object, allocator),
  NetworkPolicy: defaultNetworkPolicy,
  Ingress: (object, { store }) => defaultIngress(object, markedDefault(store, "IngressClass")),
  Secret: others.defaultSecret,
  Namespace: others.defaultNamespace,
  RoleBinding: others.defaultBinding,
  ClusterRoleBinding: others.defaultBinding,
  PersistentVolume: others.defaultVolume,
  StorageClass: others.defaultStorageClass,
  ValidatingWebhookConfiguration: others.defaultWebhooks,
  MutatingWebhookConfiguration: others.defaultWebhooks,
  CustomResourceDefinition: others.defaultDefinition,
  ResourceQuota: (object) => canonicalAmounts(thing(object, "spec", "hard")),
};

const markers: Readonly<Record<string, string>> = {
  StorageClass: "storageclass.kubernetes.io/is-default-class",
  IngressClass: "ingressclass.kubernetes.io/is-default-class",
};

const markedDefault = (store: Store, kind: string): string => {
  const marker = markers[kind] ?? "";
  const found = store
    .all()
    .find((object) => object["kind"] === kind && text(object, "metadata", "annotations", marker) === "true");
  return text(found, "metadata", "name");
};

/** Fills in, in place, what the API server would store with such an object. */
export const applyDefaults = (object: Thing, world: World): void => {
  const defaults = byKind[text(object, "kind")];
  dropNulls(object);
  if (isBuiltin(object)) {
    defaults?.(object, world);
    // A map of texts may hold an empty one.
    for (const [key, value] of Object.entries(object)) {
      if (isThing(value) && !["data", "binaryData", "stringData"].includes(key)) omitZeros(value);
    }
  }
  dropNulls(object);
};

const isBuiltin = (object: Thing): boolean => {
  const [group = ""] = text(object, "apiVersion").includes("/")
    ? text(object, "apiVersion").split("/")
    : [""];
  return !group.includes(".") || group.endsWith(".k8s.io");
};

// A null stands for absent in every typed object; only the creation time of a template is stored as null.
const dropNulls = (object: Thing): void => {
  for (const [key, value] of Object.entries(object)) {
    if (value === null && key !== "creationTimestamp") delete object[key];
    else if (isThing(value)) dropNulls(value);
    else if (Array.isArray(value)) for (const entry of value) if (isThing(entry)) dropNulls(entry);
  }
};
