import { parse } from "smol-toml";
import { behindQuoted, behindRun, type KeyPath, type Marks, marksIn, type Spots } from "./spots.ts";

/** Where the tables, keys and values of a TOML text stand, which must have parsed already. */
export const tomlSpots = (text: string): Spots => {
  const { mark, spots } = marksIn(text);
  const walk: Walk = { text, mark, counts: new Map() };
  let table: KeyPath = [];
  let at = behindNothing(text, 0);
  while (at < text.length) {
    if (text[at] === "[") {
      const header = readHeader(walk, at);
      table = header.table;
      at = header.behind;
    } else at = walkPair(walk, table, at);
    at = behindNothing(text, at);
  }
  return spots;
};

type Walk = {
  readonly text: string;
  readonly mark: Marks["mark"];
  /** How many elements each array of tables has so far, by its path. */
  readonly counts: Map<string, number>;
};

const blank = /[ \t]/;
const space = /[ \t\r\n]/;
const bareKey = /[A-Za-z0-9_-]/;
const bareValue = /[^,\]}\r\n#]/;
const restOfLine = /[^\n]/;

const behindNothing = (text: string, from: number): number => {
  let at = behindRun(text, from, space);
  while (text[at] === "#") at = behindRun(text, behindRun(text, at, restOfLine), space);
  return at;
};

const readHeader = (
  { text, mark, counts }: Walk,
  start: number,
): { readonly table: KeyPath; readonly behind: number } => {
  const many = text.startsWith("[[", start);
  const { names, behind } = readKey(text, start + (many ? 2 : 1));
  if (!many) {
    const table = meant(names, counts);
    mark(table, start, start);
    return { table, behind: behind + 1 };
  }
  const list = [...meant(names.slice(0, -1), counts), ...names.slice(-1)];
  const index = counts.get(JSON.stringify(list)) ?? 0;
  counts.set(JSON.stringify(list), index + 1);
  mark(list, start, start);
  mark([...list, index], start, start);
  return { table: [...list, index], behind: behind + 2 };
};

/** The path that a header means: inside an array of tables it goes on in the latest element. */
const meant = (names: readonly string[], counts: Walk["counts"]): KeyPath => {
  let path: KeyPath = [];
  for (const name of names) {
    path = [...path, name];
    const count = counts.get(JSON.stringify(path));
    if (count !== undefined) path = [...path, count - 1];
  }
  return path;
};

/** A dotted key and the offset behind it. */
const readKey = (
  text: string,
  from: number,
): { readonly names: readonly string[]; readonly behind: number } => {
  const names: string[] = [];
  let at = from;
  for (;;) {
    const start = behindRun(text, at, blank);
    const end = behindName(text, start);
    names.push(nameIn(text.slice(start, end)));
    at = behindRun(text, end, blank);
    if (text[at] !== ".") return { names, behind: at };
    at += 1;
  }
};

const behindName = (text: string, start: number): number => {
  const quote = text[start];
  if (quote === '"' || quote === "'") return behindQuoted(text, start, quote, quote === '"');
  return behindRun(text, start, bareKey);
};

/** A quoted name as TOML reads it. */
const nameIn = (written: string): string =>
  /^["']/.test(written) ? String(parse(`name = ${written}`)["name"]) : written;

const walkPair = (walk: Walk, table: KeyPath, from: number): number => {
  const { names, behind } = readKey(walk.text, from);
  const value = behindRun(walk.text, behind + 1, blank);
  names.forEach((_, at) => {
    walk.mark([...table, ...names.slice(0, at + 1)], from, value);
  });
  return walkValue(walk, [...table, ...names], value);
};

const walkValue = (walk: Walk, path: KeyPath, at: number): number => {
  const { text } = walk;
  for (const quote of ['"""', "'''", '"', "'"])
    if (text.startsWith(quote, at)) {
      // A long text may end in quotes of its own.
      return behindRun(text, behindQuoted(text, at, quote, quote.startsWith('"')), /["']/);
    }
  if (text[at] === "[") return walkArray(walk, path, at + 1);
  return text[at] === "{" ? walkInline(walk, path, at + 1) : behindRun(text, at, bareValue);
};

const walkArray = (walk: Walk, path: KeyPath, from: number): number => {
  const { text, mark } = walk;
  let at = behindNothing(text, from);
  for (let index = 0; at < text.length && text[at] !== "]"; index += 1) {
    mark([...path, index], at, at);
    at = behindNothing(text, walkValue(walk, [...path, index], at));
    if (text[at] === ",") at = behindNothing(text, at + 1);
  }
  return at + 1;
};

const walkInline = (walk: Walk, path: KeyPath, from: number): number => {
  const { text } = walk;
  let at = behindNothing(text, from);
  while (at < text.length && text[at] !== "}") {
    at = behindNothing(text, walkPair(walk, path, at));
    if (text[at] === ",") at = behindNothing(text, at + 1);
  }
  return at + 1;
};
