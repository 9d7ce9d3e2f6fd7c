import { SteadystateError } from "../../errors.ts";
import { negated } from "../../verbs/typed.ts";
import type { VerbFacts } from "../../verbs/verb.ts";
import { flagsOf, globals } from "./globals.ts";
import {
  isOfReference,
  optionsOfReference,
  type ReferenceOption,
  referenceGlobals,
} from "./reference-names.ts";

/**
 * The words of a line without those options of the reference that ask for nothing here. Throws `usage` for one whose feature
 * is still to come: it is never silently left out.
 */
export const withoutIdle = (facts: VerbFacts, words: readonly string[]): readonly string[] => {
  const missing = missingOptions(facts);
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  const kept: string[] = [];
  for (let at = 0; at < options.length; at += 1) {
    const word = options[at] ?? "";
    const [name] = word.split("=");
    const option = missing.find(({ flag, short }) => flag === name || short === word);
    if (option === undefined) kept.push(word);
    else if (skipped(facts, option, options.slice(at)) === 2) at += 1;
  }
  return end < 0 ? kept : [...kept, ...words.slice(end)];
};

/** How many words the option takes, for one that asks for nothing. */
const skipped = (facts: VerbFacts, option: ReferenceOption, words: readonly string[]): 1 | 2 => {
  const [word = "", next] = words;
  const sign = word.indexOf("=");
  const apart = option.takesValue && sign < 0;
  const value = sign >= 0 ? word.slice(sign + 1) : apart ? next : undefined;
  if (!isIdle(option, value)) throw later(facts, option, value);
  return apart ? 2 : 1;
};

/** What the reference had and this version of the command has not. */
const missingOptions = ({ name, fields }: VerbFacts): readonly ReferenceOption[] => {
  const known = new Set([
    ...fields
      .filter(({ positional }) => !positional)
      .flatMap(({ flag, type }) => (type === "boolean" ? [flag, negated(flag)] : [flag])),
    ...globals.flatMap(flagsOf),
  ]);
  return [...optionsOfReference(name), ...referenceGlobals].filter(({ flag }) => !known.has(flag));
};

const isIdle = ({ idle, takesValue }: ReferenceOption, value: string | undefined): boolean => {
  if (idle === "always") return true;
  if (!takesValue || value === undefined) return false;
  return value.split(",").every((part) => idle.includes(part.trim()));
};

const later = (
  { name }: VerbFacts,
  { flag, takesValue, idle, instead }: ReferenceOption,
  value: string | undefined,
): SteadystateError => {
  if (instead !== undefined)
    return new SteadystateError("usage", `${flag} is a command of its own here`, { hint: instead });
  const asked = takesValue && value !== undefined && idle.length > 0 ? `${flag} ${value}` : flag;
  return new SteadystateError("usage", `${name}: ${asked} comes with a later version`, {
    hint: `leave it out; what this version takes: steadystate help ${name}`,
    details: { option: flag, later: true },
  });
};

/** The error for a command that the reference had and this version has not; `undefined` for any other word. */
export const laterCommand = (words: readonly (string | undefined)[]): SteadystateError | undefined => {
  const [first = "", second] = words;
  const name = [`${first} ${second ?? ""}`.trim(), first].find((one) => one !== "" && isOfReference(one));
  if (name === undefined) return undefined;
  return new SteadystateError("usage", `${name} comes with a later version`, {
    hint: "steadystate --help lists what this version has",
    details: { command: name, later: true },
  });
};
