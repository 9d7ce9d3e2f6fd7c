import type { Context } from "../../context.ts";
import { negated } from "../../verbs/typed.ts";
import type { FieldFacts, VerbFacts } from "../../verbs/verb.ts";
import { oneLine } from "../../view/escape/terminal.ts";
import type { Kit, Streams } from "../door.ts";
import { conversations, helpFacts } from "./conversations.ts";
import { flagsOf, formats, globals, takesValue } from "./globals.ts";
import { locate, operandsOf } from "./line.ts";
import { type Candidate, liveWords } from "./live.ts";

/** What may stand where the cursor is: words of ours, or the names of files. */
type Offer = { readonly kind: "words" | "files"; readonly words: readonly Candidate[] };

/**
 * `__complete <shell> <index> <word>…`, which the scripts of `completion` call: the first line says `words` or `files`, each
 * further one holds a word, and a tab and a remark where there is one. Whatever goes wrong, it offers nothing.
 */
export const complete = async (argv: readonly string[], { stdout }: Streams, kit: Kit): Promise<number> => {
  const [shell, index = "", ...typed] = argv;
  const words = shell === "bash" ? typed.map(unquoted) : typed;
  const at = Math.min(Number(index), words.length);
  // The person is in the middle of a line: an error has no place there.
  const { kind, words: offered } = await offerAt(words.slice(0, at), words[at] ?? "", kit).catch(nothing);
  const lines = offered
    .filter(({ word }) => isPlain(word))
    .map(({ word, remark }) => (remark === "" ? word : `${word}\t${oneLine(remark)}`));
  stdout.write(`${[kind, ...new Set(lines)].join("\n")}\n`);
  return 0;
};

const nothing = (): Offer => ({ kind: "words", words: [] });

/** What could not be typed, or would read as something else once typed, is not offered. */
const isPlain = (word: string): boolean => word !== "" && word.length <= 200 && oneLine(word) === word;

/** A word as bash would take it, quotes and backslashes gone; nothing is expanded. */
const unquoted = (word: string): string =>
  word.replace(/\\(.)|'([^']*)'?|"((?:[^"\\]|\\.)*)"?/g, (_, escaped, single, double) =>
    String(escaped ?? single ?? String(double ?? "").replace(/\\(["\\$`])/g, "$1")),
  );

const offerAt = async (before: readonly string[], current: string, kit: Kit): Promise<Offer> => {
  const commands = [...conversations, ...kit.verbs, helpFacts];
  const found = locate(before, commands);
  const options = [
    ...(found?.facts.fields ?? []).filter(({ positional }) => !positional).map(optionOf),
    ...globalOptions,
  ];
  const ask: Ask = { before, kit, facts: found?.facts };
  const offers = async (value: Value, text: string, lead: string) => {
    const { kind, words } = await value(ask);
    const matching = words
      .filter(({ word }) => word.startsWith(text))
      .map((each) => ({ ...each, word: lead + each.word }));
    return { kind, words: matching };
  };
  const [, flag = "", text = ""] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  const inline = options.find(({ flags, value }) => value !== undefined && flags.includes(flag));
  if (inline?.value !== undefined) return offers(inline.value, text, `${flag}=`);
  const last = before.at(-1) ?? "";
  const pending = options.find(({ flags, value }) => value !== undefined && flags.includes(last));
  if (pending?.value !== undefined) return offers(pending.value, current, "");
  if (current.startsWith("-"))
    return offers(
      async () => ofWords(options.flatMap(({ flags, remark }) => flags.map((word) => ({ word, remark })))),
      current,
      "",
    );
  if (found === undefined) return offers(async () => ofWords(commandWords(before, commands)), current, "");
  const operands = operandsIn(found.rest, options);
  const own = found.facts.fields.filter(({ positional }) => positional);
  const field = own[operands] ?? (own.at(-1)?.list === true ? own.at(-1) : undefined);
  if (found.facts === helpFacts) return offers(async () => ofWords(topics(commands)), current, "");
  return field === undefined ? nothing() : offers(valueOfField(field), current, "");
};

type Ask = { readonly before: readonly string[]; readonly kit: Kit; readonly facts: VerbFacts | undefined };
type Value = (ask: Ask) => Promise<Offer>;
type OptionWords = {
  readonly flags: readonly string[];
  readonly remark: string;
  readonly value: Value | undefined;
};

const ofWords = (words: readonly Candidate[]): Offer => ({ kind: "words", words });

const optionOf = (field: FieldFacts): OptionWords => {
  const flags = [field.flag, ...(field.short === undefined ? [] : [`-${field.short}`])];
  if (field.type !== "boolean") return { flags, remark: field.description, value: valueOfField(field) };
  return {
    flags: field.default === true ? [negated(field.flag)] : flags,
    remark: field.description,
    value: undefined,
  };
};

const globalOptions: readonly OptionWords[] = globals.map((option) => ({
  flags: flagsOf(option),
  remark: option.help,
  value: takesValue(option) ? globalValue(flagsOf(option).at(-1) ?? "") : undefined,
}));

function globalValue(flag: string): Value {
  if (flag === "--format") return async () => ofWords(formats.map((word) => ({ word, remark: "" })));
  if (flag === "--silo") return (ask) => live("silo", ask);
  return async () => ({ kind: flag === "--actor" ? "words" : "files", words: [] });
}

const fileFields = new Set(["path", "parent", "folder", "checks", "varFile", "dir"]);

const valueOfField =
  (field: FieldFacts): Value =>
  async (ask) => {
    if (field.values !== undefined) return ofWords(field.values.map((word) => ({ word, remark: "" })));
    if (fileFields.has(field.name)) return { kind: "files", words: [] };
    const own = `${ask.facts?.name ?? ""}.${field.name}`;
    return live(liveWords[own] === undefined ? field.name : own, ask);
  };

/** Opens the folder that the line names, for reading, and only for a field that lives there. */
const live = async (field: string, { before, kit }: Ask): Promise<Offer> => {
  const words = liveWords[field];
  if (words === undefined) return nothing();
  const after = (...flags: readonly string[]): string | undefined => {
    const at = before.findLastIndex((word) => flags.includes(word));
    const inline = before.findLast((word) => flags.some((flag) => word.startsWith(`${flag}=`)));
    return at >= 0 ? before[at + 1] : inline?.slice(inline.indexOf("=") + 1);
  };
  const where = {
    directory: after("-C", "--directory"),
    silo: after("--silo"),
    state: after("--state"),
    onBehalfOf: undefined,
  };
  const stance = {
    class: "human",
    channel: "terminal",
    client: undefined,
    grant: "read",
    notice: () => {},
  } as const;
  const ctx: Context & { readonly close: () => Promise<void> } = await kit.context(where, stance);
  try {
    const found = await words(ctx);
    return ofWords(found.filter(({ word }) => !word.startsWith("-")));
  } finally {
    await ctx.close();
  }
};

/** Arguments in front of the cursor, behind the command. */
const operandsIn = (rest: readonly string[], options: readonly OptionWords[]): number => {
  let count = 0;
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? "";
    if (!word.startsWith("-")) count += 1;
    else if (options.some(({ flags, value }) => value !== undefined && flags.includes(word))) at += 1;
  }
  return count;
};

/** First words of commands; behind the first word of a family, its second ones. */
const commandWords = (before: readonly string[], commands: readonly VerbFacts[]): readonly Candidate[] => {
  const [first, second] = operandsOf(before);
  if (second !== undefined) return [];
  if (first !== undefined)
    return commands
      .filter(({ name }) => name.startsWith(`${first} `))
      .map(({ name, summary }) => ({ word: name.slice(first.length + 1), remark: summary }));
  const words = new Map<string, string>();
  for (const { name, summary } of commands) {
    const [head = name, more] = name.split(" ");
    if (!words.has(head)) words.set(head, more === undefined ? summary : `${head} ...`);
  }
  return [...words].map(([word, remark]) => ({ word, remark }));
};

const topics = (commands: readonly VerbFacts[]): readonly Candidate[] => [
  ...commandWords([], commands),
  { word: "all", remark: "every command with its options" },
  { word: "glossary", remark: "what the words mean" },
];
