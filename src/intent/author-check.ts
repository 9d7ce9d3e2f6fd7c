import type { Check } from "../core/checks/check.ts";
import type { Files } from "../system/files.ts";
import {
  addEntry,
  type Draft,
  type EntryRoom,
  type Hand,
  removeEntry,
  usableEntry,
  writtenEntry,
} from "./author-entry.ts";
import { readCheck } from "./checks.ts";

const room = (path: string): EntryRoom<Check> => ({
  ...{ noun: "check", called: "check", stamped: ["author", "added", "proposed"] },
  read: (entry) => readCheck(entry, path),
});

/** A JSON text as an entry of the file at `path`. Throws `input-invalid` that names each field that is wrong. */
export const draftCheck = (text: string, path: string, { by, day }: Omit<Hand, "insists">): Draft<Check> => {
  const written = writtenEntry(text, room(path));
  const entry = { ...written, author: by.id, added: day, ...(by.draftsOnly ? { proposed: true } : {}) };
  return { value: usableEntry(entry, room(path)), entry };
};

/** Throws `refused`; the file is then untouched. */
export const addCheck = (
  path: string,
  files: Files,
  draft: Draft<Check>,
  hand: Hand,
): Promise<{ readonly replaced: boolean }> => addEntry(path, files, draft, { hand, room: room(path) });

/** Throws `not-found` with the nearest name, or `refused`. */
export const removeCheck = (path: string, files: Files, name: string, hand: Hand): Promise<void> =>
  removeEntry(path, files, name, { hand, room: room(path) });
