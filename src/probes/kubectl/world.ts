import { addTo, groupedBy } from "../../core/grouped.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import {
  at,
  groupOf,
  isBuiltIn,
  kindOf,
  nameOf,
  namespaceOf,
  textAt,
} from "../../platform/kubernetes/compare/thing.ts";
import type { Told } from "./events.ts";
import { mapsAt } from "./read.ts";
import { selecting } from "./selecting.ts";

/** What a thing is called, as far as a look can tell. */
export type Subject = {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
};

/** Pods whose controller is of no kind that is read: they speak for it. */
export type Stranger = { readonly subject: Subject; readonly pods: readonly [ValueMap, ...ValueMap[]] };

/** Everything that was read, joined once by owner. */
export type World = {
  readonly objects: readonly ValueMap[];
  /** By `Kind`, and `group/Kind` where it is no built-in one; whether it is empty or was not read is told by `read`. */
  readonly ofKind: (kind: string) => readonly ValueMap[];
  readonly read: (kind: string) => boolean;
  readonly named: (kind: string, namespace: string, name: string) => ValueMap | undefined;
  /** What it made itself. */
  readonly madeBy: (object: ValueMap) => readonly ValueMap[];
  /** The pods at the end of its chain of owners. */
  readonly podsOf: (object: ValueMap) => readonly ValueMap[];
  /** What made it, where that was read. */
  readonly makerOf: (object: ValueMap) => ValueMap | undefined;
  readonly strangers: readonly Stranger[];
  /** Pods that meet a plain selector; an empty one meets nothing here. */
  readonly podsWith: (namespace: string, selector: ValueMap) => readonly ValueMap[];
  /** What makes pods that would meet it. */
  readonly makersWith: (namespace: string, selector: ValueMap) => readonly ValueMap[];
  readonly slicesOf: (service: ValueMap) => readonly ValueMap[];
  /** Warnings that were written of it, the newest first. */
  readonly toldOf: (object: ValueMap) => readonly Told[];
  /** Pods that mount a claim. */
  readonly usersOf: (claim: ValueMap) => readonly ValueMap[];
};

/** Kinds whose templates become pods. */
export const makers = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"] as const;

/** Longer chains of owners do not exist. */
const longestChain = 6;

export const worldOf = (
  objects: readonly ValueMap[],
  unread: ReadonlySet<string>,
  events: readonly Told[] = [],
): World => {
  const told = new Map<string, Told[]>();
  for (const event of [...events].sort(newestFirst)) addTo(told, event.uid, event);
  const byUid = new Map(objects.map((object) => [uidOf(object), object]));
  const kinds = groupedBy(objects, kindKeyOf);
  const names = new Map(
    objects.map((object) => [placeOf(kindKeyOf(object), namespaceOf(object), nameOf(object)), object]),
  );
  const made = new Map<string, ValueMap[]>();
  for (const object of objects) addTo(made, controllerOf(object)?.uid ?? "", object);
  const pods = kinds.get("Pod") ?? [];
  const byTop = groupedBy(pods, (pod) => topOf(pod, byUid).uid);
  const slices = groupedBy(kinds.get("EndpointSlice") ?? [], (slice) =>
    placeOf("Service", namespaceOf(slice), textAt(slice, "metadata", "labels", "kubernetes.io/service-name")),
  );
  const users = new Map<string, ValueMap[]>();
  for (const pod of pods)
    for (const claim of claimsOf(pod)) addTo(users, `${namespaceOf(pod)}/${claim}`, pod);
  return {
    objects,
    ofKind: (kind) => kinds.get(kind) ?? [],
    read: (kind) => !unread.has(kind),
    named: (kind, namespace, name) => names.get(placeOf(kind, namespace, name)),
    madeBy: (object) => made.get(uidOf(object)) ?? [],
    podsOf: (object) => byTop.get(uidOf(object)) ?? [],
    makerOf: (object) => byUid.get(controllerOf(object)?.uid ?? ""),
    strangers: strangersIn(byTop, byUid),
    podsWith: selecting(pods),
    makersWith: selecting(makers.flatMap((kind) => kinds.get(kind) ?? [])),
    slicesOf: (service) => slices.get(placeOf("Service", namespaceOf(service), nameOf(service))) ?? [],
    toldOf: (object) => told.get(uidOf(object)) ?? [],
    usersOf: (claim) => users.get(`${namespaceOf(claim)}/${nameOf(claim)}`) ?? [],
  };
};

/** Of two at one instant the one that sorts first: the order in which they were read says nothing. */
const newestFirst = (a: Told, b: Told): number =>
  b.at - a.at || byCodeUnit(`${a.reason} ${a.message}`, `${b.reason} ${b.message}`);

export const subjectOf = (object: ValueMap): Subject => ({
  group: groupOf(object),
  kind: kindOf(object),
  namespace: namespaceOf(object),
  name: nameOf(object),
});

const kindKeyOf = (object: ValueMap): string => {
  const group = groupOf(object);
  return isBuiltIn(group) ? kindOf(object) : `${group}/${kindOf(object)}`;
};

const placeOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

const uidOf = (object: ValueMap): string => textAt(object, "metadata", "uid");

type Owner = Subject & { readonly uid: string };

/** A static pod belongs to its node in writing only. */
const controllerOf = (object: ValueMap): Owner | undefined => {
  const owner = mapsAt(object, "metadata", "ownerReferences").find((one) => at(one, "controller") === true);
  if (owner === undefined || textAt(owner, "kind") === "Node") return undefined;
  return {
    ...{ group: groupOf(owner), kind: textAt(owner, "kind"), namespace: namespaceOf(object) },
    ...{ name: textAt(owner, "name"), uid: textAt(owner, "uid") },
  };
};

/** Kinds of which their pods are judged, whoever made them. */
const ownPods: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "CronJob"]);

/** The last owner of its chain, or the first that knows what its pods should be; itself where nobody made it. */
const topOf = (pod: ValueMap, byUid: ReadonlyMap<string, ValueMap>): Owner => {
  let top: Owner = { ...subjectOf(pod), uid: uidOf(pod) };
  for (let step = 0, next: ValueMap | undefined = pod; step < longestChain && next !== undefined; step += 1) {
    const owner = controllerOf(next);
    if (owner === undefined) return top;
    top = owner;
    next = byUid.get(owner.uid);
    if (next !== undefined && ownPods.has(owner.kind)) return top;
  }
  return top;
};

const strangersIn = (
  byTop: ReadonlyMap<string, readonly ValueMap[]>,
  byUid: ReadonlyMap<string, ValueMap>,
): readonly Stranger[] =>
  [...byTop].flatMap(([uid, pods]) => {
    const [first, ...rest] = pods;
    if (first === undefined || byUid.has(uid)) return [];
    const { uid: _, ...subject } = topOf(first, byUid);
    return [{ subject, pods: [first, ...rest] as const }];
  });

const claimsOf = (pod: ValueMap): readonly string[] =>
  mapsAt(pod, "spec", "volumes")
    .map((volume) => textAt(volume, "persistentVolumeClaim", "claimName"))
    .filter((name) => name !== "");
