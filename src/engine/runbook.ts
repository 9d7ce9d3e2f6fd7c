import type { Context } from "../context.ts";
import type { Reach } from "../core/checks/reach.ts";
import { categoryOf } from "../core/departure.ts";
import type { Finding } from "../core/finding.ts";
import { printIdentity } from "../core/identity.ts";
import { nearest } from "../core/nearest.ts";
import type { Item } from "../core/report.ts";
import { matchSolutions } from "../core/runbook/match.ts";
import type { Match, Solution } from "../core/runbook/solution.ts";
import { environmentOf, targetOf } from "../core/scope.ts";
import { SteadystateError } from "../errors.ts";
import type { Fault, Loaded } from "../intent/intent.ts";

/** The committed runbook as a question: which documented fixes answer this? Broken entries are told, not dropped in silence. */
export type Runbook = {
  readonly entries: readonly Solution[];
  readonly forItem: (item: Item) => readonly Match[];
  readonly forFinding: (finding: Finding) => readonly Match[];
};

export const openRunbook = async (ctx: Context): Promise<Runbook> => {
  const { entries, faults } = await ctx.solutions();
  for (const fault of faults) ctx.notice(`runbook entry ignored: ${faultLine(fault)}`);
  return runbookOf(entries);
};

/** The same of entries that were read already. */
export const runbookOf = (entries: readonly Solution[]): Runbook => ({
  entries,
  forItem: ({ departure, flags, title }) =>
    entries.length === 0
      ? []
      : matchSolutions(entries, {
          category: categoryOf(departure),
          type: departure.identity.kind,
          rules: flags.map(({ rule }) => rule),
          title: `${title} (${printIdentity(departure.identity)})`,
          reach: reachOf(departure.identity.scope),
        }),
  forFinding: ({ category, identity, flags, title, label }) =>
    matchSolutions(entries, {
      category,
      type: identity.kind,
      rules: flags.map(({ rule }) => rule),
      title: `${title} (${label})`,
      reach: reachOf(identity.scope),
    }),
});

const reachOf = (scope: string): Reach => ({ environment: environmentOf(scope), target: targetOf(scope) });

/** The runbook that a person names, or the committed one. */
export const runbookAt = (
  file: string | undefined,
  ctx: Pick<Context, "solutions" | "solutionsAt">,
): Promise<Loaded<Solution>> => (file === undefined ? ctx.solutions() : ctx.solutionsAt(file));

/** The entry of that name as the file has it now. Throws `not-found` with the nearest name. */
export const entryNamed = async (
  name: string,
  ctx: Pick<Context, "solutions" | "solutionsAt">,
  file?: string | undefined,
): Promise<Solution> => {
  const { entries, path, faults } = await runbookAt(file, ctx);
  const entry = entries.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const close = nearest(
    name,
    entries.map((one) => one.name),
  );
  const broken = faults.length === 0 ? "" : `, and ${path} has faults`;
  throw new SteadystateError(
    "not-found",
    `the runbook has no usable entry ${name}${close === undefined ? "" : `, did you mean ${close}?`}${broken}`,
    // `runbook` alone is another name for `solutions`, so that a mistyped `runbook test` arrives here.
    {
      hint: nearest(name, ["test"]) === undefined ? "steadystate solutions" : "steadystate runbook test",
      details: { path },
    },
  );
};

/** A fault names an entry by its index, and by its name where it has one. */
export const nameInFault = ({ entry }: Pick<Fault, "entry">): string | undefined =>
  entry === undefined ? undefined : /^\d+ "(.*)"$/s.exec(entry)?.[1];

/** `path:line:column entry: why`, as every door tells a fault in a committed file. */
export const faultLine = ({ path, line, column, entry, why }: Fault): string =>
  `${[path, line, column].filter((part) => part !== undefined).join(":")}${entry === undefined ? "" : ` ${entry}`}: ${why}`;
