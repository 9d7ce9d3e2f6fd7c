import { guess, negated, readWord, splitList, usageOf } from "../../verbs/typed.ts";
import type { FieldFacts, VerbFacts } from "../../verbs/verb.ts";
import { type Token, tokensOf } from "./tokens.ts";

export type Input = Readonly<Record<string, unknown>>;

/** A line is one well-formed command, or nothing runs and somebody is told why. */
export type Understood =
  | { readonly kind: "call"; readonly verb: string; readonly input: Input }
  | { readonly kind: "nothing"; readonly say: string };

/**
 * Reads a typed line. The command stands at its very beginning and every further word has its place, otherwise it is prose, and
 * prose does nothing: nothing is looked for inside a sentence and no option is guessed from one.
 */
export const interpret = (line: string, verbs: readonly VerbFacts[]): Understood => {
  if (line.length > longest)
    return nothing(
      `that is longer than ${longest} characters; nothing was run (try: a shorter line, or the terminal)`,
    );
  const tokens = tokensOf(line);
  if (tokens === undefined)
    return nothing("a quote is not closed there; nothing was run (try: close it, or leave it out)");
  const words = withoutPrefix(tokens);
  if (words.length === 0) return bareCall(tokens, verbs);
  const found = verbAt(words, verbs);
  if (found === undefined) return noCommand(words, verbs);
  if (found.facts.doors === "local") {
    return nothing(`${found.facts.name} works at the terminal only: steadystate ${usageOf(found.facts)}`);
  }
  return readInput(found.facts, found.rest);
};

const longest = 4000;

const nothing = (say: string): Understood => ({ kind: "nothing", say });

/** `steadystate scan`, `ss scan`, `/scan` and `/ scan` are `scan`. */
const withoutPrefix = (tokens: readonly Token[]): readonly Token[] => {
  const [first, ...rest] = tokens;
  if (first === undefined || first.quoted) return tokens;
  if (/^(?:steadystate|ss|\/)$/i.test(first.text)) return rest;
  return first.text.startsWith("/") ? [{ ...first, text: first.text.slice(1) }, ...rest] : tokens;
};

/** Called by name and nothing else, it says how this folder stands, as at the terminal. */
const bareCall = (tokens: readonly Token[], verbs: readonly VerbFacts[]): Understood =>
  tokens.length > 0 && verbs.some(({ name }) => name === "status")
    ? { kind: "call", verb: "status", input: {} }
    : nothing("type a command, or help");

const verbAt = (words: readonly Token[], verbs: readonly VerbFacts[]) => {
  const [one, two] = words.map(({ text, quoted }) => (quoted ? undefined : text.toLowerCase()));
  const named = (name: string | undefined) =>
    verbs.find((facts) => name !== undefined && (facts.name === name || facts.aliases.includes(name)));
  const pair = one === undefined || two === undefined ? undefined : named(`${one} ${two}`);
  if (pair !== undefined) return { facts: pair, rest: words.slice(2) };
  const single = named(one);
  return single === undefined ? undefined : { facts: single, rest: words.slice(1) };
};

const noCommand = ([first]: readonly Token[], verbs: readonly VerbFacts[]): Understood => {
  const typed = first?.text ?? "";
  const known = verbs.filter(({ doors }) => doors !== "local").map(({ name }) => name);
  return nothing(
    `a line begins with a command, and "${typed}" is none${guess(typed, known)}; nothing was run (try: help)`,
  );
};

/** Raised while a line is read, and turned into a sentence in one place. */
type Refusal = { readonly refused: string };
type Given = ReadonlyMap<string, unknown>;

const readInput = (facts: VerbFacts, rest: readonly Token[]): Understood => {
  const options = readOptions(facts, rest);
  if ("refused" in options) return refusal(facts, options);
  const given = readWords(facts, options.words, options.given);
  if ("refused" in given) return refusal(facts, given);
  const missing = facts.fields.find(
    ({ name, required, env, config }) =>
      required && env === undefined && config.length === 0 && !given.has(name),
  );
  if (missing !== undefined) return refusal(facts, { refused: `${missing.name} is missing` });
  return { kind: "call", verb: facts.name, input: Object.fromEntries(given) };
};

const refusal = (facts: VerbFacts, { refused }: Refusal): Understood =>
  nothing(`${facts.name}: ${refused}; nothing was run (usage: ${usageOf(facts)})`);

type Options = { readonly given: Given; readonly words: readonly string[] };

const readOptions = (facts: VerbFacts, rest: readonly Token[]): Options | Refusal => {
  let given: Given = new Map();
  const words: string[] = [];
  let at = 0;
  while (at < rest.length) {
    const token = rest[at];
    if (token === undefined || (token.text === "--" && !token.quoted)) break;
    const option = optionAt(facts, token, rest[at + 1]);
    if (option === undefined) {
      words.push(token.text);
      at += 1;
      continue;
    }
    if ("refused" in option) return option;
    const added = add(given, option.field, option.word);
    if ("refused" in added) return added;
    given = added;
    at += option.length;
  }
  return { given, words: [...words, ...rest.slice(at + 1).map(({ text }) => text)] };
};

type Option = { readonly field: FieldFacts; readonly word: string; readonly length: 1 | 2 };

/** What an option begins here; `undefined` where the word is a plain one. */
const optionAt = (
  facts: VerbFacts,
  { text, quoted }: Token,
  next: Token | undefined,
): Option | Refusal | undefined => {
  if (quoted) return undefined;
  const pair = /^(-{0,2}[a-z][\w-]*)=(.*)$/is.exec(text);
  const [name, value] = pair === null ? [text, undefined] : [pair[1] ?? "", pair[2] ?? ""];
  if (!name.startsWith("-") || name === "-") {
    return value === undefined ? undefined : assignment(facts, name, value);
  }
  const inverse = facts.fields.find((one) => one.type === "boolean" && negated(one.flag) === name);
  if (inverse !== undefined && value === undefined) return { field: inverse, word: "false", length: 1 };
  const field = facts.fields.find(({ flag, short }) => flag === name || (short && `-${short}`) === name);
  return field === undefined ? noOption(facts, name) : optionOf(field, name, value, next);
};

const noOption = ({ fields }: VerbFacts, name: string): Refusal => ({
  refused: `there is no option ${name}${guess(
    name,
    fields.map(({ flag }) => flag),
  )}`,
});

const optionOf = (
  field: FieldFacts,
  name: string,
  value: string | undefined,
  next: Token | undefined,
): Option | Refusal => {
  if (value !== undefined) return { field, word: value, length: 1 };
  if (field.type === "boolean") return { field, word: "true", length: 1 };
  if (next === undefined || (next.text.startsWith("-") && !next.quoted)) {
    return { refused: `${name} needs a value` };
  }
  return { field, word: next.text, length: 2 };
};

/** `key=value` of a known field; a command that takes any number of words takes this one as a word. */
const assignment = (facts: VerbFacts, name: string, word: string): Option | undefined => {
  if (facts.fields.some(({ positional, list }) => positional && list)) return undefined;
  const field = facts.fields.find((one) => one.name === name || one.flag === `--${name}`);
  return field === undefined ? undefined : { field, word, length: 1 };
};

const readWords = (facts: VerbFacts, words: readonly string[], options: Given): Given | Refusal => {
  const places = facts.fields.filter(({ positional, name }) => positional && !options.has(name));
  const open = places.at(-1)?.list === true;
  if (!open && words.length > places.length) {
    const most =
      places.length === 0 ? "no words" : places.length === 1 ? "one word" : `at most ${places.length} words`;
    return { refused: `takes ${most} there, not "${words.join(" ")}" (quote what belongs together)` };
  }
  let given = options;
  for (const [at, word] of words.entries()) {
    const place = places[Math.min(at, places.length - 1)];
    if (place === undefined) break;
    const added = add(given, place, word);
    if ("refused" in added) return added;
    given = added;
  }
  return given;
};

const add = (given: Given, field: FieldFacts, word: string): Given | Refusal => {
  const before = given.get(field.name);
  if (before !== undefined && !field.list) return { refused: `${field.name} is given twice` };
  const values: unknown[] = [];
  for (const part of splitList(field, word)) {
    const read = readWord(field, part);
    if (!read.ok) return { refused: read.why };
    values.push(read.value);
  }
  const value = field.list ? [...(Array.isArray(before) ? before : []), ...values] : values[0];
  return new Map([...given, [field.name, value]]);
};
