import { nearest } from "../core/nearest.ts";
import type { FieldFacts, VerbFacts } from "./verb.ts";

/** What a typed word means for a field, or why it means nothing. */
export type Read =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly why: string };

/** One typed word as a field's value; what the verb's own schema decides is left to it. */
export const readWord = (field: FieldFacts, word: string): Read => {
  if (field.values !== undefined && !field.values.includes(word)) {
    return {
      ok: false,
      why: `${field.name} must be one of ${field.values.join(", ")}; "${word}" is not${guess(word, field.values)}`,
    };
  }
  if (field.type === "number") return readNumber(field, word);
  if (field.type === "boolean") return readBoolean(field, word);
  return { ok: true, value: word };
};

/** `, did you mean "x"?` or nothing. */
export const guess = (typed: string, known: Iterable<string>): string => {
  const close = nearest(typed, known);
  return close === undefined ? "" : `, did you mean "${close}"?`;
};

/** Enumerated lists may also be given with commas; a comma inside free text means itself. */
export const splitList = (field: FieldFacts, word: string): readonly string[] =>
  field.list && field.values !== undefined ? word.split(",").map((part) => part.trim()) : [word];

/** `approve <finding> [note]` */
export const usageOf = ({ name, fields }: VerbFacts): string =>
  [name, ...fields.filter(({ positional }) => positional).map(placeholder)].join(" ");

export const placeholder = ({ name, required, list }: FieldFacts): string => {
  const inner = list ? `${name}...` : name;
  return required ? `<${inner}>` : `[${inner}]`;
};

/** What would be typed to ask for exactly this. */
export const spell = ({ name, fields }: VerbFacts, input: Readonly<Record<string, unknown>>): string => {
  const given = fields.filter((field) => input[field.name] !== undefined);
  // A positional whose forerunner is left out can only be said by its name.
  const firstGap = fields.findIndex((field) => field.positional && input[field.name] === undefined);
  const bare = ({ name: field, positional }: FieldFacts) =>
    positional && (firstGap < 0 || fields.findIndex((one) => one.name === field) < firstGap);
  const words = given.filter(bare).flatMap(({ name: field }) => textsOf(input[field]).map(quoted));
  const flags = given.filter((field) => !bare(field)).flatMap((field) => spellFlag(field, input[field.name]));
  return [name, ...flags, ...words].join(" ");
};

const spellFlag = (field: FieldFacts, value: unknown): readonly string[] => {
  if (value === true) return [field.flag];
  if (value === false) return [negated(field.flag)];
  return textsOf(value).map((text) => `${field.flag}=${quoted(text)}`);
};

/** `--probe` is taken back by `--no-probe`, and `--no-llm` by `--llm`. */
export const negated = (flag: string): string =>
  flag.startsWith("--no-") ? `--${flag.slice("--no-".length)}` : `--no-${flag.slice("--".length)}`;

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(textOf);

const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

const quoted = (text: string): string =>
  /^[\w./:@%+,~^-]+$/.test(text) && !text.startsWith("-") ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;

const readNumber = (field: FieldFacts, word: string): Read =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)
    ? { ok: true, value: Number(word) }
    : { ok: false, why: `${field.name} must be a number; "${word}" is not` };

const readBoolean = (field: FieldFacts, word: string): Read => {
  if (word === "true") return { ok: true, value: true };
  if (word === "false") return { ok: true, value: false };
  return { ok: false, why: `${field.name} is true or false; "${word}" is neither` };
};
