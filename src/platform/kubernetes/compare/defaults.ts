import type { Value } from "../../../core/value.ts";
import { imageOf } from "./image.ts";
import { nameAt, type Path } from "./path.ts";

/**
 * What a server fills in where a manifest leaves a field out, by field name; with the name that holds it, where that matters.
 * It is needed only for a document that did not come from a server: one that did has every default.
 */
export const defaultOf = (kind: string, path: Path, beside: Value | undefined): Value | undefined => {
  const [name, holder] = [nameAt(path), nameAt(path, 1)];
  if (name === "imagePullPolicy") return typeof beside === "string" ? pullPolicyOf(beside) : undefined;
  return defaults.get(`${kind}.${holder}.${name}`) ?? defaults.get(`${holder}.${name}`) ?? defaults.get(name);
};

/** An image that may change under its name is pulled every time. */
const pullPolicyOf = (image: string): string => (imageOf(image).tag === "latest" ? "Always" : "IfNotPresent");

const defaults: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["protocol", "TCP"],
  ["restartPolicy", "Always"],
  ["dnsPolicy", "ClusterFirst"],
  ["schedulerName", "default-scheduler"],
  ["terminationGracePeriodSeconds", 30],
  ["terminationMessagePath", "/dev/termination-log"],
  ["terminationMessagePolicy", "File"],
  ["enableServiceLinks", true],
  ["allowPrivilegeEscalation", true],
  ["automountServiceAccountToken", true],
  ["hostUsers", true],
  ["allocateLoadBalancerNodePorts", true],
  ["preemptionPolicy", "PreemptLowerPriority"],
  ["periodSeconds", 10],
  ["timeoutSeconds", 1],
  ["successThreshold", 1],
  ["failureThreshold", 3],
  ["scheme", "HTTP"],
  ["procMount", "Default"],
  ["defaultMode", 420],
  ["fieldRef.apiVersion", "v1"],
  ["replicas", 1],
  ["spec.revisionHistoryLimit", 10],
  ["spec.progressDeadlineSeconds", 600],
  ["Deployment.strategy.type", "RollingUpdate"],
  ["Deployment.rollingUpdate.maxSurge", "25%"],
  ["Deployment.rollingUpdate.maxUnavailable", "25%"],
  ["DaemonSet.rollingUpdate.maxUnavailable", 1],
  ["updateStrategy.type", "RollingUpdate"],
  ["spec.podManagementPolicy", "OrderedReady"],
  ["spec.volumeMode", "Filesystem"],
  ["Service.spec.type", "ClusterIP"],
  ["spec.sessionAffinity", "None"],
  ["spec.internalTrafficPolicy", "Cluster"],
  ["spec.externalTrafficPolicy", "Cluster"],
  ["spec.ipFamilyPolicy", "SingleStack"],
  ["spec.concurrencyPolicy", "Allow"],
  ["spec.successfulJobsHistoryLimit", 3],
  ["spec.failedJobsHistoryLimit", 1],
  ["spec.backoffLimit", 6],
  ["spec.completions", 1],
  ["spec.parallelism", 1],
  ["spec.completionMode", "NonIndexed"],
  ["HorizontalPodAutoscaler.spec.minReplicas", 1],
  ["roleRef.apiGroup", "rbac.authorization.k8s.io"],
  ["webhooks.failurePolicy", "Fail"],
  ["webhooks.matchPolicy", "Equivalent"],
  ["webhooks.timeoutSeconds", 10],
  ["webhooks.reinvocationPolicy", "Never"],
  ["rules.scope", "*"],
  ["service.port", 443],
  ["Secret..type", "Opaque"],
  ["StorageClass..reclaimPolicy", "Delete"],
  ["StorageClass..volumeBindingMode", "Immediate"],
]);
