import { type DryRunOf, none, steps } from "./step.ts";

/** Options of an apply that a plan knows, too. */
const kept =
  /^-{1,2}(?:target|replace|var|var-file|refresh|refresh-only|destroy|parallelism|lock-timeout)(?:=.*)?$/s;
/** Of those, the ones that take the next word where they have no `=`. */
const valued = /^-{1,2}(?:target|replace|var|var-file|parallelism|lock-timeout)$/;
/** Only say how an apply behaves at a terminal or beside others. */
const dropped = /^-{1,2}(?:auto-approve|input|lock|no-color|compact-warnings)(?:=.*)?$/;

/** What an apply would do is its plan; that the folder is understood is told apart from what a plan needs beside it. */
export const terraformDryRun: DryRunOf = (words, program) => {
  const [first = ""] = words;
  const front = /^-chdir=./.test(first) ? [first] : [];
  const [verb, ...others] = words.slice(front.length);
  if (verb !== "apply" && verb !== "destroy") return none("only apply and destroy have a plan");
  const options = planned(others);
  if (options === undefined) return none("its words have no plan that is known");
  const plain = ["-input=false", "-lock=false", "-no-color"];
  const destroy = verb === "destroy" ? ["-destroy"] : [];
  return steps(
    `${program} plan`,
    { words: [program, ...front, "validate", "-no-color"], failing: "words" },
    { words: [program, ...front, "plan", ...plain, ...destroy, ...options], failing: "unsure" },
  );
};

/** Nothing where a word is not known: a saved plan is one, and is what it is. */
const planned = (words: readonly string[]): readonly string[] | undefined => {
  const options: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (dropped.test(word)) continue;
    if (!kept.test(word)) return undefined;
    options.push(word);
    if (!valued.test(word)) continue;
    at += 1;
    const value = words[at];
    if (value === undefined || value.startsWith("-")) return undefined;
    options.push(value);
  }
  return options;
};
