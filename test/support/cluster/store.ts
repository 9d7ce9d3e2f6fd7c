import { randomUUID } from "node:crypto";
import { ensure, type Thing, text } from "./json.ts";
import { apiVersionOf, type Kind, kindOf, servedKinds } from "./kinds.ts";

export type Change = {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly kind: Kind;
  readonly object: Thing;
  readonly version: number;
};

export type Store = {
  readonly kinds: () => readonly Kind[];
  /** Every object, in order of kind, namespace and name. */
  readonly all: () => readonly Thing[];
  readonly of: (kind: Kind) => readonly Thing[];
  readonly get: (kind: Kind, namespace: string, name: string) => Thing | undefined;
  /** Writes as a controller would, past access rules, defaults and the request log; gives what is stored. */
  readonly put: (object: Thing) => Thing;
  readonly remove: (kind: Kind, namespace: string, name: string) => void;
  readonly version: () => number;
  readonly changes: () => readonly Change[];
  readonly onChange: (listener: (change: Change) => void) => () => void;
};

const keyOf = (kind: Kind, namespace: string, name: string): string =>
  [kind.group, kind.plural, kind.namespaced ? namespace : "", name].join("|");

/** Objects in memory; each write gets the next resourceVersion and reaches the watchers. */
export const makeStore = (clock: () => Date): Store => {
  const objects = new Map<string, Thing>();
  const listeners = new Set<(change: Change) => void>();
  const changes: Change[] = [];
  let version = 1000;
  const all = () =>
    [...objects].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
  const kinds = () => servedKinds(all());
  const tell = (type: Change["type"], kind: Kind, object: Thing) => {
    const change = { type, kind, object: structuredClone(object), version };
    changes.push(change);
    for (const listener of listeners) listener(change);
  };
  const stamp = (object: Thing): void => {
    version += 1;
    const metadata = ensure(object, "metadata");
    metadata["uid"] ??= randomUUID();
    metadata["creationTimestamp"] ??= seconds(clock());
    metadata["resourceVersion"] = String(version);
  };
  return {
    kinds,
    all,
    of: (kind) => {
      const prefix = `${kind.group}|${kind.plural}|`;
      return [...objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => objects.get(key) ?? {});
    },
    get: (kind, namespace, name) => objects.get(keyOf(kind, namespace, name)),
    put: (object) => {
      const stored = structuredClone(object);
      const kind = kindOf(servedKinds([...all(), stored]), stored);
      if (kind === undefined)
        throw new Error(`no kind serves ${text(stored, "apiVersion")} ${text(stored, "kind")}`);
      stored["apiVersion"] = apiVersionOf(kind);
      const metadata = ensure(stored, "metadata");
      if (kind.namespaced) metadata["namespace"] ??= "default";
      const key = keyOf(kind, text(metadata, "namespace"), text(metadata, "name"));
      const existed = objects.has(key);
      stamp(stored);
      objects.set(key, stored);
      tell(existed ? "MODIFIED" : "ADDED", kind, stored);
      return stored;
    },
    remove: (kind, namespace, name) => {
      const key = keyOf(kind, namespace, name);
      const object = objects.get(key);
      if (object === undefined) return;
      objects.delete(key);
      stamp(object);
      tell("DELETED", kind, object);
    },
    version: () => version,
    changes: () => changes,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** An instant as Kubernetes writes it: whole seconds. */
export const seconds = (instant: Date): string => instant.toISOString().replace(/\.\d+Z$/, "Z");
