export type Thing = Readonly<Record<string, unknown>>;

/** One labelled world: what lives there, and what a health look has to say of it. */
export type Scene = {
  readonly name: string;
  readonly objects: readonly Thing[];
  /** `Kind/name category severity`, each exactly once; nothing where the look must stay silent. */
  readonly says: readonly string[];
  /** Application workloads that serve, do not, and cannot be told; left out where the scene is about something else. */
  readonly serves?: readonly [passed: number, failed: number, unknown: number];
};

/** The instant of every look, milliseconds UTC. */
export const at = Date.parse("2026-03-10T12:00:00Z");

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The instant that long before the look: `90s`, `5m`, `2h`, `3d`. */
export const ago = (span: string): string => {
  const [, count = "0", unit = "s"] = /^(\d+)([smhd])$/.exec(span) ?? [];
  return new Date(at - Number(count) * (units[unit] ?? 0)).toISOString().replace(".000", "");
};

const owner = (kind: string, name: string, apiVersion = "apps/v1") => ({
  ownerReferences: [{ apiVersion, kind, name, uid: `${kind}-${name}`, controller: true }],
});

export const condition = (
  type: string,
  status: string,
  since: string,
  reason?: string,
  message?: string,
): Thing => ({
  ...{ type, status, lastTransitionTime: ago(since), lastUpdateTime: ago(since) },
  ...(reason === undefined ? {} : { reason }),
  ...(message === undefined ? {} : { message }),
});

type Meta = Thing & { readonly namespace?: string | undefined };

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  body: Thing = {},
  meta: Meta = {},
): Thing => ({
  apiVersion,
  kind,
  metadata: {
    ...{ name, namespace: "shop", uid: `${kind}-${name}`, creationTimestamp: ago("30d"), generation: 1 },
    ...meta,
  },
  ...body,
});

const template = (name: string, image: string, env: readonly Thing[] = []): Thing => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: "app", image, env }] },
});

type Counts = { readonly replicas?: number; readonly available?: number; readonly updated?: number };

/** A Deployment that rolled out long ago; `status` and `spec` are laid over it. */
export const deployment = (
  name: string,
  counts: Counts = {},
  { spec = {}, status = {}, meta = {} }: Readonly<Record<"spec" | "status" | "meta", Thing>> | Thing = {},
): Thing => {
  const { replicas = 2 } = counts;
  const { available = replicas, updated = replicas } = counts;
  return object(
    "apps/v1",
    "Deployment",
    name,
    {
      spec: {
        ...{ replicas, selector: { matchLabels: { app: name } }, template: template(name, "shop/app:1") },
        ...part(spec),
      },
      status: {
        ...{ observedGeneration: 1, replicas, updatedReplicas: updated, availableReplicas: available },
        ...{ readyReplicas: available, unavailableReplicas: Math.max(0, replicas - available) },
        conditions: [
          condition("Available", available > 0 ? "True" : "False", "1h", "MinimumReplicasAvailable"),
          condition("Progressing", "True", "3d", "NewReplicaSetAvailable"),
        ],
        ...part(status),
      },
    },
    part(meta),
  );
};

const part = (value: unknown): Thing => (typeof value === "object" && value !== null ? { ...value } : {});

export const replicaSet = (
  name: string,
  of: string,
  parts: {
    readonly replicas?: number;
    readonly ready?: number;
    readonly revision?: number;
    readonly image?: string;
    readonly env?: readonly Thing[];
    readonly created?: string;
  } = {},
): Thing => {
  const { replicas = 2, revision = 1, image = "shop/app:1", env = [], created = "30d" } = parts;
  const { ready = replicas } = parts;
  return object(
    "apps/v1",
    "ReplicaSet",
    name,
    {
      spec: { replicas, selector: { matchLabels: { app: of } }, template: template(of, image, env) },
      status: { replicas, readyReplicas: ready, availableReplicas: ready, observedGeneration: 1 },
    },
    {
      ...owner("Deployment", of),
      annotations: { "deployment.kubernetes.io/revision": String(revision) },
      creationTimestamp: ago(created),
    },
  );
};

/** A container as the kubelet tells it: running and ready, with `more` laid over it. */
export const container = (name = "app", more: Thing = {}): Thing => ({
  ...{ name, ready: true, started: true, restartCount: 0, image: "shop/app:1" },
  state: { running: { startedAt: ago("20d") } },
  ...more,
});

export const waiting = (reason: string, message = "", more: Thing = {}): Thing => ({
  ...{ ready: false, started: false, state: { waiting: { reason, message } } },
  ...more,
});

export const ended = (reason: string, exitCode: number, span: string, lasted = "30s"): Thing => ({
  terminated: {
    ...{ reason, exitCode, finishedAt: ago(span) },
    startedAt: new Date(Date.parse(ago(span)) - (at - Date.parse(ago(lasted)))).toISOString(),
  },
});

export const running = (since: string): Thing => ({ running: { startedAt: ago(since) } });

type PodParts = {
  readonly of?: readonly [kind: string, name: string] | undefined;
  readonly age?: string;
  readonly phase?: string;
  readonly ready?: readonly [status: string, since: string];
  readonly containers?: readonly Thing[];
  readonly init?: readonly Thing[];
  readonly labels?: Thing;
  readonly spec?: Thing;
  readonly status?: Thing;
  readonly meta?: Thing;
  readonly conditions?: readonly Thing[];
};

const apiOf: Readonly<Record<string, string>> = { Job: "batch/v1", Cluster: "postgresql.cnpg.io/v1" };

/** A pod that runs and is ready; every part may be another. */
export const pod = (name: string, parts: PodParts = {}): Thing => {
  const { of, age = "20d", phase = "Running", ready = ["True", "20d"], containers = [container()] } = parts;
  return object(
    "v1",
    "Pod",
    name,
    {
      spec: {
        nodeName: "node-1",
        containers: [{ name: "app", image: "shop/app:1" }],
        ...parts.spec,
      },
      status: {
        phase,
        startTime: ago(age),
        conditions: [
          condition("PodScheduled", "True", age),
          condition("Ready", ready[0], ready[1], ready[0] === "True" ? undefined : "ContainersNotReady"),
          ...(parts.conditions ?? []),
        ],
        containerStatuses: containers,
        ...(parts.init === undefined ? {} : { initContainerStatuses: parts.init }),
        ...parts.status,
      },
    },
    {
      ...(of === undefined ? {} : owner(of[0], of[1], apiOf[of[0]])),
      creationTimestamp: ago(age),
      labels: parts.labels ?? { app: name.split("-")[0] ?? name },
      ...parts.meta,
    },
  );
};

/** A Deployment `web` with its one ReplicaSet and two pods, of which `parts` tell what is different. */
export const web = (parts: readonly PodParts[], more: readonly Thing[] = []): readonly Thing[] => {
  const bad = parts.filter(({ ready }) => ready !== undefined && ready[0] !== "True").length;
  const available = parts.length - bad;
  return [
    deployment("web", { replicas: parts.length, available }),
    replicaSet("web-a", "web", { replicas: parts.length, ready: available }),
    ...parts.map((one, index) => pod(`web-a-${index + 1}`, { of: ["ReplicaSet", "web-a"], ...one })),
    ...more,
  ];
};

export const node = (
  name: string,
  { conditions = [] as readonly Thing[], spec = {}, age = "90d" } = {},
): Thing => {
  const named = new Set(conditions.map((one) => one["type"]));
  const good = [
    condition("MemoryPressure", "False", "90d", "KubeletHasSufficientMemory"),
    condition("DiskPressure", "False", "90d", "KubeletHasNoDiskPressure"),
    condition("PIDPressure", "False", "90d", "KubeletHasSufficientPID"),
    condition("Ready", "True", "90d", "KubeletReady"),
  ].filter((one) => !named.has(one["type"]));
  return object(
    "v1",
    "Node",
    name,
    { spec, status: { conditions: [...good, ...conditions] } },
    { namespace: undefined, creationTimestamp: ago(age) },
  );
};
