import { parseJson } from "../core/document.ts";
import { nearest } from "../core/nearest.ts";
import { type Author, keptFrom } from "../core/ownership.ts";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import { amendList, isObject, type RawObject } from "./amend.ts";
import { jsonSpots } from "./json-spots.ts";
import type { Checked } from "./problems.ts";

/** A usable entry, stamped with who wrote it, as it goes into the file. */
export type Draft<T> = { readonly value: T; readonly entry: RawObject };

/** Who writes, on which day (ISO 8601), and whether a person insists on what is another's. */
export type Hand = { readonly by: Author; readonly day: string; readonly insists: boolean };

/** What one list of entries is called, and how an entry of it is read. */
export type EntryRoom<T> = {
  /** As the verbs have it: `check` of `add-check`, `remove-check` and `checks`. */
  readonly noun: "check" | "solution";
  /** As a sentence has it. */
  readonly called: string;
  /** Members that the door says: what a text says of them is left aside. */
  readonly stamped: readonly string[];
  readonly read: (entry: RawObject) => Checked<T>;
};

type Named = Pick<EntryRoom<unknown>, "noun" | "called">;

/** What a JSON text says of one entry. Throws `input-invalid`. */
export const writtenEntry = <T>(text: string, { noun, stamped }: EntryRoom<T>): RawObject => {
  const parsed = parseJson(text);
  if (!parsed.ok) throw unusable(noun, `is not JSON: ${parsed.why}`, []);
  const { value } = parsed;
  const twice = jsonSpots(text).doubled.map(
    ({ path: at }) => `${at.map(String).join(".")} stands a second time`,
  );
  if (twice.length > 0) throw unusable(noun, `cannot be used: ${twice.join("; ")}`, twice);
  if (!isObject(value)) throw unusable(noun, "must be one JSON object", []);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !stamped.includes(name)));
};

/** The entry as it will be read again. Throws `input-invalid` that names each field that is wrong. */
export const usableEntry = <T>(entry: RawObject, { noun, read }: EntryRoom<T>): T => {
  const judged = read(entry);
  if (judged.ok) return judged.value;
  const faults = judged.problems.map(({ path, why }) => `${path.map(String).join(".")} ${why}`.trim());
  throw unusable(noun, `cannot be used: ${faults.join("; ")}`, faults);
};

/** Adds an entry, or takes the place of the one with its name where that may be. Throws `refused`; the file is then untouched. */
export const addEntry = <T extends { readonly name: string }>(
  path: string,
  files: Files,
  { entry, value: { name } }: Draft<T>,
  { hand, room }: { readonly hand: Hand; readonly room: Named },
): Promise<{ readonly replaced: boolean }> =>
  amendList<{ readonly replaced: boolean }>(path, files, (list) => {
    const found = onlyEntry(list, name, room);
    if (found === undefined) return { result: { replaced: false }, document: [...list, entry] };
    demandOwn(found, name, hand, { ...room, insisting: `add-${room.noun} --replace` });
    return { result: { replaced: true }, document: list.map((raw) => (raw === found ? entry : raw)) };
  });

/** Takes every entry with that name out. Throws `not-found` with the nearest name, or `refused`. */
export const removeEntry = (
  path: string,
  files: Files,
  name: string,
  { hand, room }: { readonly hand: Hand; readonly room: Named },
): Promise<void> =>
  amendList(path, files, (list) => {
    const found = list.filter((raw) => nameOf(raw) === name.trim());
    if (found.length === 0) throw unknownEntry(name, list, { ...room, path });
    for (const raw of found)
      demandOwn(raw, name, hand, { ...room, insisting: `remove-${room.noun} ${name} --force` });
    return { result: undefined, document: list.filter((raw) => !found.includes(raw)) };
  });

/** The one entry with that name. Throws `refused` where there are more: which of them is meant, a person must say. */
export const onlyEntry = (list: readonly unknown[], name: string, { noun, called }: Named): unknown => {
  const [first, ...others] = list.filter((raw) => nameOf(raw) === name.trim());
  if (others.length === 0) return first;
  throw new SteadystateError("refused", `${others.length + 1} entries are named as the ${called} ${name}`, {
    hint: `take out those that are not meant, by hand or with: steadystate remove-${noun} ${name}`,
    details: { name },
  });
};

export const unknownEntry = (
  name: string,
  list: readonly unknown[],
  { noun, called, path }: Named & { readonly path: string },
): SteadystateError => {
  const close = nearest(
    name,
    list.flatMap((raw) => nameOf(raw) ?? []),
  );
  return new SteadystateError(
    "not-found",
    `no ${called} is named ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    { hint: `steadystate ${noun}s`, details: { path } },
  );
};

const demandOwn = (
  raw: unknown,
  name: string,
  { by, insists }: Hand,
  { called, insisting }: Named & { readonly insisting: string },
): void => {
  const entry = isObject(raw) ? raw : {};
  const [author, vouchedBy] = [textOf(entry["author"]), textOf(entry["vouched_by"])];
  const kept = keptFrom({ author, vouchedBy, proposed: entry["proposed"] === true }, by, insists);
  if (kept === undefined) return;
  const whose =
    kept === "vouched"
      ? `vouched by ${vouchedBy ?? "a person"}`
      : `of ${author ?? "an author that is not named"}`;
  throw new SteadystateError("refused", `the ${called} ${name} is ${whose}, and was left as it is`, {
    hint: by.draftsOnly
      ? "whoever writes drafts changes only drafts of its own: choose another name, or ask a person"
      : `steadystate ${insisting}, if it is to be so`,
    details: { name, author },
  });
};

/** As the readers have it: trimmed, and a number for a text. */
const nameOf = (raw: unknown): string | undefined => (isObject(raw) ? textOf(raw["name"]) : undefined);

const textOf = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() : undefined;
};

const unusable = (
  noun: EntryRoom<unknown>["noun"],
  why: string,
  faults: readonly string[],
): SteadystateError =>
  new SteadystateError("input-invalid", `the ${noun} ${why}`, {
    hint: `steadystate help add-${noun} shows one that can be used`,
    details: { faults },
  });
