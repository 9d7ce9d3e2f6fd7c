import { isThing, type Json, same, type Thing } from "./json.ts";
import { identity, isSet, mergeKeys, sameIdentity } from "./merge-keys.ts";

/** Paths of owned fields, each the JSON text of its FieldsV1 steps (`f:name`, `k:{…}`, `v:…`). */
export type FieldSet = ReadonlySet<string>;

type Steps = readonly string[];
type Seen = { readonly field: string; readonly builtin: boolean; readonly path: Steps };

// Maps that are owned as a whole.
const atomicMaps = new Set([
  ...["selector", "nodeSelector", "fieldRef", "secretKeyRef", "configMapKeyRef", "resourceFieldRef"],
  ...["roleRef", "scaleTargetRef"],
]);

const unowned = new Set([
  ...["name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"],
  ...["selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generateName"],
]);

/** Every field of an object that a manager can own; `status` only where it is asked for. */
export const fieldsOf = (object: Thing, builtin: boolean, withStatus: boolean): FieldSet => {
  const paths = leaves(object, { field: "", builtin, path: [] });
  return new Set(paths.filter((path) => isOwnable(path, withStatus)).map((path) => JSON.stringify(path)));
};

const isOwnable = ([first = "", second = ""]: Steps, withStatus: boolean): boolean => {
  if (first === "f:apiVersion" || first === "f:kind") return false;
  if (first === "f:status") return withStatus;
  return first !== "f:metadata" || !unowned.has(second.slice(2));
};

const leaves = (value: Json, { field, builtin, path }: Seen): readonly Steps[] => {
  if (isThing(value) && !atomicMaps.has(field) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, { field: key, builtin, path: [...path, `f:${key}`] }),
    );
  }
  if (!Array.isArray(value) || !(builtin || path[0] === "f:metadata")) return [path];
  if (isSet(field)) return value.map((entry) => [...path, `v:${JSON.stringify(entry)}`]);
  const by = mergeKeys(field, value);
  if (by === undefined || value.length === 0) return [path];
  return value.filter(isThing).flatMap((entry) => {
    const own = [...path, `k:${JSON.stringify(identity(entry, by))}`];
    return [own, ...leaves(entry, { field: "", builtin, path: own })];
  });
};

const stepsOf = (path: string): Steps => {
  const value: unknown = JSON.parse(path);
  return Array.isArray(value) ? value.map(String) : [];
};

/** What stands at such a path; undefined where nothing does. */
export const valueAt = (object: Json | undefined, path: string): Json | undefined =>
  stepsOf(path).reduce<Json | undefined>((inner, step) => into(inner, step), object);

const into = (value: Json | undefined, step: string): Json | undefined => {
  const rest = step.slice(2);
  if (step.startsWith("f:")) return isThing(value) ? value[rest] : undefined;
  if (!Array.isArray(value)) return undefined;
  const wanted: unknown = JSON.parse(rest);
  if (step.startsWith("v:")) return value.find((entry) => entry === wanted);
  return isThing(wanted)
    ? value.find((entry) => sameIdentity(entry, wanted, Object.keys(wanted)))
    : undefined;
};

/** Whether a path is a whole list entry: owned by key, compared by its fields. */
const isEntry = (path: string): boolean => stepsOf(path).at(-1)?.startsWith("k:") === true;

export const differs = (path: string, left: Json | undefined, right: Json | undefined): boolean => {
  const [before, after] = [valueAt(left, path), valueAt(right, path)];
  if (isEntry(path)) return (before === undefined) !== (after === undefined);
  return !same(before, after);
};

export const removeAt = (object: Thing, path: string): void => {
  const steps = stepsOf(path);
  const parent = valueAt(object, JSON.stringify(steps.slice(0, -1)));
  const last = steps.at(-1) ?? "";
  if (isThing(parent)) delete parent[last.slice(2)];
  else if (Array.isArray(parent)) {
    const at = parent.indexOf(into(parent, last) ?? null);
    if (at >= 0) parent.splice(at, 1);
  }
};

/** In words, as a conflict names it: `.spec.template.spec.containers[name="web"].image`. */
export const inWords = (path: string): string =>
  stepsOf(path)
    .map((step) => (step.startsWith("f:") ? `.${step.slice(2)}` : `[${keyWords(step.slice(2))}]`))
    .join("");

const keyWords = (key: string): string => {
  const value: unknown = JSON.parse(key);
  if (!isThing(value)) return key;
  return Object.entries(value)
    .map(([name, inner]) => `${name}=${JSON.stringify(inner)}`)
    .join(",");
};

export const toFieldsV1 = (fields: FieldSet): Thing => {
  const root: Thing = {};
  for (const path of [...fields].sort()) {
    let node = root;
    for (const step of stepsOf(path)) {
      const next = node[step];
      node = isThing(next) ? next : newNode(node, step);
    }
    if (isEntry(path)) node["."] = {};
  }
  return root;
};

const newNode = (parent: Thing, step: string): Thing => {
  const fresh: Thing = {};
  parent[step] = fresh;
  return fresh;
};

export const fromFieldsV1 = (tree: Json | undefined, path: Steps = []): readonly string[] => {
  if (!isThing(tree)) return [];
  const steps = Object.keys(tree).filter((step) => step !== ".");
  const own = tree["."] !== undefined || steps.length === 0 ? [JSON.stringify(path)] : [];
  return [
    ...(path.length === 0 ? [] : own),
    ...steps.flatMap((step) => fromFieldsV1(tree[step], [...path, step])),
  ];
};
