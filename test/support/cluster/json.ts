/** What travels over the wire; mutable, since a server's work is to change it. */
export type Json = null | boolean | number | string | Json[] | Thing;
export type Thing = { [key: string]: Json };

export const isThing = (value: unknown): value is Thing =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at the end of a path of keys; undefined where the path ends early. */
export const dig = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, key) => (isThing(inner) ? inner[key] : undefined), value);

/** The object there; an empty one, not attached to anything, where there is none. */
export const thing = (value: Json | undefined, ...path: readonly string[]): Thing => {
  const found = dig(value, ...path);
  return isThing(found) ? found : {};
};

export const list = (value: Json | undefined, ...path: readonly string[]): Json[] => {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
};

export const things = (value: Json | undefined, ...path: readonly string[]): Thing[] =>
  list(value, ...path).filter(isThing);

/** The string there; "" where there is none. */
export const text = (value: Json | undefined, ...path: readonly string[]): string => {
  const found = dig(value, ...path);
  return typeof found === "string" ? found : "";
};

export const number = (value: Json | undefined, ...path: readonly string[]): number | undefined => {
  const found = dig(value, ...path);
  return typeof found === "number" ? found : undefined;
};

/** The object there, made and attached where there is none. */
export const ensure = (parent: Thing, key: string): Thing => {
  const found = parent[key];
  if (isThing(found)) return found;
  const fresh: Thing = {};
  parent[key] = fresh;
  return fresh;
};

/** Sets what is absent or null, as a defaulting function does. */
export const fill = (target: Thing, defaults: Thing): void => {
  for (const [key, value] of Object.entries(defaults)) {
    if (target[key] === undefined || target[key] === null) target[key] = structuredClone(value);
  }
};

export const same = (left: Json | undefined, right: Json | undefined): boolean => {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((entry, index) => same(entry, right[index]));
  }
  if (!isThing(left) || !isThing(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => same(left[key], right[key]));
};
