import type { FieldFacts } from "./verb.ts";

type Input = Readonly<Record<string, unknown>>;

/**
 * What the schema of a verb would make of an input, told by its facts alone, so that a common call loads no schemas;
 * `undefined` where only the schema can say, and for whatever it would refuse.
 */
export const readPlainly = (
  fields: readonly FieldFacts[],
  input: Input,
): Record<string, unknown> | undefined => {
  const given = new Set(Object.keys(input));
  if (!fields.every((field) => isSure(field, given.has(field.name), input[field.name]))) return undefined;
  const read: Record<string, unknown> = {};
  for (const { name, default: usual } of fields) {
    const value = given.delete(name) ? input[name] : usual;
    // Nobody shares a list with the facts, or with the caller.
    if (value !== undefined) read[name] = Array.isArray(value) ? [...value] : value;
  }
  return given.size === 0 ? read : undefined;
};

const isSure = (field: FieldFacts, isGiven: boolean, value: unknown): boolean => {
  if (isGiven) return field.judged === "never" && fits(field, value);
  return field.judged !== "always" && !field.required;
};

const fits = (field: FieldFacts, value: unknown): boolean => {
  if (field.list) return Array.isArray(value) && value.every((one) => fitsOne(field, one));
  return fitsOne(field, value);
};

const fitsOne = ({ type, values }: FieldFacts, value: unknown): boolean => {
  if (typeof value !== type) return false;
  if (typeof value === "number") return Number.isFinite(value);
  return values === undefined || (typeof value === "string" && values.includes(value));
};
