import { SteadystateError } from "../../errors.ts";
import { guess, negated, placeholder, readWord, splitList, usageOf } from "../../verbs/typed.ts";
import type { FieldFacts, VerbFacts } from "../../verbs/verb.ts";
import { flagsOf, type GlobalOption, globals, takesValue } from "./globals.ts";
import { reference } from "./late-reference.ts";
import { type Option, readOptions } from "./options.ts";

/** The command of a line, and the line without its words. */
export type Found = { readonly facts: VerbFacts; readonly rest: readonly string[] };

export type Parsed = {
  /** Field by field as typed, for dispatch to judge. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The global options by name. */
  readonly given: Readonly<Record<string, unknown>>;
};

/** The command that a line names, wherever the global options stand; `undefined` when it names none. */
export const locate = (argv: readonly string[], known: readonly VerbFacts[]): Found | undefined => {
  const byName = new Map(
    known.flatMap((facts) => [facts.name, ...facts.aliases].map((name) => [name, facts])),
  );
  const [first, second] = operandsAt(argv);
  const one = first === undefined ? undefined : argv[first];
  const two = second === undefined ? undefined : `${one} ${argv[second]}`;
  const facts =
    (two === undefined ? undefined : byName.get(two)) ?? (one === undefined ? undefined : byName.get(one));
  if (facts === undefined) return undefined;
  const isTwo = two !== undefined && byName.get(two) === facts;
  return { facts, rest: argv.filter((_, at) => at !== first && !(isTwo && at === second)) };
};

/** The words of a line that are no options, as far as they can be told without knowing the command. */
export const operandsOf = (argv: readonly string[]): readonly string[] =>
  operandsAt(argv).map((at) => argv[at] ?? "");

/** Reads options and arguments of one command; throws `usage`. With `--help` nothing else is demanded. */
export const parseLine = async ({ facts, rest }: Found): Promise<Parsed> => {
  const own = facts.fields.filter(({ positional }) => !positional);
  const options = optionsOf(own);
  const first = readOptions(rest, options);
  const { values, operands, lacking, stranger } =
    first.stranger === undefined ? first : readOptions((await reference()).withoutIdle(facts, rest), options);
  if (lacking !== undefined) throw asked(facts, `${facts.name}: ${lacking} needs a value`);
  const given = Object.fromEntries(values);
  if (given["help"] === true) return { input: {}, given };
  if (stranger !== undefined) throw unknownOption(stranger, facts, own);
  const input = {
    ...Object.fromEntries(
      own
        .map((field) => [field.name, typedValue(field, values.get(field.name))])
        .filter(([, value]) => value !== undefined),
    ),
    ...positionals(facts, operands),
  };
  demand(facts, input);
  return { input, given };
};

const operandsAt = (argv: readonly string[]): readonly number[] => {
  const found: number[] = [];
  let at = 0;
  while (at < argv.length && found.length < 2) {
    const word = argv[at] ?? "";
    const option = globals.find((one) => namesOption(one, word));
    if (word === "--" || (isOption(word) && option === undefined)) break;
    if (!isOption(word)) found.push(at);
    const apart = option !== undefined && takesValue(option) && flagsOf(option).includes(word);
    at += apart ? 2 : 1;
  }
  return found;
};

const isOption = (word: string): boolean => word.length > 1 && word.startsWith("-");

/** `--silo`, `--silo=x`, `-C` and `-Cdir`. */
const namesOption = (option: GlobalOption, word: string): boolean =>
  flagsOf(option).some(
    (flag) =>
      word === flag || (takesValue(option) && word.startsWith(flag.startsWith("--") ? `${flag}=` : flag)),
  );

/** What the one command that was asked for takes: its own options first, then the global ones under names that are left. */
const optionsOf = (own: readonly FieldFacts[]): readonly Option[] => {
  const taken = new Set<string>();
  return [...own.flatMap(optionsOfField), ...globals.map(globalOption)].filter(({ names }) => {
    if (names.some((name) => taken.has(name))) return false;
    for (const name of names) taken.add(name);
    return true;
  });
};

const optionsOfField = ({ name: key, flag, short, type, list }: FieldFacts): readonly Option[] => {
  const names = [...(short === undefined ? [] : [`-${short}`]), flag];
  if (type === "boolean" && !list)
    return [
      { key, names, takes: true },
      { key, names: [negated(flag)], takes: false },
    ];
  return [{ key, names, takes: list ? "words" : "word" }];
};

const globalOption = (one: GlobalOption): Option => {
  const names = flagsOf(one);
  const long = names.at(-1) ?? "";
  if (long === "--output") return { key: "output", names, takes: "words" };
  if (takesValue(one)) return { key: long.slice(2), names, takes: "word" };
  return long === "--no-color"
    ? { key: "color", names, takes: false }
    : { key: long.slice(2), names, takes: true };
};

const typedValue = (field: FieldFacts, typed: unknown): unknown => {
  if (typed === undefined || typeof typed === "boolean") return typed;
  const words = Array.isArray(typed)
    ? typed.map(String).flatMap((word) => splitList(field, word))
    : [String(typed)];
  const values = words.map((word) => wordOf(field, word, field.flag));
  return field.list ? values : values[0];
};

const wordOf = (field: FieldFacts, word: string, as: string): unknown => {
  const read = readWord(field, word);
  if (read.ok) return read.value;
  throw new SteadystateError("usage", `${as}: ${read.why}`, {
    hint: field.values === undefined ? whatIsMeant(field) : `one of: ${field.values.join(", ")}`,
  });
};

const whatIsMeant = ({ flag, type, description }: FieldFacts): string =>
  type === "number" ? `for example: ${flag} 20 (${description})` : `${flag}: ${description}`;

const unknownOption = (typed: string, facts: VerbFacts, own: readonly FieldFacts[]): SteadystateError => {
  const [flag = typed] = typed.split("=");
  const known = [
    ...own.flatMap((field) => [field.flag, ...(field.type === "boolean" ? [negated(field.flag)] : [])]),
    ...globals.flatMap(flagsOf),
  ];
  if (typed.includes("=") && known.includes(flag))
    return asked(facts, `${facts.name}: ${flag} takes no value`);
  return asked(facts, `${facts.name}: there is no option ${flag}${guess(flag, known)}`);
};

const positionals = (facts: VerbFacts, operands: readonly string[]): Readonly<Record<string, unknown>> => {
  const fields = facts.fields.filter(({ positional }) => positional);
  const open = fields.at(-1)?.list === true;
  const extra = open ? undefined : operands[fields.length];
  if (extra !== undefined) {
    const most =
      fields.length === 0
        ? "no argument"
        : `at most ${fields.length} argument${fields.length === 1 ? "" : "s"}`;
    throw asked(facts, `${facts.name}: takes ${most}, "${extra}" is one too many`);
  }
  const entries = fields.map((field, at) => {
    const words = field.list ? operands.slice(at) : operands.slice(at, at + 1);
    const values = words.map((word) => wordOf(field, word, placeholder(field)));
    return [field.name, field.list ? values : values[0]] as const;
  });
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
};

/** What environment or configuration may still supply is left to dispatch. */
const demand = (facts: VerbFacts, input: Readonly<Record<string, unknown>>): void => {
  const missing = facts.fields.find(
    ({ name, required, env, config }) =>
      required && env === undefined && config.length === 0 && input[name] === undefined,
  );
  if (missing === undefined) return;
  const name = missing.positional ? placeholder(missing) : missing.flag;
  throw asked(facts, `${facts.name}: ${name} is missing`);
};

/** A usage error with the usage line and one example. */
const asked = (facts: VerbFacts, message: string): SteadystateError =>
  new SteadystateError("usage", message, {
    hint: `for example: steadystate ${facts.examples.find((example) => example !== facts.name) ?? facts.name}`,
    details: { usage: `steadystate ${usageOf(facts)}`, help: `steadystate help ${facts.name}` },
  });
