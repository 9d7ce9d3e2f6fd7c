import { ago, container, ended, pod, running, type Scene, waiting, web } from "./parts.ts";

const backOff = "back-off 5m0s restarting failed container=app pod=web-a-2";
const down = ["False", "10m"] as const;

/** Pods on their way, unready, evicted, bare or of a stranger. */
export const podPhaseScenes: readonly Scene[] = [
  {
    name: "nowhere to run for ten minutes",
    objects: web([
      {},
      {
        ready: down,
        phase: "Pending",
        age: "10m",
        containers: [],
        spec: { nodeName: undefined },
        status: {
          conditions: [
            {
              ...{
                type: "PodScheduled",
                status: "False",
                reason: "Unschedulable",
                lastTransitionTime: ago("10m"),
              },
              message: "0/3 nodes are available: 3 Insufficient memory.",
            },
          ],
        },
      },
    ]),
    says: ["Deployment/web Unschedulable high"],
  },
  {
    name: "nowhere to run yet, for half a minute",
    objects: web([
      {},
      {
        phase: "Pending",
        age: "30s",
        containers: [],
        status: {
          conditions: [
            {
              type: "PodScheduled",
              status: "False",
              reason: "Unschedulable",
              lastTransitionTime: ago("30s"),
            },
          ],
        },
      },
    ]),
    says: [],
  },
  {
    name: "held back by a scheduling gate is no fault",
    objects: web([
      {},
      {
        phase: "Pending",
        age: "1h",
        containers: [],
        status: {
          conditions: [
            {
              type: "PodScheduled",
              status: "False",
              reason: "SchedulingGated",
              lastTransitionTime: ago("1h"),
            },
          ],
        },
      },
    ]),
    says: [],
  },
  {
    name: "being created for eight minutes",
    objects: web([
      {},
      {
        age: "8m",
        ready: down,
        phase: "Pending",
        containers: [container("app", waiting("ContainerCreating"))],
      },
    ]),
    says: ["Deployment/web StuckCreating medium"],
  },
  {
    name: "being created for twenty seconds",
    objects: web([
      {},
      {
        age: "20s",
        ready: ["False", "20s"],
        phase: "Pending",
        containers: [container("app", waiting("ContainerCreating"))],
      },
    ]),
    says: [],
  },
  {
    name: "an init container has been running for forty minutes",
    objects: web([
      {},
      {
        age: "40m",
        ready: ["False", "40m"],
        phase: "Pending",
        init: [container("migrate", { ready: false, state: running("40m") })],
        containers: [container("app", waiting("PodInitializing"))],
      },
    ]),
    says: ["Deployment/web StuckInit medium"],
  },
  {
    name: "an init container has been running for two minutes",
    objects: web([
      {},
      {
        age: "2m",
        ready: ["False", "2m"],
        phase: "Pending",
        init: [container("migrate", { ready: false, state: running("2m") })],
        containers: [container("app", waiting("PodInitializing"))],
      },
    ]),
    says: [],
  },
  {
    name: "a finished init container",
    objects: web([{}, { init: [container("migrate", { state: ended("Completed", 0, "20d") })] }]),
    says: [],
  },
  {
    name: "a sidecar that runs",
    objects: web([{}, { init: [container("proxy", { state: running("20d") })] }]),
    says: [],
  },
  {
    name: "an ephemeral container that a person has left",
    objects: web([
      {},
      {
        status: {
          ephemeralContainerStatuses: [
            container("debugger-x", { ready: false, state: ended("Error", 130, "1h") }),
          ],
        },
      },
    ]),
    says: [],
  },
  {
    name: "an ephemeral container whose image is not there",
    objects: web([
      {},
      {
        status: {
          ephemeralContainerStatuses: [container("debugger-x", waiting("ImagePullBackOff", "not found"))],
        },
      },
    ]),
    says: ["Deployment/web ImagePullBackOff low"],
  },
  {
    name: "runs and has not been ready for ten minutes, the other serves",
    objects: web([{}, { ready: down, containers: [container("app", { ready: false })] }]),
    says: ["Deployment/web NotReady medium"],
    serves: [1, 0, 0],
  },
  {
    name: "all run and none is ready",
    objects: web([
      { ready: down, containers: [container("app", { ready: false })] },
      { ready: down, containers: [container("app", { ready: false })] },
    ]),
    says: ["Deployment/web NotReady high"],
    serves: [0, 1, 0],
  },
  {
    name: "a probe that failed twenty seconds ago",
    objects: web([{}, { ready: ["False", "20s"], containers: [container("app", { ready: false })] }]),
    says: [],
  },
  {
    name: "still in its startup probe",
    objects: web([
      {},
      {
        age: "4m",
        ready: ["False", "4m"],
        containers: [container("app", { ready: false, started: false, state: running("4m") })],
      },
    ]),
    says: [],
  },
  {
    name: "terminating for half an hour",
    objects: web([{}, { meta: { deletionTimestamp: ago("30m"), deletionGracePeriodSeconds: 30 } }]),
    says: ["Deployment/web StuckTerminating medium"],
  },
  {
    name: "terminating for ten seconds, and unready as it should be",
    objects: web([
      {},
      {
        ready: ["False", "10s"],
        meta: { deletionTimestamp: ago("0s") },
        containers: [container("app", { ready: false })],
      },
    ]),
    says: [],
  },
  {
    name: "evicted twenty minutes ago",
    objects: web(
      [{}, {}],
      [
        pod("web-a-3", {
          ...{ of: ["ReplicaSet", "web-a"], phase: "Failed", ready: ["False", "20m"], containers: [] },
          status: { reason: "Evicted", message: "The node was low on resource: ephemeral-storage." },
          age: "1h",
        }),
      ],
    ),
    says: ["Deployment/web Evicted medium"],
    serves: [1, 0, 0],
  },
  {
    name: "what was evicted last week and has long been replaced",
    objects: web(
      [{}, {}],
      [
        pod("web-a-3", {
          ...{ of: ["ReplicaSet", "web-a"], phase: "Failed", ready: ["False", "7d"], containers: [] },
          status: { reason: "Evicted" },
        }),
      ],
    ),
    says: [],
  },
  {
    name: "left behind by a node that was shut down in an orderly way",
    objects: web(
      [{}, {}],
      [
        pod("web-a-3", {
          ...{ of: ["ReplicaSet", "web-a"], phase: "Failed", ready: ["False", "3h"], containers: [] },
          status: {
            reason: "Terminated",
            message: "Pod was terminated in response to imminent node shutdown.",
          },
        }),
      ],
    ),
    says: [],
  },
  {
    name: "of a phase that nobody knows",
    objects: web([{}, { phase: "Unknown", ready: ["False", "10m"], containers: [] }]),
    says: ["Deployment/web Unknown high"],
  },
  {
    name: "a bare pod that runs",
    objects: [pod("tool")],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a bare pod that failed",
    objects: [
      pod("tool", {
        ...{ phase: "Failed", ready: ["False", "10m"], spec: { restartPolicy: "Never" } },
        containers: [container("app", { ready: false, state: ended("Error", 2, "10m") })],
      }),
    ],
    says: ["Pod/tool Failed high"],
  },
  {
    name: "a bare pod that is done",
    objects: [
      pod("tool", {
        ...{ phase: "Succeeded", ready: ["False", "10m"], spec: { restartPolicy: "Never" } },
        containers: [container("app", { ready: false, state: ended("Completed", 0, "10m") })],
      }),
    ],
    says: [],
    serves: [0, 0, 0],
  },
  {
    name: "a pod of a controller that no kind of ours is",
    objects: [
      pod("db-1", {
        of: ["Cluster", "db"],
        ready: down,
        containers: [container("app", waiting("CrashLoopBackOff", backOff, { restartCount: 5 }))],
      }),
    ],
    says: ["Cluster/db CrashLoopBackOff high"],
  },
];
