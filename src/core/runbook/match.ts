import { isFor, type Reach } from "../checks/reach.ts";
import { compilePattern } from "../pattern.ts";
import { literalOf } from "../pattern-literal.ts";
import type { Match, Solution } from "./solution.ts";
import { standingOf } from "./vouching.ts";

/** What a finding says of itself, as far as the runbook is concerned. */
export type Question = {
  /** Symptom category, rule id of a policy finding, or direction of a drift. */
  readonly category: string;
  /** Kind of the thing (`Deployment`, `aws_db_instance`); no entry is matched by it. */
  readonly type: string;
  /** Ids of the rules that flagged it. */
  readonly rules: readonly string[];
  readonly title: string;
  /** Where it was seen. */
  readonly reach: Reach;
};

/** The entries that answer there, in file order. Both parts of an entry must hold where it has both. */
export const matchSolutions = (solutions: readonly Solution[], question: Question): readonly Match[] =>
  matchPrepared(preparedFor(solutions), question);

const matchPrepared = (entries: readonly Prepared[], question: Question): readonly Match[] => {
  const plain = isPlain(question.title) ? question.title.toLowerCase() : undefined;
  return entries.flatMap(({ solution, test, literal }) => {
    // Hundreds of entries meet thousands of titles: most are told apart without the engine.
    if (literal !== undefined && plain !== undefined && !plain.includes(literal)) return [];
    const because = reasonOf(solution, test, question);
    return because === undefined ? [] : [{ solution, because, draft: standingOf(solution).is === "draft" }];
  });
};

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Category and title before the category alone, and that before the title alone. */
export const rankOf = ({ for: wanted, match }: Pick<Solution, "for" | "match">): number => {
  if (wanted === undefined) return 2;
  return match === undefined ? 1 : 0;
};

type Test = ((title: string) => boolean) | undefined;
type Prepared = {
  readonly solution: Solution;
  readonly test: Test;
  /** What a title must hold before the pattern is worth asking. */
  readonly literal: string | undefined;
};

/** Compiled once for each runbook, not once for each finding. */
const prepared = new WeakMap<readonly Solution[], readonly Prepared[]>();

const preparedFor = (solutions: readonly Solution[]): readonly Prepared[] => {
  const known = prepared.get(solutions);
  if (known !== undefined) return known;
  const fresh = solutions.map((solution) => ({
    solution,
    test: testOf(solution),
    literal: solution.match === undefined ? undefined : literalOf(solution.match),
  }));
  prepared.set(solutions, fresh);
  return fresh;
};

/** An entry whose pattern cannot be used answers nothing; reading the file says so by name. */
const testOf = ({ match }: Solution): Test => {
  if (match === undefined) return undefined;
  const pattern = compilePattern(match, { caseInsensitive: true });
  return pattern.ok ? pattern.test : () => false;
};

/** Words of the entry, never of the finding: a title can decide whether it matches, not what is said. */
const reasonOf = (
  { for: wanted, match, targets, environments }: Solution,
  test: Test,
  { category, rules, title, reach }: Question,
): string | undefined => {
  if (!isFor({ targets, environments }, reach)) return undefined;
  const reasons: string[] = [];
  if (wanted !== undefined) {
    const name = wanted.toLowerCase();
    if (name === category.toLowerCase()) reasons.push(`its category is ${wanted}`);
    else if (rules.some((rule) => rule.toLowerCase() === name)) reasons.push(`${wanted} flagged it`);
    else return undefined;
  }
  if (test !== undefined) {
    if (!test(title)) return undefined;
    reasons.push(`its title matches /${match}/`);
  }
  return reasons.length === 0 ? undefined : reasons.join(", ");
};
