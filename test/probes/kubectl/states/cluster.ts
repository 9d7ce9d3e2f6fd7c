import {
  ago,
  condition,
  deployment,
  node,
  object,
  pod,
  replicaSet,
  type Scene,
  type Thing,
} from "./parts.ts";

const scaler = (conditions: readonly Thing[], { current = 3, desired = 3 } = {}): Thing =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {
    spec: {
      minReplicas: 2,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    },
    status: { currentReplicas: current, desiredReplicas: desired, conditions },
  });

const good = [
  condition("AbleToScale", "True", "9d", "ReadyForNewScale"),
  condition("ScalingActive", "True", "9d", "ValidMetricFound"),
  condition("ScalingLimited", "False", "9d", "DesiredWithinRange"),
];
const laid = (one: Thing): readonly Thing[] => [
  ...good.filter((other) => other["type"] !== one["type"]),
  one,
];

const claim = (phase: string, { age = "30m", annotations = {} } = {}): Thing =>
  object(
    "v1",
    "PersistentVolumeClaim",
    "data",
    { spec: { storageClassName: "fast" }, status: { phase } },
    { creationTimestamp: ago(age), annotations },
  );

const userOf = (phase: string): Thing =>
  pod("db-0", { phase, spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] } });

const budget = (status: Thing): Thing =>
  object("policy/v1", "PodDisruptionBudget", "web", {
    spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } },
    status: { observedGeneration: 1, ...status },
  });

const api = (
  name: string,
  one: Thing,
  spec: Thing = { service: { name: "metrics-server", namespace: "kube-system" } },
): Thing =>
  object(
    "apiregistration.k8s.io/v1",
    "APIService",
    name,
    { spec, status: { conditions: [one] } },
    { namespace: undefined },
  );

const cordon = (since: string): Thing => ({
  unschedulable: true,
  taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: ago(since) }],
});

export const clusterScenes: readonly Scene[] = [
  { name: "a node that is ready", objects: [node("node-1")], says: [], serves: [0, 0, 0] },
  ...["DiskPressure", "MemoryPressure", "PIDPressure"].map(
    (type): Scene => ({
      name: `a node under ${type}`,
      objects: [node("node-1", { conditions: [condition(type, "True", "10m", `KubeletHas${type}`)] })],
      says: [`Node/node-1 ${type} high`],
    }),
  ),
  {
    name: "a node without a network",
    objects: [
      node("node-1", { conditions: [condition("NetworkUnavailable", "True", "10m", "NoRouteCreated")] }),
    ],
    says: ["Node/node-1 NetworkUnavailable high"],
  },
  {
    name: "a node that is not ready",
    objects: [
      node("node-1", {
        conditions: [condition("Ready", "False", "5m", "KubeletNotReady", "container runtime is down")],
      }),
    ],
    says: ["Node/node-1 NotReady high"],
  },
  {
    name: "a node that says nothing any more",
    objects: [
      node("node-1", {
        conditions: [
          condition("Ready", "Unknown", "5m", "NodeStatusUnknown"),
          condition("DiskPressure", "Unknown", "5m", "NodeStatusUnknown"),
        ],
      }),
    ],
    says: ["Node/node-1 NotReady high"],
  },
  {
    name: "a node that is just joining",
    objects: [
      node("node-1", { age: "40s", conditions: [condition("Ready", "False", "40s", "KubeletNotReady")] }),
    ],
    says: [],
  },
  { name: "a node cordoned this morning", objects: [node("node-1", { spec: cordon("3h") })], says: [] },
  {
    name: "a node forgotten in its cordon",
    objects: [node("node-1", { spec: cordon("3d") })],
    says: ["Node/node-1 Cordoned low"],
  },
  {
    name: "a condition of some problem detector that is False",
    objects: [
      node("node-1", { conditions: [condition("KernelDeadlock", "False", "9d", "KernelHasNoDeadlock")] }),
    ],
    says: [],
  },
  {
    name: "a condition of some problem detector that is True",
    objects: [node("node-1", { conditions: [condition("KernelDeadlock", "True", "1h", "DockerHung")] })],
    says: ["Node/node-1 KernelDeadlock medium"],
  },
  {
    name: "a condition that nobody knows",
    objects: [node("node-1", { conditions: [condition("EtcdIsVoter", "True", "9d", "MemberNotLearner")] })],
    says: [],
  },
  { name: "an autoscaler at work", objects: [scaler(good)], says: [] },
  {
    name: "an autoscaler of what is scaled to nothing",
    objects: [
      scaler(
        laid(
          condition(
            "ScalingActive",
            "False",
            "1h",
            "ScalingDisabled",
            "scaling is disabled since the replica count of the target is zero",
          ),
        ),
        { current: 0, desired: 0 },
      ),
    ],
    says: [],
  },
  {
    name: "an autoscaler without metrics",
    objects: [
      scaler(
        laid(condition("ScalingActive", "False", "1h", "FailedGetResourceMetric", "no metrics returned")),
      ),
    ],
    says: ["HorizontalPodAutoscaler/web FailedGetResourceMetric medium"],
  },
  {
    name: "an autoscaler without metrics for half a minute",
    objects: [scaler(laid(condition("ScalingActive", "False", "30s", "FailedGetResourceMetric")))],
    says: [],
  },
  {
    name: "an autoscaler that finds no target",
    objects: [scaler(laid(condition("AbleToScale", "False", "1h", "FailedGetScale", "not found")))],
    says: ["HorizontalPodAutoscaler/web FailedGetScale medium"],
  },
  {
    name: "an autoscaler at its maximum since an hour",
    objects: [
      scaler(laid(condition("ScalingLimited", "True", "1h", "TooManyReplicas")), { current: 5, desired: 5 }),
    ],
    says: ["HorizontalPodAutoscaler/web TooManyReplicas low"],
  },
  {
    name: "an autoscaler at its minimum",
    objects: [
      scaler(laid(condition("ScalingLimited", "True", "9d", "TooFewReplicas")), { current: 2, desired: 2 }),
    ],
    says: [],
  },
  { name: "a bound claim", objects: [claim("Bound")], says: [] },
  { name: "a claim that waits for its first consumer", objects: [claim("Pending")], says: [] },
  {
    name: "a claim that a pod waits for",
    objects: [claim("Pending"), userOf("Pending")],
    says: ["PersistentVolumeClaim/data PVCPending medium"],
  },
  {
    name: "a claim that a pod has been waiting for, for half a minute",
    objects: [claim("Pending", { age: "30s" }), userOf("Pending")],
    says: [],
  },
  {
    name: "a claim whose volume was chosen a node for and never made",
    objects: [claim("Pending", { annotations: { "volume.kubernetes.io/selected-node": "node-1" } })],
    says: ["PersistentVolumeClaim/data PVCPending medium"],
  },
  {
    name: "a claim that lost its volume",
    objects: [claim("Lost")],
    says: ["PersistentVolumeClaim/data PVCLost medium"],
  },
  {
    name: "a budget that is kept",
    objects: [budget({ currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 })],
    says: [],
  },
  {
    name: "a budget that allows nothing, with all its pods healthy",
    objects: [budget({ currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 })],
    says: [],
  },
  {
    name: "a budget for pods that are not there",
    objects: [budget({ currentHealthy: 0, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 0 })],
    says: [],
  },
  {
    name: "a budget with fewer healthy pods than it demands",
    objects: [budget({ currentHealthy: 1, desiredHealthy: 2, disruptionsAllowed: 0, expectedPods: 2 })],
    says: ["PodDisruptionBudget/web BudgetViolated low"],
  },
  {
    name: "a budget that nobody can reckon",
    objects: [
      budget({
        disruptionsAllowed: 0,
        conditions: [condition("DisruptionAllowed", "False", "1h", "SyncFailed", "found no controllers")],
      }),
    ],
    says: ["PodDisruptionBudget/web SyncFailed medium"],
  },
  {
    name: "an API of the server itself",
    objects: [api("v1.apps", condition("Available", "True", "90d", "Local"), {})],
    says: [],
  },
  {
    name: "an API behind a service that is gone",
    objects: [
      api(
        "v1beta1.metrics.k8s.io",
        condition("Available", "False", "10m", "MissingEndpoints", "endpoints have no addresses"),
      ),
    ],
    says: ["APIService/v1beta1.metrics.k8s.io MissingEndpoints high"],
  },
  {
    name: "an API that was away for ten seconds",
    objects: [api("v1beta1.metrics.k8s.io", condition("Available", "False", "10s", "FailedDiscoveryCheck"))],
    says: [],
  },
  {
    name: "plumbing is judged and counts for nothing that serves",
    objects: [
      deployment("coredns", {}, { meta: { namespace: "kube-system" } }),
      replicaSet("coredns-a", "coredns"),
    ],
    says: [],
    serves: [0, 0, 0],
  },
];
