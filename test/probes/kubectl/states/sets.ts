import {
  ago,
  condition,
  container,
  deployment,
  node,
  object,
  pod,
  replicaSet,
  type Scene,
  type Thing,
  waiting,
} from "./parts.ts";

const stateful = (replicas: number, ready: number, more: Thing = {}, meta: Thing = {}): Thing =>
  object(
    "apps/v1",
    "StatefulSet",
    "db",
    {
      spec: { replicas, serviceName: "db", selector: { matchLabels: { app: "db" } } },
      status: {
        ...{
          observedGeneration: 1,
          replicas,
          readyReplicas: ready,
          availableReplicas: ready,
          updatedReplicas: replicas,
        },
        ...{ currentRevision: "db-1", updateRevision: "db-1" },
        ...more,
      },
    },
    meta,
  );

const daemons = (desired: number, available: number, more: Thing = {}): Thing =>
  object("apps/v1", "DaemonSet", "agent", {
    spec: { selector: { matchLabels: { app: "agent" } } },
    status: {
      ...{
        observedGeneration: 1,
        desiredNumberScheduled: desired,
        currentNumberScheduled: desired,
        numberReady: available,
      },
      ...{ numberAvailable: available, updatedNumberScheduled: desired, numberMisscheduled: 0 },
      ...more,
    },
  });

/** StatefulSets, DaemonSets and bare ReplicaSets. */
export const setScenes: readonly Scene[] = [
  { name: "a StatefulSet that serves", objects: [stateful(3, 3)], says: [], serves: [1, 0, 0] },
  {
    name: "a StatefulSet whose second pod crash-loops",
    objects: [
      stateful(3, 1),
      pod("db-0", { of: ["StatefulSet", "db"] }),
      pod("db-1", {
        of: ["StatefulSet", "db"],
        ready: ["False", "9m"],
        containers: [container("app", waiting("CrashLoopBackOff", "", { restartCount: 6 }))],
      }),
    ],
    says: ["StatefulSet/db CrashLoopBackOff high"],
    serves: [1, 0, 0],
  },
  {
    name: "a StatefulSet that fills up, pod by pod",
    objects: [
      stateful(3, 1, { replicas: 2 }, { creationTimestamp: ago("2m") }),
      pod("db-0", { of: ["StatefulSet", "db"], age: "2m", ready: ["True", "1m"] }),
      pod("db-1", {
        of: ["StatefulSet", "db"],
        age: "1m",
        ready: ["False", "1m"],
        containers: [
          container("app", { ready: false, started: false, state: { running: { startedAt: ago("50s") } } }),
        ],
      }),
    ],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a StatefulSet without a pod since a day",
    objects: [stateful(2, 0, { replicas: 0 })],
    says: ["StatefulSet/db Unavailable high"],
    serves: [0, 1, 0],
  },
  { name: "a StatefulSet scaled to nothing", objects: [stateful(0, 0)], says: [], serves: [0, 0, 0] },
  {
    name: "a StatefulSet with a partition that holds back an update",
    objects: [stateful(3, 3, { updateRevision: "db-2", updatedReplicas: 1 })],
    says: [],
    serves: [1, 0, 0],
  },
  { name: "a DaemonSet on every node", objects: [daemons(3, 3)], says: [], serves: [1, 0, 0] },
  { name: "a DaemonSet that no node is for", objects: [daemons(0, 0)], says: [], serves: [0, 0, 0] },
  {
    name: "a DaemonSet on a cordoned node",
    objects: [
      daemons(1, 1),
      node("node-1", {
        spec: {
          unschedulable: true,
          taints: [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: ago("1h") }],
        },
      }),
      pod("agent-1", { of: ["DaemonSet", "agent"] }),
    ],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a DaemonSet with a pod in error on one node",
    objects: [
      daemons(2, 1),
      pod("agent-1", { of: ["DaemonSet", "agent"] }),
      pod("agent-2", {
        of: ["DaemonSet", "agent"],
        ready: ["False", "9m"],
        containers: [container("app", waiting("CreateContainerConfigError", 'secret "x" not found'))],
      }),
    ],
    says: ["DaemonSet/agent CreateContainerConfigError high"],
  },
  {
    name: "a DaemonSet that runs nowhere",
    objects: [daemons(3, 0, { currentNumberScheduled: 0 })],
    says: ["DaemonSet/agent Unavailable high"],
    serves: [0, 1, 0],
  },
  {
    name: "a DaemonSet whose pod is on a node that is gone: the node says so",
    objects: [
      daemons(2, 1),
      node("node-1", {
        conditions: [
          condition("Ready", "Unknown", "10m", "NodeStatusUnknown", "Kubelet stopped posting node status."),
        ],
      }),
      pod("agent-1", { of: ["DaemonSet", "agent"], ready: ["False", "9m"] }),
    ],
    says: ["Node/node-1 NotReady high"],
    serves: [1, 0, 0],
  },
  {
    name: "a bare ReplicaSet that serves",
    objects: [
      object("apps/v1", "ReplicaSet", "solo", {
        spec: { replicas: 1 },
        status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1 },
      }),
    ],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a bare ReplicaSet that may not make its pods",
    objects: [
      object("apps/v1", "ReplicaSet", "solo", {
        spec: { replicas: 1 },
        status: {
          replicas: 0,
          observedGeneration: 1,
          conditions: [condition("ReplicaFailure", "True", "10m", "FailedCreate", "no service account")],
        },
      }),
    ],
    says: ["ReplicaSet/solo FailedCreate high"],
    serves: [0, 1, 0],
  },
  {
    name: "the leftover ReplicaSet of an older revision",
    objects: [
      deployment("web"),
      replicaSet("web-a", "web", { replicas: 0, ready: 0, revision: 1 }),
      replicaSet("web-b", "web", { revision: 2 }),
    ],
    says: [],
  },
];
