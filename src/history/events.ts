import type { Kysely } from "kysely";
import type { Happening } from "../core/memory.ts";
import type { Connection } from "./connection.ts";
import type { EventRow } from "./history.ts";
import type { Tables } from "./tables.ts";

export const appendEvents = (
  connection: Connection,
  {
    at,
    scan,
    happenings,
  }: { readonly at: number; readonly scan: number; readonly happenings: readonly Happening[] },
): void => {
  const rowOf = ({ fingerprint, title, transition, from, to }: Happening) => ({
    at,
    scan_id: scan,
    fingerprint,
    title,
    transition,
    from_value: from ?? null,
    to_value: to ?? null,
    by: null,
  });
  const [first] = happenings;
  if (first === undefined) return;
  const query = connection.db.insertInto("events").values(rowOf(first)).compile();
  connection.each(
    query,
    lazily(happenings, (happening) => Object.values(rowOf(happening))),
  );
};

/** One row at a time, so that a large look is not held twice. */
export function* lazily<T, Row>(source: Iterable<T>, make: (entry: T) => Row): Generator<Row> {
  for (const entry of source) yield make(entry);
}

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
    scan: row.scan_id ?? undefined,
    fingerprint: row.fingerprint,
    title: row.title,
    transition: row.transition,
    from: row.from_value ?? undefined,
    to: row.to_value ?? undefined,
    by: row.by ?? undefined,
  }));
};
