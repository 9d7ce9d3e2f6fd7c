import { isList, isMap, isOpaque, type Value, type ValueMap } from "../../value.ts";
import type { Answer } from "../rule.ts";

/** What could be read of a list, and whether part of it could not. */
export type Readable<T> = { readonly known: readonly T[]; readonly unreadable: boolean };

/** Is it on? Providers write booleans as strings in some blocks; `absent` is what the provider takes when nothing is said. */
export const flag = (value: Value | undefined, absent: Answer): Answer => {
  if (value === undefined || value === null) return absent;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value === 0 ? "no" : "yes";
  if (typeof value !== "string") return "unknown";
  const word = value.trim().toLowerCase();
  if (on.includes(word)) return "yes";
  return off.includes(word) ? "no" : word === "" ? absent : "unknown";
};

const on: readonly string[] = ["true", "1", "yes"];
const off: readonly string[] = ["false", "0", "no"];

/** Nested blocks: a list of objects, or one object where a document leaves the list out. */
export const blocks = (value: Value | undefined): Readable<ValueMap> => {
  if (value === undefined || value === null) return nothing;
  const items = itemsOf(value);
  return { known: items.filter(isMap), unreadable: !items.every(isMap) };
};

/** Strings: a list, or one where a document leaves the list out; empty strings are the provider's way of saying nothing. */
export const texts = (value: Value | undefined): Readable<string> => {
  if (value === undefined || value === null || value === "") return nothing;
  if (isList(value) && areTexts(value)) return { known: value, unreadable: false };
  const items = itemsOf(value).filter((item) => item !== "");
  const known = items.flatMap((item) =>
    typeof item === "string" ? [item] : typeof item === "number" ? [String(item)] : [],
  );
  return { known, unreadable: known.length < items.length };
};

/** Most attributes that are asked for say nothing. */
const nothing = { known: [], unreadable: false } as const;

const areTexts = (list: readonly Value[]): list is readonly string[] => {
  for (const item of list) if (typeof item !== "string" || item === "") return false;
  return true;
};

export const joined = <T>(...parts: readonly Readable<T>[]): Readable<T> => ({
  known: parts.flatMap(({ known }) => known),
  unreadable: parts.some(({ unreadable }) => unreadable),
});

/** Does any of them pass? An unreadable one might. */
export const anyOf = <T>({ known, unreadable }: Readable<T>, test: (item: T) => boolean): Answer =>
  known.some(test) ? "yes" : unreadable ? "unknown" : "no";

/** A number, also one written as a string; `undefined` when nothing is said, `unreadable` when it is not a number. */
export const numberOf = (value: Value | undefined): number | "unreadable" | undefined => {
  if (value === undefined || value === null || value === "") return undefined;
  if (isOpaque(value)) return "unreadable";
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : "unreadable";
};

const itemsOf = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || value === null) return [];
  return isList(value) ? value.filter((item) => item !== null) : [value];
};
