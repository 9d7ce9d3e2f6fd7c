import { makeMasker } from "../../src/core/secret.ts";
import { isMap, isOpaque, type Value, type ValueMap } from "../../src/core/value.ts";
import { type Comparison, compareObjects } from "../../src/platform/kubernetes/compare/compare.ts";
import { type Held, hold, learn } from "../../src/platform/kubernetes/compare/prepare.ts";
import type { Pair } from "./kubernetes-pairs.ts";

/** What the comparator says of one pair, masked as a source would have it masked. */
export const comparisonOf = (pair: Pair): Comparison => {
  const masker = makeMasker();
  const objects = [pair.declared, ...(pair.live === null ? [] : [pair.live]), ...pair.world];
  for (const object of objects) learn(tree(object), masker);
  const held = (object: unknown): Held => hold(tree(object), masker);
  return compareObjects(held(pair.declared), pair.live === null ? undefined : held(pair.live), {
    world: pair.world.map(tree),
    namespace: pair.namespace ?? "default",
    ignore: (pair.ignore ?? []).map((rule) => rule),
  });
};

export type Verdict = { readonly id: string; readonly said: string };

/** Both errors of one pair: a difference that is none, and an edit that was not found or is told wrongly. */
const errorsOf = (
  pair: Pair,
): { readonly wrong: readonly Verdict[]; readonly missed: readonly Verdict[] } => {
  const { differences } = comparisonOf(pair);
  const expected = new Map(pair.expected.map((one) => [one.path, one]));
  const wrong = differences
    .filter(({ path }) => !expected.has(path))
    .map(({ path }) => ({ id: pair.id, said: path }));
  const missed = pair.expected.flatMap((one) => {
    const found = differences.find(({ path }) => path === one.path);
    const isWhole = one.path === "" || pair.declared["kind"] === "Secret";
    const tells =
      found !== undefined &&
      (isWhole || (sameAs(one.declared, found.declared) && sameAs(one.live, found.live))) &&
      (one.owner === undefined || isSameOwner(one.owner, found.owners[0]));
    return tells ? [] : [{ id: pair.id, said: `${one.path}: ${JSON.stringify(found ?? "not found")}` }];
  });
  return { wrong, missed };
};

type Told = NonNullable<Pair["expected"][number]["owner"]>;

const isSameOwner = (one: Told, found: Told | undefined): boolean =>
  one.manager === found?.manager && one.since === found.since;

/** What is masked may stand for anything. */
const sameAs = (expected: unknown, found: Value | undefined): boolean =>
  (found !== undefined && isOpaque(found)) || canonical(expected) === canonical(found);

const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

export const tree = (object: unknown): ValueMap => {
  const value: Value = JSON.parse(JSON.stringify(object));
  return isMap(value) ? value : {};
};

/** Both rates over one half, as a line for people. */
export const rates = (pairs: readonly Pair[]) => {
  const errors = pairs.map(errorsOf);
  const wrong = errors.flatMap((one) => one.wrong);
  const missed = errors.flatMap((one) => one.missed);
  const edits = pairs.reduce((sum, { expected }) => sum + expected.length, 0);
  const quiet = pairs.filter(({ expected }) => expected.length === 0).length;
  const line = `${pairs.length} pairs (${quiet} without a difference): ${wrong.length} false differences; ${missed.length} of ${edits} edits missed`;
  return { wrong, missed, line };
};
