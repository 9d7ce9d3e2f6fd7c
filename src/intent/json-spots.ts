import { behindQuoted, behindRun, type KeyPath, marksIn, type Spot, type Spots } from "./spots.ts";

const space = /[ \t\r\n]/;
const bare = /[^\s,\]}]/;

/** A name that stands again in one object, of which a parser keeps the last and says nothing. */
export type Doubled = { readonly path: KeyPath; readonly spot: Spot; readonly first: Spot };

export type JsonSpots = Spots & { readonly doubled: readonly Doubled[] };

/** Where the parts of a JSON text stand, which must have parsed already. */
export const jsonSpots = (text: string): JsonSpots => {
  const { mark, spots, spotAt } = marksIn(text);
  const doubled: Doubled[] = [];

  /** Marks the value that begins at or behind `from`, and returns the offset behind it. */
  const walk = (path: KeyPath, from: number, key?: number): number => {
    const at = behindRun(text, from, space);
    mark(path, key ?? at, at);
    if (text[at] === "{") return walkObject(path, at + 1);
    if (text[at] === "[") return walkList(path, at + 1);
    return text[at] === '"' ? behindQuoted(text, at, '"', true) : behindRun(text, at, bare);
  };

  const walkObject = (path: KeyPath, from: number): number => {
    const names = new Map<string, number>();
    let at = behindRun(text, from, space);
    while (text[at] === '"') {
      const key = at;
      const behindKey = behindQuoted(text, key, '"', true);
      const name = String(JSON.parse(text.slice(key, behindKey)));
      const first = names.get(name);
      if (first === undefined) names.set(name, key);
      else doubled.push({ path: [...path, name], spot: spotAt(key), first: spotAt(first) });
      const colon = behindRun(text, behindKey, space);
      at = behindRun(text, walk([...path, name], colon + 1, key), space);
      if (text[at] === ",") at = behindRun(text, at + 1, space);
    }
    return at + 1;
  };

  const walkList = (path: KeyPath, from: number): number => {
    let at = behindRun(text, from, space);
    for (let index = 0; at < text.length && text[at] !== "]"; index += 1) {
      at = behindRun(text, walk([...path, index], at), space);
      if (text[at] === ",") at = behindRun(text, at + 1, space);
    }
    return at + 1;
  };

  walk([], 0);
  return { ...spots, doubled };
};
