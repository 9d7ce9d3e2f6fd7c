import { symptomCategories } from "../../categories.ts";
import { directions } from "../../departure.ts";
import { nearest } from "../../nearest.ts";
import { packs } from "../../rules/index.ts";
import type { Solution } from "../solution.ts";
import { correctingCommand } from "../written.ts";
import { fine, type Judged, open, wrong } from "./trial.ts";

export type Answerable = {
  /** Names of the declared checks. */
  readonly checks: readonly string[];
  /** Whether all of them could be read. */
  readonly knowsChecks: boolean;
  /** Categories and rules of everything that is remembered. */
  readonly remembered: ReadonlySet<string>;
  /** Whether anything was ever remembered here. */
  readonly hasMemory: boolean;
};

const told: readonly string[] = [
  ...symptomCategories,
  ...directions,
  ...packs.flatMap(({ rules }) => rules.map(({ id }) => id)),
];

/** Whether `for` is something that steadystate, a declared check or the memory has a word for. */
export const judgeAnswers = (
  entry: Solution,
  { checks, knowsChecks, remembered, hasMemory }: Answerable,
): Judged => {
  const { for: wanted } = entry;
  if (wanted === undefined) return fine("its title alone decides");
  const known = [...told, ...checks, ...remembered];
  const name = wanted.toLowerCase();
  if (known.some((one) => one.toLowerCase() === name)) return fine(`${wanted} is known`);
  const close = nearest(
    name,
    known.map((one) => one.toLowerCase()),
  );
  const meant = known.find((one) => one.toLowerCase() === close);
  if (meant !== undefined)
    return wrong(
      `nothing is called ${wanted}, did you mean ${meant}?`,
      correctingCommand(entry, { for: meant }),
    );
  if (!knowsChecks)
    return open(`whether a check is called ${wanted} is not known`, "steadystate validate checks.json");
  // A platform words its reasons as it likes, and without a memory nobody knows which it has used.
  return /^[A-Z][A-Za-z0-9]*$/.test(wanted) && !hasMemory
    ? open(`${wanted} is no word of steadystate's own, and nothing is remembered here`, "steadystate scan")
    : wrong(
        `${wanted} is no category, check, rule or direction, and nothing remembered has it`,
        hasMemory ? "steadystate findings --all" : "steadystate checks",
      );
};
