import type { Symptom } from "../../core/departure.ts";
import type { Identity } from "../../core/identity.ts";
import { printIdentity } from "../../core/identity.ts";
import type { Scope } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import { differingPaths } from "../../platform/kubernetes/compare/compare.ts";
import { mapAt, namespaceOf, podSpecOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { Fault } from "./fault.ts";
import { isLiving } from "./fold.ts";
import { mapsAt } from "./read.ts";
import { podsOfRevision, revisionsOf, rolledOutAt, templateOf } from "./revisions.ts";
import type { World } from "./world.ts";

type Bearings = NonNullable<Symptom["bearings"]>;

/** What speaks for a cause of what fails of a workload or pod; nothing for what runs no pods. */
export const bearingsOf = (
  object: ValueMap,
  faults: readonly Fault[],
  world: World,
  scope: Scope,
): Bearings | undefined => {
  const failing = faults.filter(({ severity }) => severity !== "low").flatMap(({ pods = [] }) => pods);
  const [first] = failing;
  const spec = podSpecOf(object) ?? (first && podSpecOf(first));
  if (spec === undefined) return undefined;
  const revisions = revisionsOf(object, world);
  const { newest, previous } = revisions;
  const since = rolledOutAt(revisions);
  return {
    uses: usedBy(object, spec, failing, scope),
    rollout: since === undefined ? undefined : { since, changed: changedBetween(previous, newest) },
    siblings: newest === undefined ? undefined : siblingsOf(object, newest, failing, world),
  };
};

const mostPaths = 50;

const changedBetween = (previous: ValueMap | undefined, newest: ValueMap | undefined): readonly string[] => {
  if (previous === undefined || newest === undefined) return [];
  const [before, after] = [previous, newest].map((one) => ({ spec: { template: plain(templateOf(one)) } }));
  return before === undefined || after === undefined ? [] : differingPaths(before, after).slice(0, mostPaths);
};

/** Without what tells one template from another by itself. */
const plain = (template: ValueMap): ValueMap => {
  const { $patch: _patch, metadata: _metadata, ...rest } = template;
  const { "pod-template-hash": _hash, ...labels } = mapAt(template, "metadata", "labels");
  return { ...rest, metadata: { labels, annotations: mapAt(template, "metadata", "annotations") } };
};

const siblingsOf = (
  object: ValueMap,
  newest: ValueMap,
  failing: readonly ValueMap[],
  world: World,
): Bearings["siblings"] => {
  const bad = new Set(failing);
  const pods = world.podsOf(object).filter((pod) => isLiving(pod) || bad.has(pod));
  const young = new Set(podsOfRevision(newest, pods, world));
  const share = (isOf: (pod: ValueMap) => boolean) => {
    const all = pods.filter(isOf);
    return { failing: all.filter((pod) => bad.has(pod)).length, all: all.length };
  };
  return { young: share((pod) => young.has(pod)), old: share((pod) => !young.has(pod)) };
};

const usedBy = (
  object: ValueMap,
  spec: ValueMap,
  failing: readonly ValueMap[],
  scope: Scope,
): readonly Identity[] => {
  const namespace = namespaceOf(object);
  const own = failing.flatMap((pod) => claimsIn(mapAt(pod, "spec")));
  const nodes = failing.map((pod): Named => ["Node", textAt(pod, "spec", "nodeName")]);
  const found = new Map<string, Identity>();
  for (const [kind, name] of [...namedIn(spec), ...own, ...nodes]) {
    if (name === "") continue;
    const place = { kind, namespace: kind === "Node" ? "" : namespace, name };
    const identity: Identity = { style: "path", scope: scope.identity, group: "", ...place, key: "" };
    found.set(printIdentity(identity), identity);
  }
  return [...found].sort(([a], [b]) => byCodeUnit(a, b)).map(([, identity]) => identity);
};

type Named = readonly [kind: string, name: string];

const namedIn = (spec: ValueMap): readonly Named[] => [
  ["ServiceAccount", textAt(spec, "serviceAccountName")],
  ...mapsAt(spec, "imagePullSecrets").map((one): Named => ["Secret", nameAt(one)]),
  ...["initContainers", "containers"].flatMap((key) => mapsAt(spec, key)).flatMap(variablesOf),
  ...mapsAt(spec, "volumes").flatMap((volume) => [
    ...mountedBy(volume),
    ...mapsAt(volume, "projected", "sources").flatMap((source): readonly Named[] => [
      ["ConfigMap", textAt(source, "configMap", "name")],
      ["Secret", textAt(source, "secret", "name")],
    ]),
  ]),
  ...claimsIn(spec),
];

const nameAt = (reference: ValueMap): string => textAt(reference, "name");

const variablesOf = (container: ValueMap): readonly Named[] => [
  ...mapsAt(container, "envFrom").flatMap((from): readonly Named[] => [
    ["ConfigMap", textAt(from, "configMapRef", "name")],
    ["Secret", textAt(from, "secretRef", "name")],
  ]),
  ...mapsAt(container, "env").flatMap((one): readonly Named[] => [
    ["ConfigMap", textAt(one, "valueFrom", "configMapKeyRef", "name")],
    ["Secret", textAt(one, "valueFrom", "secretKeyRef", "name")],
  ]),
];

/** A volume of any other kind names a secret for its driver. */
const mountedBy = (volume: ValueMap): readonly Named[] => [
  ["ConfigMap", textAt(volume, "configMap", "name")],
  ["Secret", textAt(volume, "secret", "secretName")],
  ["Secret", textAt(volume, "csi", "nodePublishSecretRef", "name")],
];

const claimsIn = (spec: ValueMap): readonly Named[] =>
  mapsAt(spec, "volumes").map(
    (one): Named => ["PersistentVolumeClaim", textAt(one, "persistentVolumeClaim", "claimName")],
  );
