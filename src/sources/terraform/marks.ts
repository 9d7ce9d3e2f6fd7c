import { holdsTrue } from "./classify.ts";
import type { Row } from "./schema.ts";

/**
 * What any row marks as sensitive on either side. A tool marks reality by the provider's schema and the declared side by the
 * configuration too, so that one side alone would show the other's secret.
 */
export const marksOf = (...rows: readonly (Row | undefined)[]): unknown => {
  let marks: unknown;
  for (const row of rows) {
    if (row === undefined) continue;
    marks = joined(joined(marks, row.change.before_sensitive), row.change.after_sensitive);
  }
  return marks;
};

const joined = (one: unknown, other: unknown): unknown => {
  if (!holdsTrue(other)) return one;
  if (!holdsTrue(one)) return other;
  if (covers(one, other)) return one;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) return true;
  const steps = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const both = steps.map((step) => [step, joined(partOf(one, step), partOf(other, step))] as const);
  return Array.isArray(one) ? listOf(both) : Object.fromEntries(both);
};

/** Both sides nearly always mark the same, and then there is nothing to make. */
const covers = (one: unknown, other: unknown): boolean => {
  if (one === true || !holdsTrue(other)) return true;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  return Object.keys(other).every((step) => covers(partOf(one, step), partOf(other, step)));
};

const listOf = (parts: readonly (readonly [string, unknown])[]): readonly unknown[] => {
  const list: unknown[] = [];
  for (const [step, part] of parts) list[Number(step)] = part;
  return list;
};

type Tree = Readonly<Record<string, unknown>>;

const partOf = (tree: Tree, step: string): unknown => (Object.hasOwn(tree, step) ? tree[step] : undefined);

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
