import type { Row } from "./schema.ts";

/**
 * What a row marks as sensitive on either side; `undefined` where that is nothing. A tool marks reality by the provider's schema
 * and the declared side by the configuration too, so that one side alone would show the other's secret.
 */
export const ownMarks = ({ change }: Row): unknown =>
  joinMarks(joinMarks(undefined, change.before_sensitive), change.after_sensitive);

/** What either marks. */
export const joinMarks = (one: unknown, other: unknown): unknown => {
  if (!holdsTrue(other)) return one;
  if (one === undefined || !holdsTrue(one)) return other;
  if (covers(one, other)) return one;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) return true;
  const steps = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const both = steps.map((step) => [step, joinMarks(partOf(one, step), partOf(other, step))] as const);
  return Array.isArray(one) ? listOf(both) : Object.fromEntries(both);
};

/** Whether all that the other marks is marked in the one: both sides nearly always mark the same. */
export const covers = (one: unknown, other: unknown): boolean => {
  if (one === true || !holdsTrue(other)) return true;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  for (const step in other) if (!covers(partOf(one, step), other[step])) return false;
  return true;
};

const listOf = (parts: readonly (readonly [string, unknown])[]): readonly unknown[] => {
  const list: unknown[] = [];
  for (const [step, part] of parts) list[Number(step)] = part;
  return list;
};

type Tree = Readonly<Record<string, unknown>>;

const partOf = (tree: Tree, step: string): unknown => (Object.hasOwn(tree, step) ? tree[step] : undefined);

export const holdsTrue = (value: unknown): boolean => {
  if (!isTree(value)) return value === true;
  // Asked of every row several times, and nearly always of an empty object.
  for (const key in value) if (holdsTrue(value[key])) return true;
  return false;
};

export const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
