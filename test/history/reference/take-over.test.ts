import { chmodSync, cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { legacyDepartureFingerprint } from "../../../src/core/departure.ts";
import { hasFaded } from "../../../src/core/reference.ts";
import { openHistory } from "../../../src/history/store.ts";
import { schemaVersion } from "../../../src/history/version.ts";
import { makeDrift, makeIdentity, makeSymptom } from "../../support/make.ts";
import { contentsOf, itemOf, lookAt, opened, rawly, start, stateFile } from "../temporary.ts";
import {
  at,
  decision,
  finding,
  golden,
  many,
  oldest,
  type Row,
  symptom,
  type Tables,
  writeReference,
} from "./fixture.ts";

const read = (file: string) => openHistory({ file, mode: "read", now: () => start });
const namesIn = (file: string) => readdirSync(dirname(file)).sort();

const takenOver = async (tables: Tables, shape = {}) => {
  const file = await stateFile();
  writeReference(file, tables, shape);
  const told: string[] = [];
  const history = await opened(file, { told: (text) => told.push(text) });
  return { file, history, told };
};

const one = async (row: Row) => {
  const { history } = await takenOver({ findings: [row] });
  const [found] = await history.findings({ presence: ["present", "absent", "stale", "resolved"] });
  return found;
};

describe("a memory of the reference", () => {
  test("is refused by a reader that names the command, and not a byte or name changes", async () => {
    const file = await stateFile();
    writeReference(file, { findings: [finding()] });
    const before = await contentsOf(dirname(file));
    await expect(read(file)).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining("Python steadystate"),
      hint: expect.stringMatching(/^steadystate scan/),
    });
    expect(await contentsOf(dirname(file))).toEqual(before);
  });

  test("is recognised where its rows are still in the log beside it", async () => {
    const file = await stateFile();
    const live = writeReference(file, { findings: [finding()] }, { live: true });
    const crashed = await stateFile();
    cpSync(dirname(file), dirname(crashed), { recursive: true });
    live.close();
    const before = await contentsOf(dirname(crashed));
    expect(Object.keys(before).some((path) => path.endsWith("-wal"))).toBe(true);
    await expect(read(crashed)).rejects.toMatchObject({ message: expect.stringContaining("Python") });
    expect(await contentsOf(dirname(crashed))).toEqual(before);
    const history = await opened(crashed);
    expect(await history.findings({})).toHaveLength(1);
    expect(namesIn(crashed)).toEqual([".gitignore", "key", "state.db", "state.db.reference"]);
    const copy = new Database(`${crashed}.reference`, { readonly: true });
    expect(copy.prepare("select count(*) from findings").pluck().get()).toBe(1);
    copy.close();
  });

  test("becomes ours in one step, with the old file beside it byte for byte, and it is told once", async () => {
    const file = await stateFile();
    const calls = [1, 2].map((id) => ({
      id,
      at: at("2025-05-01T00:00:00"),
      caller: "explain",
      succeeded: 1,
    }));
    writeReference(file, {
      findings: [...many(5000), finding({ status: "muted", note: "known", actor: "ada" }), symptom()],
      audit_log: [decision()],
      pending_actions: [{ fingerprint: golden.crash, status: "pending" }],
      llm_calls: calls,
      analyses: [{ fingerprint: golden.crash, rca: "the queue is full" }],
    });
    chmodSync(file, 0o644);
    rawly(file, (database) => database.pragma("journal_mode = delete"));
    const bytes = readFileSync(file);
    const told: string[] = [];
    const history = await opened(file, { told: (text) => told.push(text) });
    expect(readFileSync(`${file}.reference`).equals(bytes)).toBe(true);
    expect(told).toEqual([
      `took over the memory of the Python steadystate: 5002 findings, 1 mute, 0 snoozes, 1 decision; not carried: 1 offer, 2 model calls, 1 saved analysis; the old file is kept as ${file}.reference`,
    ]);
    expect(await history.count({})).toBe(5002);
    expect([file, `${file}.reference`].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    await history.close();
    await opened(file, { told: (text) => told.push(text) });
    expect(told).toHaveLength(1);
    expect(rawly(file, (database) => database.pragma("user_version", { simple: true }))).toBe(schemaVersion);
    const tables = rawly(file, (database) =>
      database.prepare("select name from sqlite_master where name like '%llm%' or name like 'from_%'").all(),
    );
    expect(tables).toEqual([]);
  });

  test("never overwrites an older copy", async () => {
    const file = await stateFile();
    writeReference(file, { findings: [finding()] });
    writeFileSync(`${file}.reference`, "somebody's");
    await opened(file);
    expect(readFileSync(`${file}.reference`, "utf8")).toBe("somebody's");
    expect(namesIn(file)).toContain("state.db.reference.2");
  });

  test("of any older shape is carried as far as it goes", async () => {
    const { history } = await takenOver(
      { findings: [finding(), symptom()], audit_log: [decision()], pending_actions: [] },
      { shape: oldest },
    );
    const findings = await history.findings({});
    expect(findings.map(({ type, title }) => [type, title])).toEqual([
      ["policy", "web is crash-looping in shop"],
      ["drift", "modified aws_s3_bucket aws_s3_bucket.logs"],
    ]);
  });

  test("is taken over once by two runs at the same time", async () => {
    const file = await stateFile();
    writeReference(file, { findings: many(50) });
    const told: string[] = [];
    const both = await Promise.all([1, 2].map(() => opened(file, { told: (text) => told.push(text) })));
    expect(told).toHaveLength(1);
    for (const history of both) expect(await history.count({})).toBe(50);
  });

  test("keeps its secrets out of ours", async () => {
    const { file, history } = await takenOver({
      findings: [
        symptom({ note: "token=ghp_0123456789abcdefghijklmnopqrstuvwxyz01", status: "muted" }),
        finding({ details: '{"change": "modified", "db_password": "hunter3-canary"}' }),
      ],
      audit_log: [decision({ detail: "ran with password=hunter4-canary" })],
    });
    await history.close();
    const bytes = readFileSync(file, "latin1");
    expect(readFileSync(`${file}.reference`, "latin1")).toContain("hunter2-canary");
    expect(bytes).not.toMatch(/hunter\d-canary|ghp_0123/);
  });
});

describe("its findings", () => {
  test("are stale until a look of ours shows them, with their first sighting and their proven identity", async () => {
    expect(await one(finding())).toMatchObject({
      fingerprint: golden.bucket,
      type: "drift",
      label: "aws_s3_bucket.logs",
      category: "modified",
      source: "reference",
      presence: "stale",
      firstSeen: Date.parse("2025-03-01T10:00:00.123Z"),
      lastObserved: Date.parse("2025-06-01T10:00:00.123Z"),
      staleSince: start,
    });
    expect(await one(symptom())).toMatchObject({
      type: "symptom",
      workload: "web",
      label: "apps/Deployment/shop/web",
      category: "CrashLoopBackOff",
      disposition: "impaired",
      evidence: expect.objectContaining({ pods: "2" }),
    });
  });

  test("keep title and evidence where nothing proves what they are of", async () => {
    const odd = await one(symptom({ fingerprint: golden.privileged, details: '{"host": "db1", "n": 3}' }));
    expect(odd).toMatchObject({ type: "symptom", label: "web is crash-looping in shop" });
    expect(odd?.evidence).toEqual({ host: "db1", n: "3" });
    expect(await one(finding({ details: "{broken" }))).toMatchObject({ type: "drift", evidence: {} });
    expect(await one(symptom({ details: "[1]" }))).toMatchObject({ type: "policy", disposition: "review" });
    expect(await one(finding({ first_seen: "long ago", last_seen: "" }))).toMatchObject({ firstSeen: start });
  });

  test("resolved ones stay resolved, and a recorded fix is told", async () => {
    const { history } = await takenOver({
      findings: [finding({ status: "resolved", note: "rotated the key", actor: "ada" })],
    });
    expect(await history.findings({})).toEqual([]);
    expect(await history.findings({ presence: ["resolved"] })).toHaveLength(1);
    expect(await history.events({ limit: 5 })).toMatchObject([
      {
        transition: "resolved",
        to: "rotated the key",
        by: "ada",
        at: Date.parse("2025-06-01T10:00:00.123Z"),
      },
      { transition: "opened", to: "medium" },
    ]);
  });

  test("junk and groups carry their mute only", async () => {
    const { history, told } = await takenOver({
      findings: [
        finding({ fingerprint: "typo", last_severity: "unknown", last_title: "typo", status: "muted" }),
        finding({ fingerprint: "abc", last_severity: "unknown", last_title: "abc" }),
        symptom({
          fingerprint: golden.group,
          status: "muted",
          details: '{"correlated": "2 place(s)", "workload": "web", "kind": "Deployment"}',
        }),
      ],
    });
    expect(await history.findings({})).toEqual([]);
    expect(told[0]).toContain("0 findings, 2 mutes");
  });

  test("a failure that only the reference saw is a doubt for a week, and never one for ever", () => {
    const stale = {
      resolutionScope: JSON.stringify(["", "reference", "state.db.reference"]),
      staleSince: start,
    };
    expect(hasFaded(stale, start + 6 * 86_400_000)).toBe(false);
    expect(hasFaded(stale, start + 8 * 86_400_000)).toBe(true);
    expect(hasFaded({ ...stale, resolutionScope: "another" }, start + 8 * 86_400_000)).toBe(false);
  });
});

describe("its wishes", () => {
  test("mutes and running snoozes are carried, run-out ones are not", async () => {
    const [bucket, second, third] = many(3);
    const { file, history } = await takenOver({
      findings: [
        { ...bucket, status: "muted", note: "known", actor: "ada" },
        { ...second, status: "snoozed", snooze_until: at("2099-01-01T00:00:00"), actor: "bo" },
        { ...third, status: "snoozed", snooze_until: at("2020-01-01T00:00:00") },
      ],
    });
    const quiet = await history.findings({ quietAt: start });
    expect(quiet.map(({ suppression }) => suppression)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "muted", by: "ada", note: "known", until: undefined }),
        expect.objectContaining({ kind: "snoozed", by: "bo", until: Date.parse("2099-01-01T00:00:00.123Z") }),
      ]),
    );
    await history.close();
    const rows = rawly(file, (database) =>
      database.prepare("select count(*) from suppressions").pluck().get(),
    );
    expect(rows).toBe(2);
  });
});

describe("its decisions", () => {
  test("begin the chain, at their own time, marked as the reference's", async () => {
    const { history } = await takenOver({
      audit_log: [
        decision(),
        decision({ decision: "declined", outcome: "declined", actor: "mcp" }),
        decision({ fingerprint: "", source: "workflow", drift_identity: "deploy.yml", actor: "carol" }),
        decision({ fingerprint: "", source: "request", actor: "auto", environment: null, at: "?" }),
      ],
    });
    const rows = [...(await history.audit({ limit: 9 }))].reverse();
    expect(rows.map(({ event, actor, runId }) => [event, actor.id, actor.class, runId])).toEqual([
      ["result", "reference:cli", "human", "reference:1"],
      ["declined", "reference:mcp", "agent", "reference:2"],
      ["dispatched", "reference:carol", "human", "reference:3"],
      ["requested", "reference:auto", "automation", "reference:4"],
    ]);
    expect(rows[0]).toMatchObject({
      ts: Date.parse("2025-05-01T09:00:00.123Z"),
      target: "aws_s3_bucket.logs",
      reason: "terraform: applied",
      environment: "prod",
    });
    expect(await history.verifyAudit()).toMatchObject({ rows: 4, brokenAt: undefined });
  });
});

describe("the first look of ours", () => {
  const bucket = makeDrift();

  test("meets a finding by its legacy fingerprint: recurring, first seen as before, with its events", async () => {
    const { history } = await takenOver({ findings: [finding()] });
    const { recollections } = await history.remember(lookAt([itemOf(bucket)]));
    expect(recollections.get(bucket.fingerprint)).toMatchObject({
      state: "recurring",
      firstSeen: Date.parse("2025-03-01T10:00:00.123Z"),
    });
    const found = await history.findings({});
    expect(found).toMatchObject([
      { fingerprint: bucket.fingerprint, presence: "present", source: "terraform" },
    ]);
    expect(await history.byPrefix(golden.bucket.slice(0, 8), 5)).toHaveLength(1);
    const events = await history.events({ fingerprint: bucket.fingerprint, limit: 5 });
    expect(events.map(({ transition }) => transition)).toEqual(["opened"]);
    await history.remember(lookAt([itemOf(bucket)], { finishedAt: start + 1000 }));
    expect(await history.count({})).toBe(1);
  });

  test("is silent about what was muted, and goes on being", async () => {
    const { history } = await takenOver({
      findings: [finding({ status: "muted", note: "known", actor: "ada" }), ...many(1)],
    });
    for (const finishedAt of [start, start + 1000]) {
      const { recollections } = await history.remember(lookAt([itemOf(bucket)], { finishedAt }));
      expect(recollections.get(bucket.fingerprint)?.suppression).toMatchObject({
        kind: "muted",
        by: "ada",
        note: "known",
      });
    }
    expect(await history.findings({ quietAt: start })).toMatchObject([{ fingerprint: bucket.fingerprint }]);
    expect((await history.tally(start)).muted).toBe(1);
    await history.remember(lookAt([itemOf(bucket, { severity: "critical" })], { finishedAt: start + 2000 }));
    expect((await history.tally(start)).muted, "what got worse breaks through").toBe(0);
  });

  test("reopens what was resolved, tells another severity, and leaves the rest to the reference", async () => {
    const { history } = await takenOver({
      findings: [finding({ status: "resolved" }), ...many(3)],
    });
    const { recollections, stale, resolved } = await history.remember(
      lookAt([itemOf(bucket, { severity: "high" })], { grace: 0 }),
    );
    expect(recollections.get(bucket.fingerprint)).toMatchObject({ state: "reopened", was: "medium" });
    expect([stale, resolved]).toEqual([0, []]);
    expect((await history.findings({ presence: ["stale"] })).length).toBe(3);
    expect(await history.lastLooks()).toHaveLength(1);
  });

  test("makes one finding of two rows whose class churns", async () => {
    const identity = makeIdentity({
      style: "path",
      group: "apps",
      kind: "Deployment",
      namespace: "shop",
      name: "web",
    });
    const pulling = (category: string) =>
      makeSymptom({
        identity,
        category,
        family: "ImagePull",
        legacy: legacyDepartureFingerprint("kubernetes", identity, category),
      });
    const [first, second] = [pulling("ErrImagePull"), pulling("ImagePullBackOff")];
    const { history } = await takenOver({
      findings: [
        symptom({ fingerprint: first.legacy }),
        symptom({ fingerprint: second.legacy, first_seen: at("2025-01-01T00:00:00") }),
      ],
    });
    await history.remember(lookAt([itemOf(first, { severity: "high" })]));
    await history.remember(lookAt([itemOf(second, { severity: "high" })], { finishedAt: start + 1000 }));
    expect(await history.findings({})).toMatchObject([
      { fingerprint: first.fingerprint, firstSeen: Date.parse("2025-01-01T00:00:00.123Z") },
    ]);
  });
});
