import type { Context } from "../../context.ts";
import { nearest } from "../../core/nearest.ts";
import { aspects } from "../../core/runbook/trials/trial.ts";
import { SteadystateError } from "../../errors.ts";
import { type Facts, gatherFacts } from "./facts.ts";
import { judgeReached } from "./reach-trials.ts";
import { judgeEntry, type Trial, unusable } from "./trials.ts";
import { type Uncovered, uncoveredIn } from "./uncovered.ts";

export type Tested = {
  readonly path: string;
  readonly present: boolean;
  /** In the order of the file, what nobody can use first. */
  readonly trials: readonly Trial[];
  /** Entries of other files that cannot be used, so that not everything could be compared. */
  readonly beside: readonly string[];
  /** Nothing where one entry was asked about. */
  readonly uncovered: readonly Uncovered[];
};

/**
 * Asks every entry of the runbook, or the one of that name, whether somebody can rely on it. Runs none of them; only with
 * `reach` a cluster is asked. Throws `not-found` with the nearest name.
 */
export const testRunbook = async (
  { entry: name, reach }: { readonly entry?: string | undefined; readonly reach: boolean },
  ctx: Context,
): Promise<Tested> => {
  const facts = await gatherFacts(ctx);
  const broken = unusable(facts);
  if (name !== undefined) demandThere(name, facts, broken);
  const isAsked = (entry: string): boolean => name === undefined || entry === name;
  const trials: Trial[] = broken.filter(({ entry }) => isAsked(entry));
  const entries = facts.entries.filter((one) => isAsked(one.name));
  const reached = await judgeReached(entries, facts, reach, ctx);
  for (const entry of entries) {
    const own = [
      ...(await judgeEntry(entry, facts, ctx)),
      ...reached.filter((one) => one.entry === entry.name),
    ];
    trials.push(...own.toSorted((a, b) => aspects.indexOf(a.what) - aspects.indexOf(b.what)));
  }
  return {
    path: facts.path,
    present: facts.present,
    trials,
    beside: facts.beside,
    uncovered: name === undefined ? uncoveredIn(facts, ctx.now()) : [],
  };
};

const demandThere = (name: string, { entries, path }: Facts, broken: readonly Trial[]): void => {
  const names = [...entries.map((entry) => entry.name), ...broken.map(({ entry }) => entry)];
  if (names.includes(name)) return;
  const close = nearest(name, names);
  throw new SteadystateError(
    "not-found",
    `the runbook has no entry ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    { hint: "steadystate runbook test", details: { path } },
  );
};
