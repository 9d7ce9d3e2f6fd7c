import { isList, isMap, type Value, type ValueMap } from "../../../core/value.ts";

/** A member of a map; `null` is the same as absent. */
export const at = (value: Value | undefined, ...keys: readonly string[]): Value | undefined => {
  let found = value;
  for (const key of keys) {
    if (!isMap(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key] ?? undefined;
  }
  return found ?? undefined;
};

export const textAt = (value: Value | undefined, ...keys: readonly string[]): string => {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
};

export const mapAt = (value: Value | undefined, ...keys: readonly string[]): ValueMap => {
  const found = at(value, ...keys);
  return isMap(found) ? found : {};
};

export const listAt = (value: Value | undefined, ...keys: readonly string[]): readonly Value[] => {
  const found = at(value, ...keys);
  return isList(found) ? found : [];
};

export const kindOf = (object: ValueMap): string => textAt(object, "kind");
export const nameOf = (object: ValueMap): string => textAt(object, "metadata", "name");
export const namespaceOf = (object: ValueMap): string => textAt(object, "metadata", "namespace");
export const groupOf = (object: ValueMap): string => groupIn(textAt(object, "apiVersion"));

/** `apps` of `apps/v1`; the core group is the empty text. */
export const groupIn = (apiVersion: string): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";

/** Groups whose types an API server brings along, so that their fields, defaults and lists are known. */
export const isBuiltIn = (group: string): boolean => builtIn.has(group);

const builtIn: ReadonlySet<string> = new Set([
  ..."|apps|autoscaling|batch|extensions|policy".split("|"),
  ...[
    "admissionregistration",
    "apiextensions",
    "apiregistration",
    "authentication",
    "authorization",
    "certificates",
    "coordination",
    "discovery",
    "events",
    "flowcontrol.apiserver",
    "networking",
    "node",
    "rbac.authorization",
    "resource",
    "scheduling",
    "storage",
  ].map((name) => `${name}.k8s.io`),
]);

/** The controller that made this object, as `Kind/name`; what it made is its own business. */
export const makerOf = (object: ValueMap): string | undefined => {
  const owner = listAt(object, "metadata", "ownerReferences").find((one) => at(one, "controller") === true);
  return owner === undefined ? undefined : `${textAt(owner, "kind")}/${textAt(owner, "name")}`;
};

/** Where the pods of this kind are described; `undefined` where it has none. */
export const podSpecOf = (object: ValueMap): ValueMap | undefined => {
  const spec = at(object, "spec");
  const found =
    kindOf(object) === "Pod"
      ? spec
      : (at(spec, "jobTemplate", "spec", "template", "spec") ?? at(spec, "template", "spec"));
  return isMap(found) && isList(found["containers"]) ? found : undefined;
};

/** A document of JSON or YAML is a tree of values all the way down; this one is a map at its top. */
export const isObject = (document: unknown): document is ValueMap =>
  typeof document === "object" && document !== null && !Array.isArray(document);
