import { negated, spell } from "../../src/verbs/typed.ts";
import type { FieldFacts, VerbFacts } from "../../src/verbs/verb.ts";
import type { Call, Input, Subject } from "./row.ts";

/** The same input at every door that the verb allows. */
export const callOf = ({ facts }: Subject, input: Input): Call => ({
  words: [...facts.name.split(" "), ...wordsOf(facts, input)],
  ...(facts.doors === "local" ? {} : { line: spell(facts, input) }),
  ...(facts.doors === "all" ? { tool: { name: toolOf(facts), input } } : {}),
});

/** What only a terminal can say: global options and words out of place. */
export const atTerminal = (words: readonly string[]): Call => ({ words });

export const goodCall = (subject: Subject): Call => {
  const { good, agent } = subject.placement;
  const { tool, ...others } = callOf(subject, good);
  return tool === undefined ? others : { ...others, tool: { ...tool, input: agent ?? good } };
};

export const toolOf = ({ name }: VerbFacts): string => name.replaceAll(" ", "_");

const wordsOf = ({ fields }: VerbFacts, input: Input): readonly string[] => {
  const given = fields.filter(({ name }) => input[name] !== undefined);
  const places = given.filter(({ positional }) => positional).flatMap(({ name }) => textsOf(input[name]));
  const options = given
    .filter(({ positional }) => !positional)
    .flatMap((field) => optionOf(field, input[field.name]));
  return places.some((word) => word.startsWith("-"))
    ? [...options, "--", ...places]
    : [...places, ...options];
};

const optionOf = ({ flag }: FieldFacts, value: unknown): readonly string[] => {
  if (value === true) return [flag];
  if (value === false) return [negated(flag)];
  return textsOf(value).map((text) => `${flag}=${text}`);
};

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === "object" && one !== null ? JSON.stringify(one) : String(one),
  );

/** A word with one letter left out, near enough to be guessed. */
export const typo = (word: string): string => `${word.slice(0, -2)}${word.slice(-1)}`;
