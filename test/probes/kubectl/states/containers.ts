import { container, ended, running, type Scene, waiting, web } from "./parts.ts";

const backOff = "back-off 5m0s restarting failed container=app pod=web-a-2";
const down = ["False", "10m"] as const;

/** Containers in every state that a kubelet tells, folded into the Deployment `web`. */
export const containerScenes: readonly Scene[] = [
  { name: "two pods run and are ready", objects: web([{}, {}]), says: [], serves: [1, 0, 0] },
  {
    name: "one of two crash-loops",
    objects: web([
      {},
      {
        ready: down,
        containers: [
          container(
            "app",
            waiting("CrashLoopBackOff", backOff, { restartCount: 12, lastState: ended("Error", 1, "2m") }),
          ),
        ],
      },
    ]),
    says: ["Deployment/web CrashLoopBackOff high"],
    serves: [1, 0, 0],
  },
  {
    name: "every pod crash-loops",
    objects: web([
      {
        ready: down,
        containers: [container("app", waiting("CrashLoopBackOff", backOff, { restartCount: 7 }))],
      },
      {
        ready: down,
        containers: [container("app", waiting("CrashLoopBackOff", backOff, { restartCount: 7 }))],
      },
    ]),
    says: ["Deployment/web CrashLoopBackOff high"],
    serves: [0, 1, 0],
  },
  {
    name: "an init container crash-loops",
    objects: web([
      {},
      {
        ready: down,
        phase: "Pending",
        init: [container("migrate", waiting("CrashLoopBackOff", backOff, { restartCount: 5 }))],
        containers: [container("app", waiting("PodInitializing"))],
      },
    ]),
    says: ["Deployment/web CrashLoopBackOff high"],
  },
  {
    name: "a sidecar (restartable init container) crash-loops",
    objects: web([
      {},
      {
        ready: down,
        spec: { initContainers: [{ name: "proxy", image: "proxy:1", restartPolicy: "Always" }] },
        init: [container("proxy", waiting("CrashLoopBackOff", backOff, { restartCount: 5 }))],
      },
    ]),
    says: ["Deployment/web CrashLoopBackOff high"],
  },
  {
    name: "between two crashes the container lies terminated",
    objects: web([
      {},
      {
        ready: ["False", "3m"],
        containers: [
          container("app", {
            ...{ ready: false, started: false, restartCount: 4, state: ended("Error", 1, "5s") },
            lastState: ended("Error", 1, "2m"),
          }),
        ],
      },
    ]),
    says: ["Deployment/web ContainerTerminated high"],
  },
  {
    name: "an image that is not there",
    objects: web([
      {},
      {
        ready: down,
        phase: "Pending",
        containers: [container("app", waiting("ImagePullBackOff", 'Back-off pulling image "shop/app:2"'))],
      },
    ]),
    says: ["Deployment/web ImagePullBackOff high"],
  },
  {
    name: "the same image a moment later",
    objects: web([
      {},
      { ready: down, phase: "Pending", containers: [container("app", waiting("ErrImagePull", "not found"))] },
    ]),
    says: ["Deployment/web ErrImagePull high"],
  },
  ...[
    "InvalidImageName",
    "ErrImageNeverPull",
    "RegistryUnavailable",
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
  ].map(
    (reason): Scene => ({
      name: `a container waits for ${reason}`,
      objects: web([
        {},
        { ready: down, phase: "Pending", containers: [container("app", waiting(reason, "no"))] },
      ]),
      says: [`Deployment/web ${reason} high`],
    }),
  ),
  {
    name: "a waiting reason that nobody has met yet, for ten minutes",
    objects: web([
      {},
      {
        age: "10m",
        ready: down,
        phase: "Pending",
        containers: [container("app", waiting("NewfangledError", "no"))],
      },
    ]),
    says: ["Deployment/web NewfangledError medium"],
  },
  {
    name: "killed for memory ten minutes ago, and running again",
    objects: web([
      {},
      {
        containers: [
          container("app", {
            restartCount: 1,
            state: running("10m"),
            lastState: ended("OOMKilled", 137, "10m", "6h"),
          }),
        ],
      },
    ]),
    says: ["Deployment/web OOMKilled high"],
    serves: [1, 0, 0],
  },
  {
    name: "killed for memory last week",
    objects: web([
      {},
      {
        containers: [
          container("app", {
            restartCount: 1,
            state: running("7d"),
            lastState: ended("OOMKilled", 137, "7d", "2d"),
          }),
        ],
      },
    ]),
    says: [],
  },
  {
    name: "killed for memory and in back-off is one fault of memory",
    objects: web([
      {},
      {
        ready: down,
        containers: [
          container(
            "app",
            waiting("CrashLoopBackOff", backOff, {
              restartCount: 9,
              lastState: ended("OOMKilled", 137, "1m"),
            }),
          ),
        ],
      },
    ]),
    says: ["Deployment/web OOMKilled high"],
  },
  {
    name: "restarts again and again, and runs at this moment",
    objects: web([
      {},
      {
        age: "2h",
        containers: [
          container("app", {
            restartCount: 14,
            state: running("3m"),
            lastState: ended("Error", 1, "3m", "5m"),
          }),
        ],
      },
    ]),
    says: ["Deployment/web RestartStorm high"],
  },
  {
    name: "a crash loop that recovered",
    objects: web([
      {},
      {
        age: "3h",
        containers: [
          container("app", { restartCount: 6, state: running("2h"), lastState: ended("Error", 1, "2h") }),
        ],
      },
    ]),
    says: [],
  },
  {
    name: "one restart after a crash an hour ago",
    objects: web([
      {},
      {
        containers: [
          container("app", {
            restartCount: 1,
            state: running("55m"),
            lastState: ended("Error", 1, "55m", "9d"),
          }),
        ],
      },
    ]),
    says: [],
  },
  {
    name: "forty restarts in a hundred days",
    objects: web([
      {},
      {
        age: "100d",
        containers: [
          container("app", {
            restartCount: 40,
            state: running("30m"),
            lastState: ended("Error", 1, "30m", "2d"),
          }),
        ],
      },
    ]),
    says: [],
  },
];
