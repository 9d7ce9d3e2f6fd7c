import { type Kysely, sql } from "kysely";
import type { Happening } from "../../core/memory.ts";
import { fromReference } from "../../core/reference.ts";
import type { Severity } from "../../core/severity.ts";
import { appendWithin } from "../audit.ts";
import { columnsOfFacts, orNull } from "../rows.ts";
import type { FindingTable, SuppressionTable, Tables } from "../tables.ts";
import type { Writer } from "../writer.ts";
import { auditRecordOf, factsOfReference, isGroup, isSighted, presenceOf } from "./carry.ts";
import { referenceTables } from "./recognise.ts";
import { findingOf, type RawRow, type ReferenceFinding, redacted } from "./rows.ts";

/** What became of the reference's rows. */
export type Carried = {
  readonly findings: number;
  readonly muted: number;
  readonly snoozed: number;
  readonly decisions: number;
  readonly offers: number;
  readonly modelCalls: number;
  readonly analyses: number;
};

const aside = (table: string): string => `from_reference_${table}`;
const pageRows = 500;

/** Moves the reference's tables out of the way of ours. Inside the transaction that then makes ours and carries the rows. */
export const setAside = async (db: Kysely<Tables>): Promise<void> => {
  // The pages of what is dropped afterwards hold logs as they came.
  await sql`pragma secure_delete = on`.execute(db);
  for (const table of referenceTables)
    await sql`alter table ${sql.table(table)} rename to ${sql.table(aside(table))}`.execute(db);
};

/** Carries the rows over into our tables, and drops the reference's. `now` is milliseconds UTC. */
export const carryOver = async (
  { prepared, auditKey }: Writer,
  db: Kysely<Tables>,
  now: number,
): Promise<Carried> => {
  const counts = { findings: 0, muted: 0, snoozed: 0, decisions: 0 };
  const scope = await homeOf(db, now);
  const events: Dated[] = [];
  for await (const raw of rowsOf(db, "findings")) {
    const row = findingOf(raw);
    if (row === undefined) continue;
    const wish = suppressionOf(row, now);
    if (wish !== undefined) {
      await db.insertInto("suppressions").values(wish).execute();
      counts[wish.kind] += 1;
    }
    if (!isSighted(row) || isGroup(row)) continue;
    await db
      .insertInto("findings")
      .values(columnsOf(row, scope, now))
      .execute();
    events.push(...eventsOf(row, now));
    counts.findings += 1;
  }
  tell({ db, prepared }, events);
  let last = 0;
  for await (const raw of rowsOf(db, "audit_log")) {
    const { ts } = await appendWithin({ auditKey }, db, auditRecordOf(raw, last));
    last = ts;
    counts.decisions += 1;
  }
  const left = {
    offers: await countOf(db, "pending_actions"),
    modelCalls: await countOf(db, "llm_calls"),
    analyses: await countOf(db, "analyses"),
  };
  for (const table of referenceTables) await sql`drop table ${sql.table(aside(table))}`.execute(db);
  return { ...counts, ...left };
};

type Table = (typeof referenceTables)[number];

async function* rowsOf(db: Kysely<Tables>, table: Table): AsyncGenerator<RawRow> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await sql<RawRow & { readonly row_place: number }>`
      select *, rowid as row_place from ${sql.table(aside(table))}
      where rowid > ${after} order by rowid limit ${pageRows}`.execute(db);
    yield* rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)?.row_place ?? after;
  }
}

const countOf = async (db: Kysely<Tables>, table: Table): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(aside(table))}`.execute(db);
  return rows[0]?.n ?? 0;
};

const homeOf = async (db: Kysely<Tables>, now: number): Promise<number> => {
  const { resolution, identity, source, path } = fromReference;
  const { id } = await db
    .insertInto("scopes")
    .values({ resolution, identity, source, path, observed_at: now, sighted_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};

type Sighted = ReferenceFinding & { readonly severity: Severity };

const columnsOf = (row: Sighted, scope: number, now: number): FindingTable => {
  const facts = factsOfReference(row);
  const presence = presenceOf(row);
  const seen = row.lastSeen ?? row.firstSeen ?? now;
  return {
    fingerprint: row.fingerprint,
    scope_id: scope,
    ...columnsOfFacts(facts),
    facts: JSON.stringify(facts),
    content: "",
    digest: "",
    seals: null,
    presence,
    first_seen: row.firstSeen ?? seen,
    last_observed: seen,
    sighted_at: seen,
    stale_since: presence === "stale" ? now : null,
    resolved_at: presence === "resolved" ? seen : null,
    updated_at: now,
  };
};

const suppressionOf = (row: ReferenceFinding, now: number): SuppressionTable | undefined => {
  const { status, snoozeUntil, fingerprint, lastSeen } = row;
  if (status !== "muted" && status !== "snoozed") return undefined;
  // A snooze without an end would be a mute that nobody asked for.
  if (status === "snoozed" && (snoozeUntil === undefined || snoozeUntil <= now)) return undefined;
  return {
    fingerprint,
    kind: status,
    until: status === "snoozed" ? orNull(snoozeUntil) : null,
    by: orNull(row.actor),
    note: orNull(redacted(row.note)),
    max_severity: null,
    title: orNull(redacted(row.title)),
    owner: null,
    rules: null,
    origin: "local",
    bound_at: null,
    matched_at: null,
    updated_at: lastSeen ?? now,
  };
};

type Dated = Happening & { readonly at: number; readonly by: string | undefined };

const eventsOf = (row: Sighted, now: number): readonly Dated[] => {
  const { fingerprint, status, severity } = row;
  const seen = row.lastSeen ?? row.firstSeen ?? now;
  const base = { fingerprint, title: redacted(row.title) ?? fingerprint, from: undefined };
  const opened: Dated = {
    ...base,
    transition: "opened",
    to: severity,
    at: row.firstSeen ?? seen,
    by: undefined,
  };
  if (status === "open") return [opened];
  return [opened, { ...base, transition: status, to: redacted(row.note), at: seen, by: row.actor }];
};

/** In the order in which they happened, as if they had been told one by one. */
const tell = ({ db, prepared }: Pick<Writer, "db" | "prepared">, events: readonly Dated[]): void => {
  let write: ((values: readonly unknown[]) => void) | undefined;
  for (const { at, fingerprint, title, transition, from, to, by } of [...events].sort(
    (a, b) => a.at - b.at,
  )) {
    const row = {
      at,
      scan_id: null,
      fingerprint,
      title,
      transition,
      from_value: orNull(from),
      to_value: orNull(to),
      by: orNull(by),
    };
    write ??= prepared(db.insertInto("events").values(row).compile());
    write(Object.values(row));
  }
};
