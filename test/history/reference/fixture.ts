import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { legacyFingerprint } from "../../../src/core/fingerprint.ts";

// The published columns of the reference's memory, written as it wrote them: write-ahead log, ISO times with microseconds.

export type Shape = { readonly details: boolean; readonly patch: boolean };
const newest: Shape = { details: true, patch: true };
/** Before its own back-fill: no details, no environment and patch of an offer. */
export const oldest: Shape = { details: false, patch: false };

const schema = ({ details, patch }: Shape): string => `
  create table findings (fingerprint TEXT PRIMARY KEY, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    last_severity TEXT NOT NULL, last_title TEXT NOT NULL, status TEXT NOT NULL, snooze_until TEXT, note TEXT,
    actor TEXT${details ? ", details TEXT" : ""});
  create table llm_calls (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT, caller TEXT, provider TEXT, model TEXT,
    input_tokens INTEGER, output_tokens INTEGER, cache_creation_tokens INTEGER, cache_read_tokens INTEGER,
    succeeded INTEGER);
  create table pending_actions (fingerprint TEXT PRIMARY KEY, source TEXT, path TEXT, drift_identity TEXT,
    command TEXT, status TEXT, created_at TEXT, actor TEXT${patch ? ", environment TEXT, patch TEXT" : ""});
  create table audit_log (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT, fingerprint TEXT, source TEXT,
    drift_identity TEXT, environment TEXT, actor TEXT, decision TEXT, outcome TEXT, detail TEXT);
  create table analyses (fingerprint TEXT PRIMARY KEY, rca TEXT, created_at TEXT);`;

export type Row = Readonly<Record<string, string | number | null>>;

/** The four fingerprints that the reference published. */
export const golden = {
  bucket: "fc003d97670ea461ec4097b6c8c4153d2a9ae1fdfd9eaa62eb98eedf017cb7e4",
  crash: "4c87d9c98721185210b31df35966a07d253417da05591eb836d2a2584a5c7d96",
  group: "a81168919810f687ad963dea0798c7f82761cc988761ea4b968db7680267dc0c",
  privileged: "5fc539e3b1a6d72becff5dcfbf35b984d793dd2d83c5ac0ce6502b905fc97b83",
};

export const at = (text: string): string => `${text}.123456+00:00`;

export const finding = (fields: Row = {}): Row => ({
  fingerprint: golden.bucket,
  first_seen: at("2025-03-01T10:00:00"),
  last_seen: at("2025-06-01T10:00:00"),
  last_severity: "medium",
  last_title: "modified aws_s3_bucket aws_s3_bucket.logs",
  status: "open",
  snooze_until: null,
  note: null,
  actor: null,
  details: '{"change": "modified", "kind": "aws_s3_bucket"}',
  ...fields,
});

export const symptom = (fields: Row = {}): Row =>
  finding({
    fingerprint: golden.crash,
    last_severity: "high",
    last_title: "web is crash-looping in shop",
    details: JSON.stringify({
      workload: "web",
      kind: "Deployment",
      namespace: "shop",
      category: "CrashLoopBackOff",
      pods: "2",
      last_log: "connect with password=hunter2-canary failed",
    }),
    ...fields,
  });

export const decision = (fields: Row = {}): Row => ({
  at: at("2025-05-01T09:00:00"),
  fingerprint: golden.bucket,
  source: "terraform",
  drift_identity: "aws_s3_bucket.logs",
  environment: "prod",
  actor: "cli",
  decision: "approved",
  outcome: "verified",
  detail: "applied",
  ...fields,
});

export const many = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, n) =>
    finding({
      fingerprint: legacyFingerprint("terraform", `aws_s3_bucket.b${n}`, "modified"),
      last_title: `modified aws_s3_bucket aws_s3_bucket.b${n}`,
    }),
  );

export type Tables = {
  readonly findings?: readonly Row[];
  readonly audit_log?: readonly Row[];
  readonly pending_actions?: readonly Row[];
  readonly llm_calls?: readonly Row[];
  readonly analyses?: readonly Row[];
};

/** Writes a memory of the reference. With `live` its connection stays open, and its rows in the log beside the file. */
export const writeReference = (
  file: string,
  tables: Tables,
  { shape = newest, live = false }: { readonly shape?: Shape; readonly live?: boolean } = {},
): Database.Database => {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  database.pragma("journal_mode = wal");
  database.pragma("synchronous = normal");
  if (live) database.pragma("wal_autocheckpoint = 0");
  database.exec(schema(shape));
  for (const [table, rows] of Object.entries(tables)) insertAll(database, table, rows);
  if (!live) database.close();
  return database;
};

const insertAll = (database: Database.Database, table: string, rows: readonly Row[]): void => {
  const known = new Set(
    database.prepare<[string], string>("select name from pragma_table_info(?)").pluck().all(table),
  );
  database.transaction(() => {
    for (const row of rows) {
      const columns = Object.keys(row).filter((column) => known.has(column));
      const places = columns.map(() => "?").join(", ");
      database
        .prepare(`insert into ${table} (${columns.join(", ")}) values (${places})`)
        .run(columns.map((column) => row[column] ?? null));
    }
  })();
};
