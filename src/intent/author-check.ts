import type { Check } from "../core/checks/check.ts";
import { type Author, keptFrom } from "../core/checks/ownership.ts";
import { parseJson } from "../core/document.ts";
import { nearest } from "../core/nearest.ts";
import { SteadystateError } from "../errors.ts";
import type { Files } from "../system/files.ts";
import { amendList, type RawObject } from "./amend.ts";
import { readCheck } from "./checks.ts";
import { jsonSpots } from "./json-spots.ts";

/** A usable entry, stamped with who wrote it, as it goes into the file. */
export type CheckDraft = { readonly check: Check; readonly entry: RawObject };

/** Who writes, on which day (ISO 8601), and whether a person insists on what is another's. */
export type Hand = { readonly by: Author; readonly day: string; readonly insists: boolean };

/** A JSON text as an entry of the file at `path`. Throws `input-invalid` that names each field that is wrong. */
export const draftCheck = (text: string, path: string, { by, day }: Omit<Hand, "insists">): CheckDraft => {
  const parsed = parseJson(text);
  if (!parsed.ok) throw unusable(`the check is not JSON: ${parsed.why}`, []);
  const { value } = parsed;
  const twice = jsonSpots(text).doubled.map(
    ({ path: at }) => `${at.map(String).join(".")} stands a second time`,
  );
  if (twice.length > 0) throw unusable(`the check cannot be used: ${twice.join("; ")}`, twice);
  if (!isObject(value)) throw unusable("the check must be one JSON object", []);
  const { author: _, added: __, proposed: ___, ...written } = value;
  const entry = { ...written, author: by.id, added: day, ...(by.isAgent ? { proposed: true } : {}) };
  const read = readCheck(entry, path);
  if (read.ok) return { check: read.value, entry };
  const faults = read.problems.map(({ path: place, why }) => `${place.map(String).join(".")} ${why}`.trim());
  throw unusable(`the check cannot be used: ${faults.join("; ")}`, faults);
};

/** Adds an entry, or takes the place of one with its name where that may be. Throws `refused`; the file is then untouched. */
export const addCheck = (
  path: string,
  files: Files,
  { entry, check }: CheckDraft,
  hand: Hand,
): Promise<{ readonly replaced: boolean }> =>
  amendList(path, files, (list) => {
    const found = list.filter((raw) => isNamed(raw, check.name));
    for (const raw of found) demand(raw, check.name, hand, "add-check --replace");
    const [first] = found;
    const document =
      first === undefined
        ? [...list, entry]
        : list.flatMap((raw) => (raw === first ? [entry] : isNamed(raw, check.name) ? [] : [raw]));
    return { result: { replaced: first !== undefined }, document };
  });

/** Takes every entry with that name out. Throws `not-found` with the nearest name, or `refused`. */
export const removeCheck = (path: string, files: Files, name: string, hand: Hand): Promise<void> =>
  amendList(path, files, (list) => {
    const found = list.filter((raw) => isNamed(raw, name));
    if (found.length === 0) throw unknown(name, list, path);
    for (const raw of found) demand(raw, name, hand, "remove-check --force");
    return { result: undefined, document: list.filter((raw) => !found.includes(raw)) };
  });

const demand = (raw: unknown, name: string, { by, insists }: Hand, insisting: string): void => {
  const owner = isObject(raw) && typeof raw["author"] === "string" ? raw["author"] : undefined;
  const proposed = isObject(raw) && raw["proposed"] === true;
  const kept = keptFrom({ author: owner, proposed }, by, insists);
  if (kept === undefined) return;
  const whose = kept === "vouched" ? "vouched by a person" : `of ${owner ?? "an author that is not named"}`;
  throw new SteadystateError("refused", `the check ${name} is ${whose}, and was left as it is`, {
    hint: by.isAgent
      ? "an agent changes only drafts of its own: choose another name, or ask a person"
      : `steadystate ${insisting}, if it is to be so`,
    details: { name, author: owner },
  });
};

const unknown = (name: string, list: readonly unknown[], path: string): SteadystateError => {
  const names = list.flatMap((raw) =>
    isObject(raw) && typeof raw["name"] === "string" ? [raw["name"].trim()] : [],
  );
  const close = nearest(name, names);
  return new SteadystateError(
    "not-found",
    `no check is named ${name}${close === undefined ? "" : `, did you mean ${close}?`}`,
    { hint: "steadystate checks", details: { path } },
  );
};

const isNamed = (raw: unknown, name: string): boolean =>
  isObject(raw) && typeof raw["name"] === "string" && raw["name"].trim() === name.trim();

const isObject = (value: unknown): value is RawObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unusable = (message: string, faults: readonly string[]): SteadystateError =>
  new SteadystateError("input-invalid", message, {
    hint: "steadystate help add-check shows one that can be used",
    details: { faults },
  });
