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
 * Tells options from arguments: `--flag value`, `--flag=value`, `-f value`, `-fvalue`, several one-letter ones in one word, and
 * nothing behind `--`. A negative number is an argument; what follows an option that takes a word is that word.
 */
export const readOptions = (words: readonly string[], options: readonly Option[]): OptionsRead => {
  const byName = new Map(options.flatMap((option) => option.names.map((name) => [name, option])));
  const values = new Map<string, Value>();
  const operands: string[] = [];
  const strangers: string[] = [];
  let lacking: string | undefined;
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined && lacking === undefined; word = queue.shift()) {
    const said = isOption(word) ? spelled(word, byName) : undefined;
    if (word === "--") operands.push(...queue.splice(0));
    else if (said !== undefined) lacking = take(said, values, queue);
    else (isOption(word) ? strangers : operands).push(word);
  }
  return { values, operands, lacking, stranger: strangers[0] };
};

/** Answers the option whose value is missing. */
const take = ({ option, more }: Said, values: Map<string, Value>, queue: string[]): string | undefined => {
  const { key, names, takes } = option;
  if (typeof takes === "boolean") {
    values.set(key, takes);
    if (more !== undefined) queue.unshift(`-${more}`);
    return undefined;
  }
  const text = more ?? queue.shift();
  if (text === undefined) return names.at(-1);
  values.set(key, takes === "words" ? [...listOf(values.get(key)), text] : text);
  return undefined;
};

const isOption = (word: string): boolean =>
  word.length > 1 && word.startsWith("-") && !/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(word);

/** `more`: the value in the same word, or the other letters of a word that holds several. */
type Said = { readonly option: Option; readonly more: string | undefined };

const spelled = (word: string, byName: ReadonlyMap<string, Option>): Said | undefined => {
  const whole = byName.get(word);
  if (whole !== undefined) return { option: whole, more: undefined };
  const sign = word.indexOf("=");
  const [name, more] = word.startsWith("--")
    ? [word.slice(0, Math.max(sign, 0)), word.slice(sign + 1)]
    : [word.slice(0, 2), word.slice(2)];
  const option = byName.get(name);
  if (option === undefined) return undefined;
  return word.startsWith("--") && typeof option.takes === "boolean" ? undefined : { option, more };
};

const listOf = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? value : []);
