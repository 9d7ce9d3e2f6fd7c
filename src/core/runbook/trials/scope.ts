import { nearest } from "../../nearest.ts";
import { shellWord } from "../../shell-word.ts";
import type { Solution } from "../solution.ts";
import { correctingCommand } from "../written.ts";
import { fine, type Judged, open, wrong } from "./trial.ts";

/** Where something can be looked at: the declared targets, and what was looked at by a label alone. */
export type Places = {
  readonly targets: readonly { readonly name: string; readonly label: string }[];
  /** Whether a file of targets is there at all. */
  readonly declared: boolean;
  /** Every pair of environment and target that a look was remembered for. */
  readonly looked: readonly {
    readonly environment: string | undefined;
    readonly target: string | undefined;
  }[];
};

/** Whether there is a place that the entry is for. */
export const judgeScope = (entry: Solution, places: Places): Judged => {
  const { targets, environments } = entry;
  if (targets.length === 0 && environments.length === 0) return fine("it is for every target");
  const names = places.targets.map(({ name }) => name);
  const labels = [
    ...places.targets.map(({ label }) => label),
    ...places.looked.flatMap(({ environment }) => environment ?? []),
  ];
  return (
    unknownOf("target", names, entry) ??
    unknownEnvironment(labels, entry, places) ??
    together(targets, environments, places) ??
    fine("each place that it names is there")
  );
};

const whyNone = {
  target: "targets.json has it not",
  environment: "no target and no remembered look has that label",
} as const;

const unknownOf = (
  what: keyof typeof whyNone,
  known: readonly string[],
  entry: Solution,
): Judged | undefined => {
  const member = `${what}s` as const;
  const missing = entry[member].find((name) => !known.includes(name));
  if (missing === undefined) return undefined;
  const close = nearest(missing, known);
  if (close === undefined)
    return wrong(`there is no ${what} ${missing}: ${whyNone[what]}`, "steadystate targets");
  const names = entry[member].map((name) => (name === missing ? close : name));
  return wrong(
    `there is no ${what} ${missing}, did you mean ${close}?`,
    correctingCommand(entry, { [member]: [...new Set(names)] }) ?? "steadystate targets",
  );
};

const unknownEnvironment = (
  labels: readonly string[],
  entry: Solution,
  { declared, looked }: Places,
): Judged | undefined => {
  if (declared || looked.length > 0) return unknownOf("environment", labels, entry);
  const { environments } = entry;
  return environments.length === 0
    ? undefined
    : open(
        "nothing is declared and nothing was looked at, so which labels there are is not known",
        "steadystate targets",
      );
};

/** One of the targets must be one of those environments. */
const together = (
  targets: readonly string[],
  environments: readonly string[],
  { targets: declared, looked }: Places,
): Judged | undefined => {
  if (targets.length === 0 || environments.length === 0) return undefined;
  const pairs = [
    ...declared.map(({ name, label }) => ({ target: name, environment: label })),
    ...looked.map(({ target = "", environment = "" }) => ({ target, environment })),
  ];
  return pairs.some(
    ({ target, environment }) => targets.includes(target) && environments.includes(environment),
  )
    ? undefined
    : wrong(
        `none of its targets (${targets.join(", ")}) is ${environments.join(" or ")}`,
        `steadystate targets ${targets.map(shellWord).join(" ")}`,
      );
};
