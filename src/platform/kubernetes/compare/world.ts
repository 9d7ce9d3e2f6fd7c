import type { ValueMap } from "../../../core/value.ts";
import { kindOf, mapAt, namespaceOf, podSpecOf, textAt } from "./thing.ts";

/** Every object that lives beside one another, found by what they are asked for; to search them all for each would cost the square. */
type Neighbours = {
  /** Autoscalers, by namespace and by the name of what they scale. */
  readonly scalers: ReadonlyMap<string, readonly ValueMap[]>;
  /** What describes pods, by namespace. */
  readonly workloads: ReadonlyMap<string, readonly ValueMap[]>;
  /** Sets that make claims, by namespace. */
  readonly sets: ReadonlyMap<string, readonly ValueMap[]>;
};

const cache = new WeakMap<readonly ValueMap[], Neighbours>();

const neighboursIn = (world: readonly ValueMap[]): Neighbours => {
  const known = cache.get(world);
  if (known !== undefined) return known;
  const scalers = new Map<string, ValueMap[]>();
  const workloads = new Map<string, ValueMap[]>();
  const sets = new Map<string, ValueMap[]>();
  for (const object of world) {
    const [kind, namespace] = [kindOf(object), namespaceOf(object)];
    const member = targetOf[kind];
    if (member !== undefined)
      put(scalers, keyOf(namespace, textAt(mapAt(object, "spec", member), "name")), object);
    else if (podSpecOf(object) !== undefined) put(workloads, namespace, object);
    if (kind === "StatefulSet") put(sets, namespace, object);
  }
  const made = { scalers, workloads, sets };
  cache.set(world, made);
  return made;
};

const targetOf: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: "scaleTargetRef",
  ScaledObject: "scaleTargetRef",
  VerticalPodAutoscaler: "targetRef",
};

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

const put = (index: Map<string, ValueMap[]>, key: string, object: ValueMap): void => {
  const own = index.get(key);
  if (own === undefined) index.set(key, [object]);
  else own.push(object);
};

/** Autoscalers that name something of that name. */
export const scalersFor = (
  world: readonly ValueMap[],
  namespace: string,
  name: string,
): readonly ValueMap[] => neighboursIn(world).scalers.get(keyOf(namespace, name)) ?? [];

export const workloadsIn = (world: readonly ValueMap[], namespace: string): readonly ValueMap[] =>
  neighboursIn(world).workloads.get(namespace) ?? [];

export const setsIn = (world: readonly ValueMap[], namespace: string): readonly ValueMap[] =>
  neighboursIn(world).sets.get(namespace) ?? [];
