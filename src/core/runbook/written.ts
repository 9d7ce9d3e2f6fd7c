import { redactText } from "../secret.ts";
import { shellWord } from "../shell-word.ts";
import type { Solution } from "./solution.ts";
import { standingOf } from "./vouching.ts";

/** What of an entry may be corrected without saying what it does. */
type Correction = Partial<Pick<Solution, "for" | "targets" | "environments">>;

/**
 * The command that writes an entry down once more with a correction, quoted for a shell. Whoever gives it stands for the whole, so
 * there is none for a draft; and none where a secret would be typed, or lost by being masked.
 */
export const correctingCommand = (entry: Solution, correction: Correction): string | undefined => {
  const json = JSON.stringify(writtenOf({ ...entry, ...correction }));
  return standingOf(entry).is === "draft" || redactText(json) !== json
    ? undefined
    : `steadystate add-solution ${shellWord(json)} --replace`;
};

/** As `add-solution` takes it: what steadystate writes by itself is left out, and what is not said. */
const writtenOf = ({ solution, targets, environments, env, ...entry }: Solution) => ({
  ...{ name: entry.name, for: entry.for, match: entry.match, problem: entry.problem },
  solution:
    solution.kind === "action"
      ? { kind: solution.kind, action: solution.action, parameters: orNot(solution.parameters) }
      : { kind: solution.kind, run: solution.run, target: solution.target },
  ...{ impact: entry.impact, reversibility: entry.reversibility },
  ...{ targets: orNot(targets), environments: orNot(environments), env: orNot(env) },
});

const orNot = <T extends object>(some: T): T | undefined =>
  Object.keys(some).length === 0 ? undefined : some;
