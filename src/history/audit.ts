import type { Kysely, Selectable } from "kysely";
import {
  type AuditRecord,
  type AuditRow,
  auditEvents,
  auditHash,
  type Chain,
  emptyChain,
  genesisHash,
  walkChain,
} from "../core/audit.ts";
import { SteadystateError } from "../errors.ts";
import { actorOf } from "./actor.ts";
import { orAbsent, orNull, stored } from "./rows.ts";
import { isListOf, isOneOf, isText } from "./shape.ts";
import type { AuditTable, Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

const pageRows = 500;

export const appendAudit = (writer: Writer, record: AuditRecord): Promise<AuditRow> =>
  immediately(writer, (db) => appendWithin(db, record));

/** The same inside a transaction that holds the write lock. */
export const appendWithin = async (db: Kysely<Tables>, record: AuditRecord): Promise<AuditRow> => {
  const last = await db
    .selectFrom("audit")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const linked = {
    ...storable(record),
    seq: (last?.seq ?? 0) + 1,
    prevHash: last?.hash ?? genesisHash,
  };
  const row = { ...linked, hash: auditHash(linked) };
  await db.insertInto("audit").values(columnsOf(row)).execute();
  return row;
};

/** What the database gives back unchanged: the hash must cover what is read, not what was meant. */
const storable = (record: AuditRecord): AuditRecord => ({
  ts: record.ts,
  event: record.event,
  runId: wellFormed(record.runId),
  offerDigest: wellFormed(record.offerDigest),
  fingerprint: wellFormed(record.fingerprint),
  target: wellFormed(record.target),
  actor: {
    class: record.actor.class,
    id: utf8(record.actor.id),
    name: utf8(record.actor.name),
    channel: record.actor.channel,
    onBehalfOf: wellFormed(record.actor.onBehalfOf),
  },
  approver: wellFormed(record.approver),
  decision: wellFormed(record.decision),
  outcome: wellFormed(record.outcome),
  argv: record.argv?.map(utf8),
  exitCode: finite(record.exitCode),
  durationMs: finite(record.durationMs),
  envelope: wellFormed(record.envelope),
  boundDigest: wellFormed(record.boundDigest),
  reason: wellFormed(record.reason),
  stdoutTail: wellFormed(record.stdoutTail),
  stderrTail: wellFormed(record.stderrTail),
  environment: wellFormed(record.environment),
});

/** A tail that was cut inside a character holds half of it, which UTF-8 cannot. */
const utf8 = (text: string): string => Buffer.from(text, "utf8").toString("utf8");
const wellFormed = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : utf8(text);
const finite = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

const columnsOf = (row: AuditRow): AuditTable => ({
  seq: row.seq,
  ts: row.ts,
  event: row.event,
  run_id: orNull(row.runId),
  offer_digest: orNull(row.offerDigest),
  fingerprint: orNull(row.fingerprint),
  target: orNull(row.target),
  actor: JSON.stringify(row.actor),
  approver: orNull(row.approver),
  decision: orNull(row.decision),
  outcome: orNull(row.outcome),
  argv: row.argv === undefined ? null : JSON.stringify(row.argv),
  exit_code: orNull(row.exitCode),
  duration_ms: orNull(row.durationMs),
  envelope: orNull(row.envelope),
  bound_digest: orNull(row.boundDigest),
  reason: orNull(row.reason),
  stdout_tail: orNull(row.stdoutTail),
  stderr_tail: orNull(row.stderrTail),
  environment: orNull(row.environment),
  prev_hash: row.prevHash,
  hash: row.hash,
});

const rowOf = (row: Selectable<AuditTable>, file: string): AuditRow => ({
  seq: row.seq,
  ts: row.ts,
  event: stored(isOneOf(auditEvents), JSON.stringify(row.event), file),
  runId: orAbsent(row.run_id),
  offerDigest: orAbsent(row.offer_digest),
  fingerprint: orAbsent(row.fingerprint),
  target: orAbsent(row.target),
  actor: actorOf(row.actor, file),
  approver: orAbsent(row.approver),
  decision: orAbsent(row.decision),
  outcome: orAbsent(row.outcome),
  argv: row.argv === null ? undefined : stored(isListOf(isText), row.argv, file),
  exitCode: orAbsent(row.exit_code),
  durationMs: orAbsent(row.duration_ms),
  envelope: orAbsent(row.envelope),
  boundDigest: orAbsent(row.bound_digest),
  reason: orAbsent(row.reason),
  stdoutTail: orAbsent(row.stdout_tail),
  stderrTail: orAbsent(row.stderr_tail),
  environment: orAbsent(row.environment),
  prevHash: row.prev_hash,
  hash: row.hash,
});

export const audit = async (
  db: Kysely<Tables>,
  file: string,
  { environment, limit }: { readonly environment?: string | undefined; readonly limit: number },
): Promise<readonly AuditRow[]> => {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .$if(environment !== undefined, (query) => query.where("environment", "=", environment ?? ""))
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => rowOf(row, file));
};

/** Walks the chain page by page. A row that can no longer be read is a break at that row, not a failure to look. */
export const verifyAudit = async (db: Kysely<Tables>, file: string): Promise<Chain> => {
  let chain = emptyChain;
  let after: number | undefined;
  for (;;) {
    const page = await pageAfter(db, after);
    for (const row of page) chain = extended(chain, row, file);
    after = page.at(-1)?.seq;
    if (page.length < pageRows) return chain;
  }
};

const pageAfter = (
  db: Kysely<Tables>,
  after: number | undefined,
): Promise<readonly Selectable<AuditTable>[]> =>
  db
    .selectFrom("audit")
    .selectAll()
    .$if(after !== undefined, (query) => query.where("seq", ">", after ?? 0))
    .orderBy("seq")
    .limit(pageRows)
    .execute();

const extended = (chain: Chain, row: Selectable<AuditTable>, file: string): Chain => {
  try {
    const read = rowOf(row, file);
    // JSON columns could be edited into another text that reads the same.
    if (!sameColumns(columnsOf(read), row)) return brokenBy(chain, row);
    return walkChain(chain, [read]);
  } catch (error) {
    if (!(error instanceof SteadystateError)) throw error;
    return brokenBy(chain, row);
  }
};

const sameColumns = (expected: AuditTable, row: Selectable<AuditTable>): boolean => {
  const found = new Map<string, unknown>(Object.entries(row));
  return Object.entries(expected).every(([column, value]) => found.get(column) === value);
};

const brokenBy = (chain: Chain, { seq, hash }: Selectable<AuditTable>): Chain => ({
  rows: chain.rows + 1,
  head: hash,
  brokenAt: chain.brokenAt ?? seq,
});
