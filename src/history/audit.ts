import { type Kysely, type Selectable, sql } from "kysely";
import {
  type AuditRecord,
  type AuditRow,
  auditEvents,
  auditHash,
  auditMac,
  genesisHash,
} from "../core/audit.ts";
import { redactText } from "../core/secret.ts";
import { SteadystateError } from "../errors.ts";
import { actorOf } from "./actor.ts";
import { auditKeyVariable } from "./audit-key.ts";
import type { AuditFilter, AuditHead } from "./history.ts";
import { orAbsent, orNull, stored } from "./rows.ts";
import { isListOf, isOneOf, isText } from "./shape.ts";
import type { AuditTable, Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

export const appendAudit = (writer: Writer, record: AuditRecord): Promise<AuditRow> =>
  immediately(writer, (db) => appendWithin(writer, db, record));

/** The same inside a transaction that holds the write lock. */
export const appendWithin = async (
  { auditKey }: Pick<Writer, "auditKey">,
  db: Kysely<Tables>,
  record: AuditRecord,
): Promise<AuditRow> => {
  const last = await db
    .selectFrom("audit")
    .select(["seq", "hash", "mac"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const linked = {
    ...storable(record),
    seq: (last?.seq ?? 0) + 1,
    prevHash: last?.hash ?? genesisHash,
  };
  const row = { ...linked, hash: auditHash(linked) };
  const key = demandKey(auditKey(), last);
  const mac = key === undefined ? null : auditMac(key, row.hash);
  await db
    .insertInto("audit")
    .values({ ...columnsOf(row), mac })
    .execute();
  return row;
};

/** The key that the next row is made with. Throws `config-invalid` where the rows so far were made with another. */
const demandKey = (
  key: Uint8Array | undefined,
  last: { readonly hash: string; readonly mac: string | null } | undefined,
): Uint8Array | undefined => {
  if (last === undefined || last.mac === null) return key;
  if (key !== undefined && auditMac(key, last.hash) === last.mac) return key;
  throw new SteadystateError(
    "config-invalid",
    key === undefined
      ? `the audit is keyed and ${auditKeyVariable} is not set, so nothing can be written down and nothing was done`
      : `the key of ${auditKeyVariable} is not the one that the audit is keyed with, so nothing was done`,
    { hint: `export ${auditKeyVariable}=<file of the key that the audit is keyed with>` },
  );
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
    onBehalfOf: wellFormed(saidOf(record.actor.onBehalfOf)),
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
const saidOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redactText(text);
const finite = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

export const columnsOf = (row: AuditRow): Omit<AuditTable, "mac"> => ({
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

export const rowOf = (row: Selectable<AuditTable>, file: string): AuditRow => ({
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

/** Newest first. */
export const audit = async (
  db: Kysely<Tables>,
  file: string,
  { environment, fingerprint, actor, since, limit }: AuditFilter,
): Promise<readonly AuditRow[]> => {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .$if(environment !== undefined, (query) => query.where("environment", "=", environment ?? ""))
    .$if(fingerprint !== undefined, (query) =>
      query.where("fingerprint", ">=", fingerprint ?? "").where("fingerprint", "<", `${fingerprint}g`),
    )
    .$if(since !== undefined, (query) => query.where("ts", ">=", since ?? 0))
    .$if(actor !== undefined, (query) =>
      query.where(sql<boolean>`(json_extract(actor, '$.id') = ${actor} or approver = ${actor})`),
    )
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => rowOf(row, file));
};

export const auditHead = async (db: Kysely<Tables>): Promise<AuditHead> => {
  const last = await db
    .selectFrom("audit")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const { id } = await db.selectFrom("identity").select("id").executeTakeFirstOrThrow();
  return { store: id, seq: last?.seq ?? 0, hash: last?.hash ?? genesisHash };
};

/** The hashes of these rows, as far as there are such rows. */
export const auditHashes = async (
  db: Kysely<Tables>,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  const wanted = sql<number>`(select value from json_each(${JSON.stringify(seqs)}))`;
  const rows = await db.selectFrom("audit").select(["seq", "hash"]).where("seq", "in", wanted).execute();
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
};
