import {
  ago,
  condition,
  container,
  deployment,
  pod,
  replicaSet,
  type Scene,
  type Thing,
  waiting,
} from "./parts.ts";

const old = (name: string, index: number): Thing =>
  pod(`${name}-old-${index}`, { of: ["ReplicaSet", `${name}-old`] });

/** A rollout from `old` to `new` whose new pod is as it is given; the old ones serve. */
const rollout = (progressing: Thing, bad: readonly Thing[]): readonly Thing[] => [
  deployment(
    "web",
    { replicas: 3, available: 3, updated: 1 },
    {
      status: { conditions: [condition("Available", "True", "9d", "MinimumReplicasAvailable"), progressing] },
    },
  ),
  replicaSet("web-old", "web", { replicas: 3, revision: 1, env: [{ name: "MODE", value: "a" }] }),
  replicaSet("web-new", "web", {
    ...{ replicas: 1, ready: 0, revision: 2, image: "shop/app:2", created: "20m" },
    env: [{ name: "MODE", value: "b" }],
  }),
  ...[1, 2, 3].map((index) => old("web", index)),
  ...bad,
];

const newPod = (parts: Parameters<typeof pod>[1]): Thing =>
  pod("web-new-1", { of: ["ReplicaSet", "web-new"], age: "20m", ...parts });
const exceeded = condition(
  "Progressing",
  "False",
  "5m",
  "ProgressDeadlineExceeded",
  'ReplicaSet "web-new" has timed out progressing.',
);
const moving = (since: string): Thing => condition("Progressing", "True", since, "ReplicaSetUpdated");

/** Deployments and their rollouts. */
export const deploymentScenes: readonly Scene[] = [
  { name: "a Deployment that serves", objects: [deployment("web")], says: [], serves: [1, 0, 0] },
  {
    name: "a Deployment scaled to nothing",
    objects: [deployment("web", { replicas: 0, available: 0 }), replicaSet("web-a", "web", { replicas: 0 })],
    says: [],
    serves: [0, 0, 0],
  },
  {
    name: "a rollout on its way, before its deadline",
    objects: rollout(moving("1m"), [
      newPod({ ready: ["False", "1m"], age: "1m", containers: [container("app", { ready: false })] }),
    ]),
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a slow start inside the deadline of a rollout",
    objects: rollout(moving("4m"), [
      newPod({ ready: ["False", "4m"], age: "4m", containers: [container("app", { ready: false })] }),
    ]),
    says: [],
  },
  {
    name: "a bad image behind old replicas that serve",
    objects: rollout(moving("8m"), [
      newPod({
        ready: ["False", "8m"],
        phase: "Pending",
        containers: [container("app", waiting("ImagePullBackOff", "no such image"))],
      }),
    ]),
    says: ["Deployment/web ImagePullBackOff high"],
    serves: [1, 0, 0],
  },
  {
    name: "a rollout past its deadline with pods that merely do not get ready",
    objects: rollout(exceeded, [
      newPod({ ready: ["False", "15m"], containers: [container("app", { ready: false })] }),
    ]),
    says: ["Deployment/web RolloutStuck high"],
    serves: [1, 0, 0],
  },
  {
    name: "a paused rollout",
    objects: [
      deployment(
        "web",
        { replicas: 3, updated: 1 },
        {
          spec: { paused: true },
          status: {
            conditions: [
              condition("Available", "True", "9d", "MinimumReplicasAvailable"),
              condition("Progressing", "Unknown", "1h", "DeploymentPaused"),
            ],
          },
        },
      ),
    ],
    says: [],
    serves: [1, 0, 0],
  },
  {
    name: "a first rollout in its first minute",
    objects: [
      deployment(
        "web",
        { replicas: 2, available: 0 },
        {
          meta: { creationTimestamp: ago("1m") },
          status: {
            conditions: [condition("Available", "False", "1m", "MinimumReplicasUnavailable"), moving("1m")],
          },
        },
      ),
    ],
    says: [],
    serves: [0, 0, 1],
  },
  {
    name: "nothing available for twenty minutes and no pod to be seen",
    objects: [
      deployment(
        "web",
        { replicas: 2, available: 0 },
        {
          status: {
            replicas: 0,
            conditions: [
              condition("Available", "False", "20m"),
              condition("Progressing", "True", "9d", "NewReplicaSetAvailable"),
            ],
          },
        },
      ),
      replicaSet("web-a", "web", { ready: 0 }),
    ],
    says: ["Deployment/web Unavailable high"],
    serves: [0, 1, 0],
  },
  {
    name: "fewer than its strategy allows, for twenty minutes",
    objects: [
      deployment(
        "web",
        { replicas: 4, available: 2 },
        { status: { conditions: [condition("Available", "False", "20m", "MinimumReplicasUnavailable")] } },
      ),
    ],
    says: ["Deployment/web Unavailable high"],
    serves: [1, 0, 0],
  },
  {
    name: "pods that a quota does not let in",
    objects: [
      deployment(
        "web",
        { replicas: 3, available: 1 },
        {
          status: {
            conditions: [
              condition(
                "ReplicaFailure",
                "True",
                "10m",
                "FailedCreate",
                'pods "web-x" is forbidden: exceeded quota: small',
              ),
              condition("Available", "False", "10m"),
            ],
          },
        },
      ),
    ],
    says: ["Deployment/web FailedCreate high"],
  },
  {
    name: "its controller has not seen the newest spec of half an hour ago",
    objects: [
      deployment(
        "web",
        {},
        {
          meta: {
            generation: 2,
            managedFields: [{ manager: "kubectl", operation: "Update", time: ago("30m") }],
          },
        },
      ),
    ],
    says: ["Deployment/web NotObserved medium"],
    serves: [0, 0, 1],
  },
  {
    name: "a spec that its controller is about to see",
    objects: [
      deployment(
        "web",
        {},
        {
          meta: {
            generation: 2,
            managedFields: [{ manager: "kubectl", operation: "Update", time: ago("2s") }],
          },
        },
      ),
    ],
    says: [],
    serves: [0, 0, 1],
  },
  {
    name: "no status at all yet",
    objects: [
      deployment(
        "web",
        {},
        {
          status: {
            observedGeneration: undefined,
            conditions: undefined,
            replicas: undefined,
            availableReplicas: undefined,
            readyReplicas: undefined,
            updatedReplicas: undefined,
          },
          meta: { creationTimestamp: ago("3s") },
        },
      ),
    ],
    says: [],
    serves: [0, 0, 1],
  },
];
