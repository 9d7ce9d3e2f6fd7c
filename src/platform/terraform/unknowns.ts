import { isList, isMap, isOpaque, unknownValue, type Value } from "../../core/value.ts";
import { holdsTrue } from "./marks.ts";

/** The declared side with a mark where a value is known only after apply (`after_unknown`); the same object where there is none. */
export const withUnknowns = (value: Value | undefined, unknown: unknown): Value | undefined => {
  if (unknown === true) return unknownValue;
  if (isOpaque(value) || !holdsTrue(unknown)) return value;
  if (Array.isArray(unknown)) return inList(isList(value) ? value : [], unknown);
  const known = isMap(value) ? value : {};
  const added = Object.entries(unknown ?? {}).flatMap(([key, part]) =>
    holdsTrue(part) ? [[key, withUnknowns(known[key], part) ?? null] as const] : [],
  );
  return { ...known, ...Object.fromEntries(added) };
};

const inList = (list: readonly Value[], unknown: readonly unknown[]): Value =>
  Array.from(
    { length: Math.max(list.length, unknown.length) },
    (_, at) => withUnknowns(list[at], unknown[at]) ?? null,
  );
