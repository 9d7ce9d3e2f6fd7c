import type { Kysely } from "kysely";
import type { Happening } from "../core/memory.ts";
import type { Connection } from "./connection.ts";
import type { EventRow } from "./history.ts";
import { orAbsent, orNull } from "./rows.ts";
import type { Tables } from "./tables.ts";

/** When it happened, by which look, or by whose hand and in which words. */
export type Telling = {
  readonly at: number;
  readonly scan?: number | undefined;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
};

/** Gives a function that appends what happened to one finding. */
export const eventWriter = (
  { db, prepared }: Connection,
  { at, scan, by, note }: Telling,
): ((happenings: readonly Happening[]) => void) => {
  const columns = ({ fingerprint, title, transition, from, to }: Happening) => ({
    at,
    scan_id: orNull(scan),
    fingerprint,
    title,
    transition,
    from_value: orNull(from),
    to_value: orNull(to),
    by: orNull(by),
    note: orNull(note),
  });
  let write: ((values: readonly unknown[]) => void) | undefined;
  return (happenings) => {
    for (const happening of happenings) {
      const row = columns(happening);
      write ??= prepared(db.insertInto("events").values(row).compile());
      write(Object.values(row));
    }
  };
};

export const events = async (
  db: Kysely<Tables>,
  { fingerprint, limit }: { readonly fingerprint?: string | undefined; readonly limit: number },
): Promise<readonly EventRow[]> => {
  const rows = await db
    .selectFrom("events")
    .selectAll()
    .$if(fingerprint !== undefined, (query) => query.where("fingerprint", "=", fingerprint ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    at: row.at,
    scan: orAbsent(row.scan_id),
    fingerprint: row.fingerprint,
    title: row.title,
    transition: row.transition,
    from: orAbsent(row.from_value),
    to: orAbsent(row.to_value),
    by: orAbsent(row.by),
    note: orAbsent(row.note),
  }));
};
