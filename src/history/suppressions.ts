import { type Kysely, type Selectable, sql } from "kysely";
import { byCodeUnit } from "../core/order.ts";
import { type Connection, immediately } from "./connection.ts";
import { eventWriter } from "./events.ts";
import type { Deed, KeptSuppression, Wish } from "./history.ts";
import { orAbsent, orNull, suppressionOf } from "./rows.ts";
import type { SuppressionTable, Tables } from "./tables.ts";
import { wishesOn } from "./wishes.ts";

export const suppressions = async (db: Kysely<Tables>, file: string): Promise<readonly KeptSuppression[]> => {
  const [rows, wishes] = await Promise.all([
    db.selectFrom("suppressions").selectAll().execute(),
    wishesOn(db, file),
  ]);
  const resolved = await resolvedAmong(db, [...wishes.keys()]);
  const met = [...wishes].filter(([id]) => !resolved.has(id)).map(([, wish]) => wish);
  return rows
    .map((row) => {
      const here = met.filter(({ key }) => key === row.fingerprint);
      return {
        ...suppressionOf(row, file),
        key: row.fingerprint,
        title: orAbsent(row.title),
        boundAt: orAbsent(row.bound_at),
        matchedAt: orAbsent(row.matched_at),
        meets: new Set(here.map(({ subject }) => subject.fingerprint)).size,
        legacy: here.some(({ subject, key }) => subject.legacy === key && subject.fingerprint !== key),
      };
    })
    .sort((a, b) => byCodeUnit(a.key, b.key));
};

const resolvedAmong = async (db: Kysely<Tables>, ids: readonly number[]): Promise<ReadonlySet<number>> => {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: number }>`select rowid as id from findings where presence = 'resolved'
    and rowid in (select value from json_each(${JSON.stringify(ids)}))`.execute(db);
  return new Set(rows.map(({ id }) => id));
};

export const suppress = (connection: Connection, wish: Wish, deed: Deed): Promise<boolean> =>
  immediately(connection, async (db) => {
    const before = await db
      .selectFrom("suppressions")
      .selectAll()
      .where("fingerprint", "=", wish.key)
      .executeTakeFirst();
    const columns = columnsOf(wish, deed);
    if (before !== undefined && isSame(before, columns)) return false;
    await db
      .insertInto("suppressions")
      .values({ fingerprint: wish.key, ...columns, matched_at: before?.matched_at ?? null })
      .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet(columns))
      .execute();
    eventWriter(connection, { at: deed.at, by: deed.by, note: wish.note })([
      {
        fingerprint: wish.key,
        title: wish.title,
        transition: wish.kind,
        from: undefined,
        to: wish.until === undefined ? undefined : `until ${new Date(wish.until).toISOString()}`,
      },
    ]);
    return true;
  });

const columnsOf = (
  { key: _, ...wish }: Wish,
  { by, at }: Deed,
): Omit<SuppressionTable, "fingerprint" | "matched_at"> => ({
  kind: wish.kind,
  until: orNull(wish.until),
  by,
  note: orNull(wish.note),
  max_severity: orNull(wish.maxSeverity),
  title: wish.title,
  owner: orNull(wish.owner),
  rules: wish.rules === undefined ? null : JSON.stringify(wish.rules),
  origin: wish.origin,
  bound_at: wish.rules === undefined ? null : at,
  updated_at: at,
});

const compared = ["kind", "until", "note", "max_severity", "owner", "rules", "origin"] as const;

/** The same wish by somebody else, or of another hour, is the same wish. */
const isSame = (before: Selectable<SuppressionTable>, columns: ReturnType<typeof columnsOf>): boolean =>
  compared.every((column) => before[column] === columns[column]);

export const lift = (
  connection: Connection,
  keys: readonly string[],
  { by, at }: Deed,
): Promise<readonly string[]> =>
  immediately(connection, async (db) => {
    const rows = await db
      .deleteFrom("suppressions")
      .where("fingerprint", "in", keys)
      .returning(["fingerprint", "title"])
      .execute();
    eventWriter(connection, { at, by })(
      rows.map(({ fingerprint, title }) => ({
        fingerprint,
        title: title ?? fingerprint,
        transition: "unmuted",
        from: undefined,
        to: undefined,
      })),
    );
    return rows.map(({ fingerprint }) => fingerprint).sort(byCodeUnit);
  });
