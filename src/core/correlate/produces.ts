import type { Drift, FieldDiff } from "../departure.ts";
import type { Identity } from "../identity.ts";
import { inOrder } from "../order.ts";
import { containerOf, namesOf } from "./field-path.ts";
import { isWorkload, kindKey } from "./kinds.ts";
import { isMore } from "./more.ts";
import { type Harm, inWorkload, inWorkloadRow, troublesOfWorkloads } from "./produces-workload.ts";

/** What of a changed thing can bring about a class of trouble. A field that stands in no table proves nothing. */
type Subject = {
  /** First names of a path, and what changing it can do; the longest that fits counts. */
  readonly fields: Readonly<Record<string, Harm>>;
  /** What can follow from its being gone. */
  readonly gone?: Harm;
  /** What can follow from its being there, where nobody declared it. */
  readonly there?: Harm;
};

const settings: Harm = ["crash-loop", "configuration", "readiness", "startup", "job"];
const granted: Harm = ["crash-loop", "readiness", "job"];
const reach: Harm = ["readiness", "startup"];
const room: Harm = ["creation", "availability", "rollout"];
const pulled: Harm = ["image-pull"];
const claimed: Harm = ["creation", "storage", "configuration", "scheduling", "startup"];

const access: Subject = {
  fields: { rules: granted, subjects: granted, roleRef: granted, aggregationRule: granted },
  gone: granted,
};

const subjects: Readonly<Record<string, Subject>> = {
  "/ConfigMap": {
    fields: { data: settings, binaryData: settings },
    gone: ["configuration", "creation", "startup"],
  },
  "/Secret": {
    fields: {
      data: settings,
      stringData: settings,
      "data..dockerconfigjson": pulled,
      "data..dockercfg": pulled,
      "stringData..dockerconfigjson": pulled,
    },
    gone: ["configuration", "creation", "startup"],
  },
  "/ServiceAccount": {
    fields: { imagePullSecrets: ["image-pull"], automountServiceAccountToken: granted, secrets: granted },
    gone: ["creation", "crash-loop"],
  },
  "rbac.authorization.k8s.io/Role": access,
  "rbac.authorization.k8s.io/RoleBinding": access,
  "rbac.authorization.k8s.io/ClusterRole": access,
  "rbac.authorization.k8s.io/ClusterRoleBinding": access,
  "/PersistentVolumeClaim": { fields: { spec: claimed }, gone: claimed },
  "storage.k8s.io/StorageClass": {
    fields: {
      provisioner: ["storage", "scheduling"],
      parameters: ["storage", "scheduling"],
      volumeBindingMode: ["storage", "scheduling"],
      allowedTopologies: ["storage", "scheduling"],
    },
    gone: ["storage", "scheduling"],
  },
  "/Node": {
    fields: {
      "spec.taints": ["scheduling", "eviction"],
      "spec.unschedulable": ["scheduling", "cordon"],
      "metadata.labels": ["scheduling"],
    },
    gone: ["node", "scheduling", "availability"],
  },
  "/ResourceQuota": { fields: { spec: room }, there: room },
  "/LimitRange": { fields: { spec: [...room, "memory", "scheduling"] }, there: [...room, "memory"] },
  "autoscaling/HorizontalPodAutoscaler": {
    fields: {
      "spec.minReplicas": ["scaling", "availability"],
      "spec.maxReplicas": ["scaling", "availability"],
      spec: ["scaling"],
    },
    gone: ["scaling"],
    there: ["scaling", "availability"],
  },
  "/Service": {
    fields: { "spec.selector": ["endpoints"], "spec.ports": ["endpoints"], "spec.type": ["endpoints"] },
    gone: ["endpoints"],
  },
  "networking.k8s.io/Ingress": { fields: { spec: ["endpoints"] } },
  "networking.k8s.io/NetworkPolicy": { fields: { spec: reach }, gone: reach, there: reach },
  "policy/PodDisruptionBudget": { fields: { spec: ["disruption"] }, there: ["disruption"] },
  "cert-manager.io/Certificate": { fields: { spec: ["certificate"] } },
};

/** Every class of trouble that some change can bring about. */
export const troubles: readonly string[] = inOrder([
  ...new Set([
    ...troublesOfWorkloads,
    ...Object.values(subjects).flatMap(({ fields, gone = [], there = [] }) => [
      ...Object.values(fields).flat(),
      ...gone,
      ...there,
    ]),
  ]),
]);

/** A drift as far as it says what changed; memory knows no more. */
export type Changed = Pick<Drift, "identity" | "direction" | "diff"> & Partial<Pick<Drift, "desired">>;

/** A class of trouble, and the container that has it, where one is named. */
export type Trouble = { readonly family: string; readonly container: string | undefined };

/** What of the drift can produce the trouble, in words; only what is different in reality can. */
export const guiltOf = (drift: Changed, trouble: Trouble): readonly string[] => {
  const { identity, direction, diff } = drift;
  const { family } = trouble;
  if (identity.style !== "path") return [];
  const subject = subjectOf(identity);
  switch (direction) {
    case "not-yet-applied":
      return [];
    case "vanished":
      return harmWhenGone(drift, subject).includes(family) ? ["its being gone"] : [];
    case "unmanaged":
      return subject?.there?.includes(family) === true ? ["its being there"] : [];
    case "changed-in-reality":
    case "both":
      return diff.filter((row) => canProduce(identity, row, trouble)).map(({ path }) => path);
  }
};

/** What opens a registry is missed by the pull alone; of a secret whose content nobody tells, either may be. */
const harmWhenGone = ({ identity, desired = {} }: Changed, subject: Subject | undefined): Harm => {
  const gone = subject?.gone ?? [];
  if (kindKey(identity) !== "/Secret") return gone;
  const { type } = desired;
  if (type === "kubernetes.io/dockerconfigjson" || type === "kubernetes.io/dockercfg") return pulled;
  const isTold = ["type", "data", "stringData"].some((key) => Object.hasOwn(desired, key));
  return isTold ? gone : [...gone, ...pulled];
};

const canProduce = (identity: Identity, row: FieldDiff, { family, container }: Trouble): boolean => {
  if (row.path === "" || row.unknown) return false;
  if (!isWorkload(identity)) return harmAt(identity, row).includes(family);
  return inWorkloadRow(row).includes(family) && !isOfAnother(row.path, container);
};

/** Whether the path lies in a container that is not the failing one. */
const isOfAnother = (path: string, failing: string | undefined): boolean => {
  const name = failing === undefined ? undefined : containerOf(path);
  return name !== undefined && name !== failing && failing?.startsWith(`${name} (`) !== true;
};

/** Whether a change of the path in the template of a workload can produce the trouble. */
export const canTemplateProduce = (path: string, family: string): boolean =>
  inWorkload(path).includes(family);

/** More of it is real than was declared: that takes nothing away. */
const relieving = ["maxReplicas", "minReplicas"];

const harmAt = (identity: Identity, row: FieldDiff): Harm => {
  const fields = subjectOf(identity)?.fields ?? {};
  const names = namesOf(row.path);
  if (relieving.includes(names.at(-1) ?? "") && isMore(row.before, row.after) === true) return [];
  if (names[1] === "hard" && isMore(row.before, row.after) === true) return [];
  for (let most = Math.min(names.length, 2); most > 0; most -= 1) {
    const key = names.slice(0, most).join(".");
    const harm = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (harm !== undefined) return harm;
  }
  return [];
};

const subjectOf = (identity: Identity): Subject | undefined => {
  const key = kindKey(identity);
  return Object.hasOwn(subjects, key) ? subjects[key] : undefined;
};
