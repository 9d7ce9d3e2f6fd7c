import { describeDocument, parseJson } from "../core/document.ts";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import type { Fault, Loaded } from "./intent.ts";
import { type Doubled, type JsonSpots, jsonSpots } from "./json-spots.ts";
import type { Checked, Problem } from "./problems.ts";

export type EntryKind<T> = {
  /** `checks`, as in "a list of checks". */
  readonly plural: string;
  readonly read: (entry: unknown) => Checked<T>;
};

/** A JSON list that a team commits: good entries load whatever stands beside them, everything else is a fault with its place. */
export const loadEntries = async <T extends { readonly name: string }>(
  path: string,
  files: Files,
  { plural, read, explicit }: EntryKind<T> & { readonly explicit: boolean },
): Promise<Loaded<T>> => {
  const opened = await openDocument(path, files, explicit);
  if (!opened.ok) return opened.loaded;
  const { value, spots } = opened;
  if (!Array.isArray(value))
    return broken(
      path,
      spots.value([]),
      `the file must be a list of ${plural}, but it is ${describeDocument(value)}`,
    );
  return { path, present: true, ...sorted(value, read, (fault) => ({ path, ...fault }), spots) };
};

type Opened =
  | { readonly ok: true; readonly value: unknown; readonly spots: JsonSpots }
  | { readonly ok: false; readonly loaded: Loaded<never> };

/** A JSON file with the places of its parts; where there is nothing to read, what is to be said of that. */
export const openDocument = async (path: string, files: Files, explicit: boolean): Promise<Opened> => {
  const text = await textOf(path, files, explicit);
  if (text === undefined) return { ok: false, loaded: { path, present: false, entries: [], faults: [] } };
  if (typeof text !== "string") return { ok: false, loaded: broken(path, undefined, text.message) };
  const parsed = parseJson(text);
  return parsed.ok
    ? { ok: true, value: parsed.value, spots: jsonSpots(text) }
    : { ok: false, loaded: broken(path, parsed, `the file is not JSON: ${parsed.why}`) };
};

/** A file that was named must be there and be readable; one that was only found may be a fault. */
export const textOf = async (
  path: string,
  files: Files,
  explicit: boolean,
): Promise<string | SteadystateError | undefined> => {
  try {
    const text = await files.readText(path);
    if (text !== undefined || !explicit) return text;
  } catch (error) {
    if (explicit || !(error instanceof SteadystateError)) throw error;
    return error;
  }
  throw new SteadystateError("usage", `there is no file ${path}`, {
    hint: "give the path of an existing file",
    details: { path },
  });
};

export const broken = (
  path: string,
  spot: { readonly line: number; readonly column: number } | undefined,
  why: string,
): Loaded<never> => ({
  path,
  present: true,
  entries: [],
  faults: [{ path, line: spot?.line, column: spot?.column, entry: undefined, why }],
});

const sorted = <T extends { readonly name: string }>(
  list: readonly unknown[],
  read: EntryKind<T>["read"],
  fault: (facts: Omit<Fault, "path">) => Fault,
  spots: JsonSpots,
): Pick<Loaded<T>, "entries" | "faults"> => {
  const entries: T[] = [];
  const faults: Fault[] = [];
  const firstWith = new Map<string, number>();
  list.forEach((raw, index) => {
    const entry = entryName(index, raw);
    const twice = doubledIn(spots, index);
    const result = twice.length === 0 ? unique(read(raw), index, firstWith) : read(raw);
    if (result.ok && twice.length === 0) entries.push(result.value);
    for (const problem of result.ok ? [] : result.problems)
      faults.push(fault({ ...spotOf(spots, index, problem), entry, why: clauseOf(problem) }));
    for (const one of twice) faults.push(fault({ ...one.spot, entry, why: twiceClause(one) }));
  });
  return { entries, faults };
};

/** Names that stand twice in one entry: nobody knows which of the two was meant, so the entry is none. */
export const doubledIn = ({ doubled }: JsonSpots, step: string | number): readonly Doubled[] =>
  doubled.filter(({ path }) => path[0] === step);

export const twiceClause = ({ path, first }: Doubled): string =>
  clauseOf({
    path: path.slice(1),
    part: "key",
    why: `stands a second time; the first is at ${first.line}:${first.column}`,
  });

const unique = <T extends { readonly name: string }>(
  result: Checked<T>,
  index: number,
  firstWith: Map<string, number>,
): Checked<T> => {
  if (!result.ok) return result;
  const first = firstWith.get(result.value.name);
  if (first === undefined) {
    firstWith.set(result.value.name, index);
    return result;
  }
  return {
    ok: false,
    problems: [{ path: ["name"], part: "value", why: `is already the name of entry ${first}` }],
  };
};

const spotOf = (spots: JsonSpots, index: number, { path, part }: Problem) =>
  part === "key" ? spots.key([index, ...path]) : spots.value([index, ...path]);

/** `2 "shop-up"`: the index in the list, and the name where there is one. */
const entryName = (index: number, raw: unknown): string => {
  const name: unknown = typeof raw === "object" && raw !== null && "name" in raw ? raw.name : undefined;
  return typeof name === "string" && name.trim() !== "" ? `${index} "${name.trim()}"` : String(index);
};

export const clauseOf = ({ path, why }: Problem): string =>
  path.length === 0 ? `the entry ${why}` : `${path.map(String).join(".")} ${why}`;
