import type { Kysely, Selectable } from "kysely";
import type { Transition } from "../core/finding.ts";
import type { CommittedMute } from "../core/suppression.ts";
import { eventWriter } from "./event-writer.ts";
import type { CommittedMutes, Look } from "./history.ts";
import { orAbsent, orNull } from "./rows.ts";
import type { SuppressionTable, Tables } from "./tables.ts";
import type { Writer } from "./writer.ts";

type Row = Selectable<SuppressionTable>;

/** Who laid it in, where the file does not say who wished it. */
const fileActor = "mutes.json";

/**
 * Makes memory agree with mutes.json, inside the transaction of a look, which `db` is bound to. A wish that somebody has here and that still runs as a
 * snooze is left alone; what went from the file is lifted; where the file is broken, what it held hides nothing until mended.
 */
export const lay = async (
  writer: Writer,
  db: Kysely<Tables>,
  { mutes, finishedAt: now }: Pick<Look, "mutes" | "finishedAt">,
): Promise<void> => {
  if (mutes === undefined) return;
  const rows = await db.selectFrom("suppressions").selectAll().execute();
  const standing = new Map(rows.map((row) => [row.fingerprint, row]));
  const tell = teller(writer, now);
  for (const entry of mutes.entries)
    if (await begin(db, entry, standing.get(entry.key), now))
      tell(entry.key, entry.title, "muted", entry.by ?? fileActor);
  for (const row of gone(rows, mutes)) {
    if (mutes.broken) await suspend(db, row, now);
    else await db.deleteFrom("suppressions").where("fingerprint", "=", row.fingerprint).execute();
    if (holds(row, now)) tell(row.fingerprint, orAbsent(row.title), "unmuted", fileActor);
  }
};

const teller =
  (writer: Writer, at: number) =>
  (fingerprint: string, title: string | undefined, transition: Transition, by: string): void =>
    eventWriter(writer, { at, by })([
      { fingerprint, title: title ?? fingerprint, transition, from: undefined, to: undefined },
    ]);

/** Whether the entry holds from now on and did not before. */
const begin = async (
  db: Kysely<Tables>,
  entry: CommittedMute,
  before: Row | undefined,
  now: number,
): Promise<boolean> => {
  if (before !== undefined && keepsOwn(before, entry, now)) return false;
  const row = rowOf(entry, before, now);
  if (before !== undefined && isSame(before, row)) return false;
  await put(db, row);
  return holds(row, now) && (before === undefined || !holds(before, now));
};

const holds = ({ until }: Pick<Row, "until">, now: number): boolean => until === null || until > now;

/** A wish of this memory that still runs goes before an entry that has run out, and a snooze before any entry. */
const keepsOwn = (before: Row, { expires }: CommittedMute, now: number): boolean =>
  before.origin === "local" &&
  holds(before, now) &&
  (before.kind === "snoozed" || (expires !== undefined && expires <= now));

/** The ceiling that was taken at the first meeting stays where the entry states none. */
const rowOf = (entry: CommittedMute, before: Row | undefined, now: number): Row => ({
  fingerprint: entry.key,
  kind: "muted",
  until: orNull(entry.expires),
  by: orNull(entry.by),
  note: orNull(entry.note),
  max_severity: entry.maxSeverity ?? before?.max_severity ?? null,
  title: entry.title ?? before?.title ?? null,
  owner: orNull(entry.owner),
  rules: entry.rules === undefined ? (before?.rules ?? null) : JSON.stringify(entry.rules),
  origin: "committed",
  bound_at: before?.bound_at ?? null,
  matched_at: before?.matched_at ?? null,
  updated_at: now,
});

const isSame = (before: Row, { updated_at: _, ...row }: Row): boolean => {
  const { updated_at: _before, ...standing } = before;
  const kept = new Map(Object.entries(standing));
  return Object.entries(row).every(([column, value]) => kept.get(column) === value);
};

const put = (db: Kysely<Tables>, { fingerprint, ...columns }: Row): Promise<unknown> =>
  db
    .insertInto("suppressions")
    .values({ fingerprint, ...columns })
    .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet(columns))
    .execute();

const gone = (rows: readonly Row[], { entries }: CommittedMutes): readonly Row[] => {
  const kept = new Set(entries.map(({ key }) => key));
  return rows.filter(({ origin, fingerprint }) => origin === "committed" && !kept.has(fingerprint));
};

const suspend = async (db: Kysely<Tables>, row: Row, now: number): Promise<void> => {
  if (!holds(row, now)) return;
  await db
    .updateTable("suppressions")
    .set({ until: now, updated_at: now })
    .where("fingerprint", "=", row.fingerprint)
    .execute();
};
