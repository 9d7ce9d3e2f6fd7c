import { inOrder } from "../../../core/order.ts";
import { isBenignValue, suspicionOf } from "../../../core/secret/names.ts";
import { type Masker, makeMasker } from "../../../core/secret.ts";
import { isList, isMap, isSecret, type Value, type ValueMap } from "../../../core/value.ts";
import {
  at,
  kindOf,
  listAt,
  makerOf,
  mapAt,
  podSpecOf,
  textAt,
} from "../../../platform/kubernetes/compare/thing.ts";
import { isOfEveryPod } from "../../../platform/kubernetes/compare/undeclared.ts";
import type { Wanted } from "../fetch.ts";

/** What a baseline holds: what runs, and nothing that only points at it. */
export const workloads: readonly Wanted[] = [
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => ({
    apiVersion: "apps/v1",
    kind,
  })),
  { apiVersion: "batch/v1", kind: "CronJob" },
  { apiVersion: "v1", kind: "Pod" },
].map((one) => ({ ...one, namespaces: undefined }));

/** Kinds that a controller makes by the thousand; what it made is told by what it was made from. */
const oftenMade: ReadonlySet<string> = new Set(["ReplicaSet", "Pod"]);

/** Whether this one stands for itself. */
export const isOwnWorkload = (object: ValueMap): boolean =>
  !(oftenMade.has(kindOf(object)) && makerOf(object) !== undefined);

/** A hook of a release and a pod that ends by itself come and go: they are no part of what should run. */
export const isPassing = (object: ValueMap): boolean => {
  const annotations = mapAt(object, "metadata", "annotations");
  if (Object.hasOwn(annotations, "helm.sh/hook") || Object.hasOwn(annotations, "argocd.argoproj.io/hook"))
    return true;
  return kindOf(object) === "Pod" && ["Never", "OnFailure"].includes(textAt(object, "spec", "restartPolicy"));
};

/**
 * An object reduced to what a baseline keeps: which images run, how, as whom and with what rights. No value of a variable, and
 * nothing that looks like a secret; replicas are left to who scales them.
 */
export const projecting = (): ((object: ValueMap) => ValueMap) => {
  // One for all: to make one costs more than to mask an object with it.
  const masker = makeMasker();
  return (object) => projected(object, masker);
};

const projected = (object: ValueMap, masker: Masker): ValueMap => {
  const { apiVersion = "", kind = "" } = object;
  const reduced = some({
    apiVersion,
    kind,
    metadata: some({
      name: at(object, "metadata", "name"),
      namespace: at(object, "metadata", "namespace"),
    }),
    spec: specOf(object),
  });
  const masked = plainly(masker.mask(reduced, undefined));
  return isMap(masked) ? masked : {};
};

/** Ordinals depend on what else was masked; a baseline must say the same each time. */
const plainly = (value: Value): Value => {
  if (isSecret(value)) return "‹secret›";
  if (typeof value === "string") return value.replace(/‹secret \d+›/g, "‹secret›");
  if (isList(value)) return value.map(plainly);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainly(one)]));
};

const specOf = (object: ValueMap): ValueMap => {
  const spec = at(object, "spec");
  if (kindOf(object) === "Pod") return podOf(object);
  const template = { template: { spec: podOf(object) } };
  if (kindOf(object) === "CronJob")
    return some({
      schedule: at(spec, "schedule"),
      suspend: at(spec, "suspend"),
      jobTemplate: { spec: template },
    });
  return some({ selector: sorted(at(spec, "selector")), ...template });
};

const podOf = (object: ValueMap): ValueMap => {
  const pod = podSpecOf(object) ?? {};
  const hide = hiding(object, pod);
  return some({
    serviceAccountName: at(pod, "serviceAccountName") ?? at(pod, "serviceAccount"),
    ...Object.fromEntries(
      ["automountServiceAccountToken", "hostNetwork", "hostPID", "hostIPC"].map((key) => [key, at(pod, key)]),
    ),
    restartPolicy: kindOf(object) === "Pod" ? at(pod, "restartPolicy") : undefined,
    securityContext: sorted(at(pod, "securityContext")),
    initContainers: filled(listAt(pod, "initContainers").map((one) => containerOf(one, hide))),
    containers: filled(listAt(pod, "containers").map((one) => containerOf(one, hide))),
    volumes: filled(
      listAt(pod, "volumes").flatMap((one) => (isOfEveryPod(at(one, "name") ?? null) ? [] : [volumeOf(one)])),
    ),
  });
};

type Hide = (words: Value | undefined) => Value | undefined;

/**
 * What stands under a secret's name in a variable, or in what was applied, is none of the words either. Elsewhere a name may
 * well be the same as a careless password, and must stay readable.
 */
const hiding = (object: ValueMap, pod: ValueMap): Hide => {
  let masker: Masker | undefined;
  const ready = (): Masker => {
    masker = makeMasker();
    masker.learn({ pod, annotations: mapAt(object, "metadata", "annotations") }, undefined);
    return masker;
  };
  return (words) => (words === undefined ? undefined : plainly((masker ?? ready()).mask(words, undefined)));
};

const containerOf = (container: Value, hide: Hide): ValueMap =>
  some({
    name: at(container, "name"),
    image: at(container, "image"),
    command: hide(wordsOf(at(container, "command"))),
    args: hide(wordsOf(at(container, "args"))),
    env: filled(listAt(container, "env").map((one) => some({ name: at(one, "name") }))),
    envFrom: filled(listAt(container, "envFrom").map(sorted)),
    ports: filled(listAt(container, "ports").map(sorted)),
    resources: sorted(at(container, "resources")),
    securityContext: sorted(at(container, "securityContext")),
    restartPolicy: at(container, "restartPolicy"),
    volumeMounts: filled(
      listAt(container, "volumeMounts").flatMap((mount) =>
        isOfEveryPod(at(mount, "mountPath") ?? null) ? [] : [mountOf(mount)],
      ),
    ),
  });

const mountOf = (mount: Value): ValueMap =>
  some(Object.fromEntries(["name", "mountPath", "readOnly"].map((key) => [key, at(mount, key)])));

/** An argument behind a flag that asks for a secret is one, whatever it looks like. */
const wordsOf = (words: Value | undefined): Value | undefined => {
  if (!isList(words)) return undefined;
  const isAsked = (word: Value, nth: number): boolean => {
    const before = words[nth - 1];
    return (
      typeof word === "string" &&
      typeof before === "string" &&
      /^--?[A-Za-z][\w-]*$/.test(before) &&
      suspicionOf(before) !== "none" &&
      !word.startsWith("-") &&
      !isBenignValue(word)
    );
  };
  return words.map((word, nth) => (isAsked(word, nth) ? "‹secret›" : word));
};

/** The kind of a volume, and what it is taken from; never what stands in it. */
const volumeOf = (volume: Value): ValueMap => {
  const kind = inOrder(Object.keys(isMap(volume) ? volume : {})).find((key) => key !== "name");
  if (kind === undefined) return some({ name: at(volume, "name") });
  const from = Object.fromEntries(sourceNames.map((key) => [key, at(volume, kind, key)]));
  return some({ name: at(volume, "name"), [kind]: { ...some(from) } });
};

const sourceNames = ["name", "secretName", "claimName", "path", "driver"] as const;

/** The members that are there. */
const some = (members: Readonly<Record<string, Value | undefined>>): ValueMap =>
  Object.fromEntries(
    Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );

const filled = (list: readonly (Value | undefined)[]): Value | undefined => {
  const there = list.flatMap((one) => (one === undefined ? [] : [one]));
  return there.length === 0 ? undefined : there;
};

const sorted = (value: Value | undefined): Value | undefined => {
  if (isList(value)) return value.map((one) => sorted(one) ?? null);
  if (!isMap(value)) return value;
  return Object.fromEntries(inOrder(Object.keys(value)).map((key) => [key, sorted(value[key]) ?? null]));
};
