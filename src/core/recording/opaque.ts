import { isList, isMap, isOpaque, secretValue, unknownValue, type Value } from "../value.ts";

/**
 * Stands alone as the name of a member where a value cannot be read; a name of the document that begins with it is written with
 * another one before it, so that no document can pass for a mask.
 */
const mask = "‹›";

/** A masked tree as plain JSON; seals, which only the store compares, are left out. */
export const openMasks = (value: Value): unknown => {
  if (isOpaque(value)) return { [mask]: value.text };
  if (isList(value)) return value.map(openMasks);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.startsWith(mask) ? mask + key : key, openMasks(one)]),
  );
};

/** The tree again; `undefined` for what {@link openMasks} never writes. */
export const closeMasks = (json: unknown): Value | undefined => {
  if (json === null || typeof json === "string" || typeof json === "boolean" || typeof json === "number")
    return json;
  if (Array.isArray(json)) return allOf(json.map(closeMasks));
  if (typeof json !== "object") return undefined;
  if (mask in json) return Object.keys(json).length === 1 ? maskOf(json[mask]) : undefined;
  const keys = Object.keys(json);
  const values = allOf(Object.values(json).map(closeMasks));
  if (values === undefined) return undefined;
  return Object.fromEntries(
    keys.map((key, nth) => [key.startsWith(mask) ? key.slice(mask.length) : key, values[nth] ?? null]),
  );
};

const allOf = (values: readonly (Value | undefined)[]): readonly Value[] | undefined => {
  const known = values.filter((one) => one !== undefined);
  return known.length === values.length ? known : undefined;
};

const maskOf = (text: unknown): Value | undefined => {
  if (text === unknownValue.text) return unknownValue;
  const [, ordinal] = typeof text === "string" ? (/^‹secret (\d{1,9})›$/.exec(text) ?? []) : [];
  return ordinal === undefined ? undefined : secretValue(Number(ordinal));
};
