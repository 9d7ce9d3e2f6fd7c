import { randomBytes } from "node:crypto";
import { copyFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditHash, genesisHash } from "../../src/core/audit.ts";
import type { Wish } from "../../src/history/history.ts";
import { claimOf, draftOf, recordOf } from "./gate/offers.ts";
import { asOfVersion, opened, rawly, stateFile, temporaryFolder } from "./temporary.ts";

const keyFile = async (bytes: Buffer = randomBytes(32)): Promise<string> => {
  const file = join(await temporaryFolder(), "audit.key");
  await writeFile(file, bytes);
  return file;
};

/** Two rows without a key, then three with it. */
const keyed = async () => {
  const [file, auditKeyFile] = [await stateFile(), await keyFile()];
  const before = await opened(file);
  for (const runId of ["r1", "r2"]) await before.appendAudit(recordOf({ runId }));
  await before.close();
  const history = await opened(file, { auditKeyFile });
  for (const runId of ["r3", "r4", "r5"]) await history.appendAudit(recordOf({ runId }));
  return { file, auditKeyFile, history };
};

const untriggered = (file: string, script: string): void =>
  rawly(file, (db) => {
    db.exec(
      "drop trigger audit_never_updated; drop trigger audit_never_deleted; drop trigger audit_appended_only",
    );
    db.exec(script);
  });

/** Makes every row from `from` on anew, so that the chain itself holds. */
const rechained = async (file: string, from: number, outcome: string): Promise<void> => {
  const reader = await opened(file, { mode: "read" });
  const rows = [...(await reader.audit({ limit: 99 }))].reverse();
  await reader.close();
  const hashes: string[] = rows.slice(0, from - 1).map(({ hash }) => hash);
  const made = rows.slice(from - 1).map(({ hash: _, ...row }) => {
    const linked = { ...row, outcome, prevHash: hashes.at(-1) ?? genesisHash };
    const hash = auditHash(linked);
    hashes.push(hash);
    return { seq: row.seq, outcome, prev: linked.prevHash, hash };
  });
  untriggered(file, "");
  rawly(file, (db) => {
    const update = db.prepare(
      "update audit set outcome = @outcome, prev_hash = @prev, hash = @hash where seq = @seq",
    );
    for (const row of made) update.run(row);
  });
};

describe("with a key from outside the store", () => {
  test("it is told from which row on, and whether the macs were checked", async () => {
    const { file, history } = await keyed();
    const facts = { rows: 5, brokenAt: undefined, keyedFrom: 3 };
    expect(await history.verifyAudit()).toMatchObject({ ...facts, hasKey: true });
    const keyless = await opened(file, { mode: "read" });
    expect(await keyless.verifyAudit()).toMatchObject({ ...facts, hasKey: false });
  });

  test("a chain that was made anew holds by itself, and not with the key", async () => {
    const { file, auditKeyFile, history } = await keyed();
    await history.close();
    await rechained(file, 1, "nothing happened");
    const keyless = await opened(file, { mode: "read" });
    expect(await keyless.verifyAudit()).toMatchObject({ rows: 5, brokenAt: undefined });
    const holder = await opened(file, { mode: "read", auditKeyFile });
    expect((await holder.verifyAudit()).brokenAt).toBe(3);
  });

  test.each([
    ["the mac of a row taken away", "update audit set mac = null where seq = 4", 4, 4],
    ["the macs taken from a row on", "update audit set mac = null where seq >= 4", 4, 4],
    ["a mac changed", "update audit set mac = upper(mac) where seq = 5", 5, undefined],
    [
      "the mac of another row",
      "update audit set mac = (select mac from audit where seq = 3) where seq = 4",
      4,
      undefined,
    ],
  ])("%s", async (_name, script, withKey, without) => {
    const { file, auditKeyFile } = await keyed();
    untriggered(file, script);
    const found = async (more: object) =>
      (await (await opened(file, { mode: "read", ...more })).verifyAudit()).brokenAt;
    expect([await found({ auditKeyFile }), await found({})]).toEqual([withKey, without]);
  });

  test("all macs taken away: no row is keyed, which who has the key is told", async () => {
    const { file, auditKeyFile } = await keyed();
    untriggered(file, "update audit set mac = null");
    const holder = await opened(file, { mode: "read", auditKeyFile });
    expect(await holder.verifyAudit()).toMatchObject({ hasKey: true, keyedFrom: undefined, rows: 5 });
  });

  test.each([
    ["without the key", async () => ({}), "is not set"],
    ["with another key", async () => ({ auditKeyFile: await keyFile() }), "is not the one"],
    [
      "with a key that is too short",
      async () => ({ auditKeyFile: await keyFile(Buffer.alloc(31, 1)) }),
      "31 bytes",
    ],
    ["with a file that is not there", async () => ({ auditKeyFile: "/no/such/key" }), "ENOENT"],
  ])("%s nothing is written, nothing changes and nothing begins", async (_name, how, words) => {
    const { file, history } = await keyed();
    const { offer } = await history.gate.offer(draftOf(), { insist: false, record: recordOf() });
    await history.close();
    const other = await opened(file, await how());
    const refused = { code: "config-invalid", message: expect.stringContaining(words) };
    await expect(other.appendAudit(recordOf())).rejects.toMatchObject(refused);
    await expect(other.gate.claim(claimOf(offer, "r"))).rejects.toMatchObject(refused);
    expect((await other.gate.list({})).map(({ state }) => state)).toEqual(["offered"]);
    const wish: Wish = {
      ...{ key: "f".repeat(64), title: "t", until: undefined, note: undefined, owner: undefined },
      ...{ kind: "muted", origin: "local", maxSeverity: "low", rules: [] },
    };
    await expect(other.suppress(wish, { actor: recordOf().actor, at: 0 })).rejects.toMatchObject(refused);
    expect([await other.suppressions(), (await other.audit({ limit: 99 })).length]).toEqual([[], 6]);
  });

  test.each([
    ["a short one", async () => keyFile(Buffer.alloc(8))],
    ["one that is gone", async () => "/no/such/key"],
  ])("a first effect does not begin with %s", async (_name, path) => {
    const file = await stateFile();
    const history = await opened(file);
    const { offer } = await history.gate.offer(draftOf(), { insist: false, record: recordOf() });
    await history.close();
    const broken = await opened(file, { auditKeyFile: await path() });
    await expect(broken.gate.claim(claimOf(offer, "r"))).rejects.toMatchObject({ code: "config-invalid" });
    await expect(broken.verifyAudit()).rejects.toMatchObject({ code: "config-invalid" });
  });

  test("a key beside the memory is none", async () => {
    const file = await stateFile();
    const history = await opened(file, { auditKeyFile: join(dirname(file), "audit.key") });
    await writeFile(join(dirname(file), "audit.key"), randomBytes(64));
    await expect(history.appendAudit(recordOf())).rejects.toMatchObject({
      code: "config-invalid",
      message: expect.stringContaining("beside the memory"),
    });
  });

  test("a store of before keeps its chain and is keyed from its next row on; each store has its own name", async () => {
    const file = await stateFile();
    const before = await opened(file);
    await before.appendAudit(recordOf());
    await before.close();
    asOfVersion(file, 4);
    const history = await opened(file, { auditKeyFile: await keyFile() });
    await history.appendAudit(recordOf());
    expect(await history.verifyAudit()).toMatchObject({ rows: 2, brokenAt: undefined, keyedFrom: 2 });
    const other = await (await opened(await stateFile())).auditHead();
    expect(other).toEqual({ store: expect.stringMatching(/^[0-9a-f]{32}$/), seq: 0, hash: genesisHash });
    expect((await history.auditHead()).store).not.toBe(other.store);
  });
});

test("any byte of any column of any row", async () => {
  const { file, auditKeyFile, history } = await keyed();
  await history.appendAudit(
    recordOf({
      ...{ runId: "r6", offerDigest: "d", approver: "os:ben", decision: "approved", outcome: "verified" },
      ...{ argv: ["kubectl", "get"], exitCode: 0, durationMs: 1.5, envelope: "e", boundDigest: "b" },
      ...{ reason: "why", stdoutTail: "out", stderrTail: "err", environment: "prod" },
    }),
  );
  await history.close();
  const columns = rawly(file, (db) =>
    db.prepare<[], { name: string }>("select name from pragma_table_info('audit')").all(),
  );
  const missed: string[] = [];
  for (const { name } of columns.filter(({ name }) => name !== "seq")) {
    const copy = join(await temporaryFolder(), "state.db");
    await copyFile(file, copy);
    // A number by one, a text by its last character.
    const other = `case typeof(${name}) when 'text' then substr(${name}, 1, length(${name}) - 1) || '~' else ${name} + 1 end`;
    untriggered(copy, `update audit set ${name} = ${other} where seq = 6`);
    const holder = await opened(copy, { mode: "read", auditKeyFile });
    const { brokenAt } = await holder.verifyAudit();
    await holder.close();
    if (brokenAt !== 6) missed.push(name);
  }
  expect([columns.length, missed]).toEqual([23, []]);
});
