import type { FieldDiff } from "../departure.ts";
import { namesOf } from "./field-path.ts";
import { isMore } from "./more.ts";

/** Classes of trouble, as the families of symptoms are called. */
export type Harm = readonly string[];

const nothing: Harm = [];
/** What pods that fail in any way lead to, where nothing says it more exactly. */
const following: Harm = ["rollout", "availability", "endpoints", "job"];
const atStart: Harm = ["crash-loop", "startup", "readiness", ...following];
const placed: Harm = ["scheduling", ...following];
const held: Harm = ["creation", "storage", "configuration", "startup", ...following];
const identityOf: Harm = ["crash-loop", "creation", "readiness", ...following];

const ofContainer: Readonly<Record<string, Harm>> = {
  image: ["image-pull", "memory", ...atStart],
  imagePullPolicy: ["image-pull", ...following],
  command: ["configuration", ...atStart],
  args: ["configuration", ...atStart],
  workingDir: ["configuration", ...atStart],
  env: ["configuration", ...atStart],
  envFrom: ["configuration", ...atStart],
  livenessProbe: atStart,
  startupProbe: atStart,
  readinessProbe: ["readiness", "startup", ...following],
  ports: ["readiness", "startup", ...following],
  volumeMounts: ["crash-loop", ...held],
  volumeDevices: ["crash-loop", ...held],
  securityContext: ["configuration", "creation", ...atStart],
  lifecycle: ["termination", ...atStart],
};

/** Of a container as a whole, one more or one less. */
const wholeContainer: Harm = ["image-pull", "configuration", ...atStart];

const ofPod: Readonly<Record<string, Harm>> = {
  imagePullSecrets: ["image-pull", ...following],
  volumes: held,
  nodeSelector: placed,
  nodeName: placed,
  affinity: placed,
  tolerations: placed,
  topologySpreadConstraints: placed,
  priorityClassName: placed,
  schedulerName: placed,
  runtimeClassName: placed,
  hostNetwork: placed,
  serviceAccountName: identityOf,
  serviceAccount: identityOf,
  automountServiceAccountToken: identityOf,
  securityContext: ["configuration", "creation", ...atStart],
  dnsPolicy: atStart,
  dnsConfig: atStart,
  hostAliases: atStart,
  terminationGracePeriodSeconds: ["termination"],
  activeDeadlineSeconds: ["job"],
};

const ofWorkload: Readonly<Record<string, Harm>> = {
  replicas: ["availability", "scaling", "endpoints", "disruption"],
  strategy: ["rollout", "availability"],
  updateStrategy: ["rollout", "availability"],
  minReadySeconds: ["rollout"],
  progressDeadlineSeconds: ["rollout"],
  paused: ["rollout"],
  volumeClaimTemplates: ["storage", "scheduling"],
  schedule: ["schedule"],
  timeZone: ["schedule"],
  suspend: ["schedule", "job"],
  startingDeadlineSeconds: ["schedule"],
  concurrencyPolicy: ["schedule"],
  backoffLimit: ["job"],
  activeDeadlineSeconds: ["job"],
};

/** Every class of trouble that is named here. */
export const troublesOfWorkloads: readonly string[] = [ofContainer, ofPod, ofWorkload].flatMap((table) =>
  Object.values(table).flat(),
);

const containers = ["containers", "initContainers"];

/** What a change of this path of a workload can produce, whichever way it went. */
export const inWorkload = (path: string): Harm => {
  const all = namesOf(path);
  const inner = inTemplate(all);
  if (isLabel(all)) return ["endpoints"];
  if (inner === undefined) return all[0] === "spec" ? (own(ofWorkload, all[1]) ?? nothing) : nothing;
  const [first = "", field, ...deeper] = inner;
  if (!containers.includes(first)) return own(ofPod, first) ?? nothing;
  if (field === undefined) return wholeContainer;
  if (field === "ports" && deeper.includes("hostPort")) return placed;
  return field === "resources" ? ofResources(deeper) : (own(ofContainer, field) ?? nothing);
};

/** Of more pods than were declared. */
const crowded: Harm = ["scheduling", "creation", "availability", "scaling"];

/** The same, where both sides are known: some changes take a burden away. `before` is what is real. */
export const inWorkloadRow = (row: FieldDiff): Harm => {
  const { path, before, after } = row;
  const harm = inWorkload(path);
  const names = namesOf(path);
  if (names.includes("resources")) return ofAmounts(names, row, harm);
  if (names.at(-1) === "replicas" && isMore(before, after) === true) return crowded;
  // What lets a pod in somewhere does harm where it is missing, what keeps it out where it is there.
  const admits = names.includes("tolerations") || names.includes("imagePullSecrets");
  if (admits) return after === undefined ? nothing : harm;
  return harm === placed && before === undefined ? nothing : harm;
};

const ofAmounts = (names: readonly string[], { before, after }: FieldDiff, harm: Harm): Harm => {
  const more = isMore(before, after);
  if (names.includes("limits")) return before === undefined || more === true ? nothing : harm;
  // An autoscaler counts in parts of what is asked for.
  if (before === undefined) return ["scaling"];
  return more === false ? nothing : harm;
};

const ofResources = ([side, resource]: readonly string[]): Harm => {
  const byMemory: Harm = side === "requests" || resource === "cpu" ? nothing : ["memory"];
  const byRoom: Harm = side === "limits" ? nothing : placed;
  if (side !== undefined && side !== "limits" && side !== "requests") return nothing;
  return side === "requests" ? placed : [...byMemory, ...byRoom];
};

/** The path inside of the pod's own spec; `undefined` outside of it. */
const inTemplate = (names: readonly string[]): readonly string[] | undefined => {
  for (const way of templates)
    if (way.every((name, nth) => names[nth] === name) && names.length > way.length)
      return names.slice(way.length);
  // Of a bare pod, and of a template by itself.
  const [first, second] = names;
  return first === "spec" && second !== undefined && podOnly(second) ? names.slice(1) : undefined;
};

/** A change that leaves its pods well, and others without them. */
export const takesPodsAway = (path: string): boolean => {
  const names = namesOf(path);
  return names.at(-1) === "replicas" || isLabel(names);
};

/** By the labels of its template its pods are found. */
const isLabel = ([first, second, third, fourth]: readonly string[]): boolean =>
  first === "spec" && second === "template" && third === "metadata" && fourth === "labels";

const templates = [
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
] as const;

const podOnly = (name: string): boolean => containers.includes(name) || own(ofPod, name) !== undefined;

const own = (table: Readonly<Record<string, Harm>>, name: string | undefined): Harm | undefined =>
  name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
