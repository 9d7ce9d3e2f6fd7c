import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Suppression } from "../core/finding.ts";
import type { Sighting } from "../core/memory.ts";
import type { Severity } from "../core/severity.ts";
import { bind, hasRunOut, isSuppressed, type Subject, wishFor } from "../core/suppression.ts";
import type { Connection } from "./connection.ts";
import { orNull, stored, suppressionOf } from "./rows.ts";
import type { Tables } from "./tables.ts";

export const wishesByKey = async (
  db: Kysely<Tables>,
  file: string,
): Promise<ReadonlyMap<string, Suppression>> => {
  const rows = await db.selectFrom("suppressions").selectAll().execute();
  return new Map(rows.map((row) => [row.fingerprint, suppressionOf(row, file)]));
};

/** The wish that speaks for a row of the findings, by row id; wishes are few, and so are the rows that they are about. */
export type Wishes = ReadonlyMap<
  number,
  { readonly subject: Subject; readonly key: string; readonly suppression: Suppression }
>;

const storedFlags = z.array(z.object({ rule: z.string(), stance: z.string() }));

export const wishesOn = async (db: Kysely<Tables>, file: string): Promise<Wishes> => {
  const wishes = await wishesByKey(db, file);
  if (wishes.size === 0) return new Map();
  const columns = sql`f.rowid as id, f.fingerprint, f.legacy, f.severity, json_extract(f.facts, '$.flags') as flags`;
  const keys = sql`(select fingerprint from suppressions)`;
  const { rows } = await sql<{
    id: number;
    fingerprint: string;
    legacy: string;
    severity: Severity;
    flags: string;
  }>`select ${columns} from findings as f where f.fingerprint in ${keys}
    union select ${columns} from findings as f where f.legacy in ${keys}`.execute(db);
  return new Map(
    rows.flatMap(({ id, flags, ...row }) => {
      const subject = { ...row, flags: stored(storedFlags, flags, file) };
      const found = wishFor(wishes, subject);
      return found === undefined ? [] : [[id, { subject, ...found }] as const];
    }),
  );
};

export const quietRows = (wishes: Wishes, now: number, kind?: Suppression["kind"]): readonly number[] =>
  [...wishes]
    .filter(([, { subject, suppression }]) => isSuppressed({ ...subject, suppression }, now))
    .filter(([, { suppression }]) => kind === undefined || suppression.kind === kind)
    .map(([id]) => id);

/** Gives a function that writes of a wish what a look makes of it, its ceiling at the first meeting, and answers it as it is then. */
export const wishKeeper = (
  { db, prepared }: Connection,
  now: number,
): ((sighting: Pick<Sighting, "wish" | "facts">) => Suppression | undefined) => {
  const met = new Map<string, Suppression>();
  let write: ((values: readonly unknown[]) => void) | undefined;
  return ({ wish, facts }) => {
    if (wish === undefined || hasRunOut(wish.suppression, now)) return wish?.suppression;
    const { key, suppression } = wish;
    // Two things of one look may share a legacy key; the first binds.
    const known = met.get(key);
    if (known !== undefined) return known;
    const bound = bind(suppression, facts);
    write ??= prepared(
      db
        .updateTable("suppressions")
        .set(({ fn, val }) => ({
          max_severity: orNull(bound.maxSeverity),
          rules: JSON.stringify(bound.rules),
          bound_at: fn.coalesce("bound_at", val(now)),
          matched_at: now,
        }))
        .where("fingerprint", "=", key)
        .compile(),
    );
    write([orNull(bound.maxSeverity), JSON.stringify(bound.rules), now, now, key]);
    met.set(key, bound);
    return bound;
  };
};
