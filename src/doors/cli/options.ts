import { type ParseArgsConfig, parseArgs } from "node:util";

/** One option as a line may say it. */
export type Option = {
  readonly key: string;
  /** `-C`, `--directory`; the long one last. */
  readonly names: readonly string[];
  /** A word, a word each time it is said, or what naming it means. */
  readonly takes: "word" | "words" | boolean;
};

type Value = string | boolean | readonly string[];

export type OptionsRead = {
  readonly values: ReadonlyMap<string, Value>;
  readonly operands: readonly string[];
  /** The option whose value is missing. */
  readonly lacking: string | undefined;
  /** The first word that looks like an option and is none. */
  readonly stranger: string | undefined;
};

/**
 * Tells options from arguments as Node's own `parseArgs` does: `--flag value`, `--flag=value`, `-f value`, `-fvalue`, several
 * one-letter ones in one word, and nothing behind `--`. A negative number is an argument.
 */
export const readOptions = (words: readonly string[], options: readonly Option[]): OptionsRead => {
  // The commonest line; the reader would be loaded for nothing.
  if (words.length === 0) return { values: new Map(), operands: [], lacking: undefined, stranger: undefined };
  const byName = new Map(options.flatMap((option) => option.names.map((name) => [bare(name), option])));
  const { tokens = [] } = parseArgs({
    args: [...words],
    options: configOf(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const read: Reading = { values: new Map(), operands: [], lacking: [], strangers: [] };
  let number = -1;
  for (const token of tokens) {
    const word = words[token.index] ?? "";
    if (token.kind === "positional") read.operands.push(token.value);
    if (token.kind !== "option") continue;
    if (!isNumber(word)) take(token, word, byName.get(token.name), read);
    // Its digits come as so many one-letter options.
    else if (token.index !== number) read.operands.push(word);
    number = isNumber(word) ? token.index : number;
  }
  const { values, operands, lacking, strangers } = read;
  return { values, operands, lacking: lacking[0], stranger: strangers[0] };
};

type Reading = {
  readonly values: Map<string, Value>;
  readonly operands: string[];
  readonly lacking: string[];
  readonly strangers: string[];
};

const take = (
  { rawName, value }: { readonly rawName: string; readonly value?: string | undefined },
  word: string,
  option: Option | undefined,
  { values, lacking, strangers }: Reading,
): void => {
  const takesNone = typeof option?.takes === "boolean";
  if (option === undefined || (takesNone && value !== undefined))
    strangers.push(word.startsWith("--") ? word : rawName);
  else if (typeof option.takes === "boolean") values.set(option.key, option.takes);
  else if (value === undefined) lacking.push(option.names.at(-1) ?? word);
  else if (option.takes === "word") values.set(option.key, value);
  else values.set(option.key, [...listOf(values.get(option.key)), value]);
};

const configOf = (options: readonly Option[]): NonNullable<ParseArgsConfig["options"]> =>
  Object.fromEntries(
    options.map(({ names, takes }) => {
      const [long = "", short] = names.map(bare).sort((a, b) => b.length - a.length);
      const type = typeof takes === "boolean" ? "boolean" : "string";
      return [long, { type, ...(short === undefined ? {} : { short }) } as const];
    }),
  );

const bare = (name: string): string => name.replace(/^--?/, "");

const isNumber = (word: string): boolean => /^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(word);

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value : []);
