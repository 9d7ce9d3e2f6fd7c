import { z } from "zod";
import { byCodeUnit } from "../core/order.ts";
import { redactText } from "../core/secret.ts";
import { severities } from "../core/severity.ts";
import type { CommittedMute } from "../core/suppression.ts";
import { parseInstant } from "../core/time.ts";
import type { Files } from "../system/files.ts";
import { amendObject, type RawObject } from "./amend.ts";
import type { Loaded } from "./intent.ts";
import { loadNamed } from "./named.ts";
import { type Checked, checked } from "./problems.ts";

/** mutes.json: the good mutes, and a fault for everything that is not one; a faulty entry suppresses nothing. */
export const loadMutes = (
  path: string,
  files: Files,
  { explicit }: { readonly explicit: boolean },
): Promise<Loaded<CommittedMute>> => loadNamed(path, files, { plural: "mutes", read: readMute, explicit });

/** People's words; a secret that slipped into them goes no further. */
const Words = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : redactText(text)))
  .optional();

/** A date, or an instant; a date alone is over when it begins. */
const Instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue({ code: "custom", message: "must be a date such as 2026-12-01, or an ISO 8601 instant" });
  return z.NEVER;
});

const Entry = z.strictObject({
  title: Words,
  by: Words,
  note: Words,
  added: Words,
  max_severity: z.enum(severities).optional(),
  rules: z.array(z.string().trim().min(1, "must not be empty")).optional(),
  expires: Instant.optional(),
  owner: Words,
});

const readMute = (name: string, entry: unknown): Checked<CommittedMute> => {
  if (!/^[0-9a-f]{64}$/i.test(name)) {
    const why = "is not a fingerprint: 64 hex digits, as `steadystate show` prints them";
    return { ok: false, problems: [{ path: [], part: "key", why }] };
  }
  const read = checked(Entry, entry);
  if (!read.ok) return read;
  const { title, by, note, added, max_severity: maxSeverity, rules, expires, owner } = read.value;
  const key = name.toLowerCase();
  return { ok: true, value: { key, title, by, note, added, maxSeverity, rules, expires, owner } };
};

/** What is to become of mutes.json. */
export type MutesChange = {
  readonly add: readonly CommittedMute[];
  /** Keys; what the file does not hold is no matter. */
  readonly remove: readonly string[];
};

export type MutesChanged = {
  readonly path: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Entries in the file as it is now. */
  readonly total: number;
};

/** Merges into mutes.json under its lock, sorted by key. Throws `input-invalid` for a file that cannot be parsed. */
export const changeMutes = (
  path: string,
  files: Files,
  { add, remove }: MutesChange,
): Promise<MutesChanged> =>
  amendObject(path, files, (document) => {
    const removed = remove.filter((key) => key in document);
    const kept = Object.entries(document).filter(([key]) => !removed.includes(key));
    const added = add.filter((entry) => !isHeld(entry, document));
    const entries = new Map([...kept, ...added.map((entry) => [entry.key, written(entry)] as const)]);
    const result = { path, added: added.map(({ key }) => key), removed, total: entries.size };
    if (added.length + removed.length === 0) return { result };
    const sorted = [...entries].sort(([a], [b]) => byCodeUnit(a, b));
    return { result, document: Object.fromEntries(sorted) };
  });

/** The same wish of another day is the same wish. */
const isHeld = (entry: CommittedMute, document: RawObject): boolean => {
  if (!(entry.key in document)) return false;
  const read = readMute(entry.key, document[entry.key]);
  if (!read.ok) return false;
  return (
    JSON.stringify(written({ ...entry, added: read.value.added })) === JSON.stringify(written(read.value))
  );
};

const written = ({ key: _, maxSeverity, expires, ...entry }: CommittedMute): RawObject => {
  const { title, by, note, added, rules, owner } = entry;
  const at = expires === undefined ? undefined : new Date(expires).toISOString();
  const fields = { title, by, note, added, max_severity: maxSeverity, rules, expires: at, owner };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
};
