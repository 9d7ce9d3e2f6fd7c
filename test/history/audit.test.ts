import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { type AuditRecord, auditHash, genesisHash } from "../../src/core/audit.ts";
import type { History } from "../../src/history/history.ts";
import { opened, rawly, start, stateFile, temporaryFolder } from "./temporary.ts";

const record = (fields: Partial<AuditRecord> = {}): AuditRecord => ({
  ts: start,
  event: "result",
  runId: "run-1",
  offerDigest: "d1",
  fingerprint: "f".repeat(64),
  target: "prod/web",
  actor: { class: "human", id: "os:ana", name: "Ana", channel: "terminal", onBehalfOf: undefined },
  approver: "os:ben",
  decision: "approved",
  outcome: "verified",
  argv: ["kubectl", "delete", "pod", "a b", ""],
  exitCode: 0,
  durationMs: 12.25,
  envelope: "recoverable=service",
  boundDigest: "b1",
  reason: "",
  stdoutTail: "gelöscht\n",
  stderrTail: undefined,
  environment: "prod",
  ...fields,
});

/** Written once and copied: every row of it is a durable transaction. */
let template: Promise<Buffer> | undefined;

const written = async (): Promise<Buffer> => {
  const file = await stateFile();
  const history = await opened(file);
  for (let n = 1; n <= 5; n += 1) await history.appendAudit(record({ runId: `run-${n}` }));
  return readFile(file);
};

const filled = async (): Promise<{ readonly file: string; readonly history: History }> => {
  template ??= written();
  const file = join(await temporaryFolder(), "state.db");
  await writeFile(file, await template);
  return { file, history: await opened(file, { mode: "read" }) };
};

/** What another writer gets that does not wait. */
const writeNow = (database: Database.Database): string => {
  database.pragma("busy_timeout = 0");
  try {
    database.exec("begin immediate; rollback");
    return "free";
  } catch (error) {
    return error instanceof Database.SqliteError ? error.code : "?";
  }
};

const untriggered = (file: string, script: string): void =>
  rawly(file, (database) => {
    database.exec(
      "drop trigger audit_never_updated; drop trigger audit_never_deleted; drop trigger audit_appended_only",
    );
    database.exec(script);
  });

describe("appending", () => {
  test("gives the row with its place in the chain, and reads it back the same", async () => {
    const history = await opened(await stateFile());
    const first = await history.appendAudit(record());
    expect(first).toMatchObject({ ...record(), seq: 1, prevHash: genesisHash });
    const second = await history.appendAudit(
      record({ environment: "dev", argv: undefined, exitCode: undefined }),
    );
    expect(second).toMatchObject({ seq: 2, prevHash: first.hash });
    expect(await history.audit({ limit: 9 })).toStrictEqual([second, first]);
    expect(await history.audit({ limit: 9, environment: "prod" })).toStrictEqual([first]);
    expect(await history.audit({ limit: 1 })).toStrictEqual([second]);
    expect(await history.verifyAudit()).toMatchObject({ rows: 2, head: second.hash, brokenAt: undefined });
  });

  test("an empty chain holds", async () => {
    const history = await opened(await stateFile());
    expect(await history.verifyAudit()).toEqual({
      ...{ rows: 0, head: genesisHash, brokenAt: undefined },
      ...{ keyedFrom: undefined, hasKey: false },
    });
  });

  test("holds the write lock from before it reads the last row", async () => {
    const file = await stateFile();
    const tried: string[] = [];
    const verbose = (sql?: unknown): void => {
      if (String(sql).includes('from "audit"')) tried.push(rawly(file, writeNow));
    };
    class Watched extends Database {
      constructor(path: string | Buffer, options?: Database.Options) {
        super(path, { ...options, verbose });
      }
    }
    const history = await opened(file, { driver: async () => Watched });
    await history.appendAudit(record());
    expect(tried).toEqual(["SQLITE_BUSY"]);
  });

  test("text cut inside a character, and numbers that are none, do not break the chain later", async () => {
    const history = await opened(await stateFile());
    const half = "half an emoji \ud83d";
    await history.appendAudit(
      record({ stdoutTail: half, argv: [half], durationMs: Number.NaN, reason: "nul \0 inside" }),
    );
    expect(await history.verifyAudit()).toMatchObject({ rows: 1, brokenAt: undefined });
    expect((await history.audit({ limit: 1 }))[0]).toMatchObject({
      durationMs: undefined,
      reason: "nul \0 inside",
    });
  });

  test("many at once keep one chain", async () => {
    const file = await stateFile();
    const histories = await Promise.all([opened(file), opened(file), opened(file)]);
    await Promise.all(
      Array.from({ length: 24 }, (_, n) => histories[n % 3]?.appendAudit(record({ runId: `run-${n}` }))),
    );
    expect(await histories[0]?.verifyAudit()).toMatchObject({ rows: 24, brokenAt: undefined });
  });
});

describe("with its triggers", () => {
  test.each([
    ["an update", "update audit set outcome = 'x' where seq = 3"],
    ["a delete", "delete from audit where seq = 3"],
    ["a delete of everything", "delete from audit"],
    ["a replacement", "insert or replace into audit select * from audit where seq = 3"],
    [
      "an upsert",
      "insert into audit select * from audit where seq = 3 on conflict do update set outcome = 'x'",
    ],
    [
      "a gap",
      "insert into audit select * from (select 9 as seq) join (select ts, event, run_id, offer_digest, fingerprint, target, actor, approver, decision, outcome, argv, exit_code, duration_ms, envelope, bound_digest, reason, stdout_tail, stderr_tail, environment, prev_hash, hash, mac from audit where seq = 3)",
    ],
  ])("%s is aborted", async (_, script) => {
    const { file, history } = await filled();
    const before = await history.audit({ limit: 9 });
    rawly(file, (database) => expect(() => database.exec(script)).toThrow(/audit rows are/));
    expect(await history.audit({ limit: 9 })).toEqual(before);
  });
});

describe("without them, what was done is found", () => {
  test.each([
    ["an edited text", "update audit set outcome = 'failed' where seq = 3", 3],
    ["an edited number", "update audit set exit_code = 1 where seq = 2", 2],
    ["an edited instant", "update audit set ts = ts + 1 where seq = 5", 5],
    ["a text made absent", "update audit set reason = null where seq = 4", 4],
    ["an edited argument list", `update audit set argv = '["rm"]' where seq = 4`, 4],
    ["a space that changes no value", "update audit set argv = replace(argv, ',', ', ') where seq = 4", 4],
    [
      "a field smuggled into the actor",
      `update audit set actor = replace(actor, '{', '{"x":1,') where seq = 1`,
      1,
    ],
    [
      "an actor of no known class",
      "update audit set actor = replace(actor, 'human', 'ghost') where seq = 2",
      2,
    ],
    ["text that is no JSON", "update audit set actor = 'x' where seq = 2", 2],
    ["an unknown event", "update audit set event = 'granted' where seq = 2", 2],
    ["an edited hash", "update audit set hash = prev_hash where seq = 3", 3],
    ["a dropped row", "delete from audit where seq = 3", 4],
    ["a dropped first row", "delete from audit where seq = 1", 2],
    [
      "two rows swapped",
      "update audit set seq = -1 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = -1",
      2,
    ],
    ["a row moved to the front", "update audit set seq = 0 where seq = 4", 0],
  ])("%s", async (_, script, brokenAt) => {
    const { file, history } = await filled();
    untriggered(file, script);
    expect((await history.verifyAudit()).brokenAt).toBe(brokenAt);
  });

  test("a dropped tail changes the head that was anchored", async () => {
    const { file, history } = await filled();
    const { head } = await history.verifyAudit();
    untriggered(file, "delete from audit where seq > 3");
    const cut = await history.verifyAudit();
    expect(cut).toMatchObject({ rows: 3, brokenAt: undefined });
    expect(cut.head).not.toBe(head);
  });

  test("a break beyond the first page of rows", async () => {
    const { file, history } = await filled();
    const rows = await history.audit({ limit: 1 });
    rawly(file, (database) => {
      const insert = database.prepare(
        "insert into audit select @seq, ts, event, run_id, offer_digest, fingerprint, target, actor, approver, decision, outcome, argv, exit_code, duration_ms, envelope, bound_digest, reason, stdout_tail, stderr_tail, environment, @prev, @hash, null from audit where seq = 5",
      );
      database.exec("begin");
      let last = rows[0];
      for (let seq = 6; seq <= 1200 && last !== undefined; seq += 1) {
        const { hash: prev, ...rest } = last;
        const linked = { ...rest, seq, prevHash: prev };
        const hash = auditHash(linked);
        insert.run({ seq, prev, hash });
        last = { ...linked, hash };
      }
      database.exec("commit");
    });
    expect(await history.verifyAudit()).toMatchObject({ rows: 1200, brokenAt: undefined });
    untriggered(file, "update audit set target = 'x' where seq = 1100");
    expect(await history.verifyAudit()).toMatchObject({ rows: 1200, brokenAt: 1100 });
  });
});
