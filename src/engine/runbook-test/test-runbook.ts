import type { Context } from "../../context.ts";
import { groupedBy } from "../../core/grouped.ts";
import { nearest } from "../../core/nearest.ts";
import { aspects } from "../../core/runbook/trials/trial.ts";
import { SteadystateError } from "../../errors.ts";
import { learnFrom } from "../learn.ts";
import { type Facts, gatherFacts, remembered } from "./facts.ts";
import { judgeReached } from "./reach-trials.ts";
import { judgeEntry, type Trial, unusable } from "./trials.ts";
import { openIn, type Uncovered, uncoveredIn } from "./uncovered.ts";

export type Tested = {
  readonly path: string;
  readonly present: boolean;
  /** In the order of the file, what nobody can use first. */
  readonly trials: readonly Trial[];
  /** Entries of other files that cannot be used, so that not everything could be compared. */
  readonly beside: readonly string[];
  /** Whether anything was ever looked at here; where not, nobody knows what nothing answers. */
  readonly remembers: boolean;
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
  // One that cannot be used has its name all the same.
  const names = [...facts.entries.map((entry) => entry.name), ...broken.map(({ entry }) => entry)];
  if (name !== undefined) demandThere(name, names, facts.path);
  const isAsked = (entry: string): boolean => name === undefined || entry === name;
  const trials: Trial[] = broken.filter(({ entry }) => isAsked(entry));
  const entries = facts.entries.filter((one) => isAsked(one.name));
  const reached = groupedBy(await judgeReached(entries, facts, reach, ctx), ({ entry }) => entry);
  for (const entry of entries) {
    const own = [...(await judgeEntry(entry, facts, ctx)), ...(reached.get(entry.name) ?? [])];
    trials.push(...own.map(withNext).toSorted((a, b) => aspects.indexOf(a.what) - aspects.indexOf(b.what)));
  }
  return {
    path: facts.path,
    present: facts.present,
    trials,
    beside: facts.beside,
    remembers: facts.hasMemory,
    uncovered: name === undefined ? await uncovered(facts, names, ctx) : [],
  };
};

const uncovered = async (
  facts: Facts,
  names: readonly string[],
  ctx: Context,
): Promise<readonly Uncovered[]> => {
  const open = openIn(facts, ctx.now());
  const history = open.length === 0 ? undefined : await ctx.history.look();
  if (history === undefined) return [];
  const lessons = await learnFrom(history, ctx.now() - remembered, { ...ctx, notice: () => {} });
  return uncoveredIn(open, facts, { lessons, names });
};

/** What is wrong with an entry and has no command that puts it right is put right in the entry itself. */
const withNext = (trial: Trial): Trial =>
  trial.state === "stale" && trial.next === undefined
    ? { ...trial, next: `steadystate solutions ${trial.entry}` }
    : trial;

const demandThere = (name: string, names: readonly string[], path: string): void => {
  if (names.includes(name)) return;
  const close = nearest(name, names);
  throw new SteadystateError(
    "not-found",
    `the runbook has no entry ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    { hint: "steadystate runbook test", details: { path } },
  );
};
