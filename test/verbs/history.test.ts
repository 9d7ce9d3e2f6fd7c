import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { askIn } from "../support/ask.ts";
import { agent, contextIn } from "../support/context.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";

const planOf = (count: number) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: Array.from({ length: count }, (_, index) => ({
    address: `aws_sqs_queue.q${index}`,
    mode: "managed",
    type: "aws_sqs_queue",
    name: `q${index}`,
    change: { actions: ["update"], before: { a: 1 }, after: { a: 2 } },
  })),
});

const check = JSON.stringify({
  name: "shop",
  read: { kind: "http", url: "https://shop.example/" },
  emit: { severity: "low", title: "t" },
});

const git = (folder: Repo, ...words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(
    "git",
    ["-c", "user.name=Ana", "-c", "user.email=ana@shop.example", ...words],
    { cwd: folder.root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

/** A wall with findings; `rows` of them were muted, one row each. */
const wall = async (rows: number, env: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryFolder({ "plan.json": planOf(4) });
  const ctx = await contextIn(folder.root, { env });
  await askIn(ctx, "scan", { path: "plan.json" });
  const listed = await askIn(ctx, "findings", {});
  const prints: readonly string[] = listed.data.findings.map(
    ({ fingerprint }: { readonly fingerprint: string }) => fingerprint,
  );
  for (const finding of prints.slice(0, rows)) await askIn(ctx, "mute", { finding, note: "known" });
  return { folder, ctx, prints };
};

const store = (folder: Repo): string => folder.at(".steadystate/state.db");

const rawly = <T>(folder: Repo, use: (db: Database.Database) => T): T => {
  const db = new Database(store(folder));
  try {
    return use(db);
  } finally {
    db.close();
  }
};

const events = (folder: Repo): readonly unknown[] =>
  rawly(folder, (db) => db.prepare("select event from audit order by seq").pluck().all());

describe("every change of state has its row", () => {
  test("of what is quietened, closed and taken up again, and none where nothing changed", async () => {
    const { folder, ctx, prints } = await wall(0);
    const [finding = "", other = ""] = prints;
    const done = async (
      ...[verb, input]: Parameters<typeof askIn> extends [unknown, infer V, (infer I)?] ? [V, I?] : never
    ) => expect([verb, (await askIn(ctx, verb, input)).exit]).toEqual([verb, 0]);
    await done("mute", { finding, note: "known" });
    await done("mute", { finding, note: "known" });
    await done("snooze", { finding: other, for: "3d" });
    await done("unmute", { finding: other });
    await done("unmute", { finding: other });
    await done("resolve", { finding, how: "put right" });
    await done("resolve", { finding });
    await done("reopen", { finding });
    await done("commit-mutes", {});
    await done("commit-mutes", {});
    await done("unmute", { finding, commit: true });
    await done("mute", { finding, commit: true });
    expect(events(folder)).toEqual([
      ...["muted", "snoozed", "unmuted", "resolved", "reopened", "mutes-committed", "unmuted", "muted"],
    ]);
    const { data } = await askIn(ctx, "history", { verify: true });
    expect(data.chain).toMatchObject({ rows: 8, macs: "none" });
    expect(data.decisions.at(-1)).toMatchObject({
      actor: ctx.actor.id,
      fingerprint: finding,
      reason: "known",
    });
    expect(data.decisions[0]).toMatchObject({ event: "muted", outcome: "committed" });
    expect(data.head).toBe(data.chain.head);
  });

  test("of what only the committed file muted", async () => {
    const { folder, ctx, prints } = await wall(0);
    const [finding = ""] = prints;
    await askIn(ctx, "mute", { finding, commit: true });
    rawly(folder, (db) => db.exec("delete from suppressions"));
    await askIn(ctx, "unmute", { finding, commit: true });
    expect(events(folder)).toEqual(["muted", "unmuted"]);
  });

  test("of checks, in a store that is made for it; none where nothing was written", async () => {
    const folder = temporaryFolder();
    const ctx = await contextIn(folder.root);
    expect((await askIn(ctx, "remove-check", { name: "shop" })).exit).toBe(5);
    expect((await askIn(ctx, "add-check", { check: "{}" })).exit).toBe(2);
    expect((await askIn(ctx, "commit-mutes", {})).exit).toBe(0);
    expect((await askIn(ctx, "unmute", { finding: "0".repeat(64) })).exit).toBe(5);
    expect(existsSync(folder.at(".steadystate"))).toBe(false);
    await askIn(ctx, "add-check", { check });
    await askIn(ctx, "add-check", { check, replace: true });
    await askIn(ctx, "remove-check", { name: "shop" });
    expect(events(folder)).toEqual(["check-added", "check-added", "check-removed"]);
    const { data } = await askIn(ctx, "history", {});
    expect(data.decisions[1]).toMatchObject({ target: "shop", outcome: "replaced" });
  });

  test("a memory that cannot be used refuses a change before it is made", async () => {
    const folder = temporaryFolder({ ".steadystate": "in the way" });
    const { exit } = await askIn(await contextIn(folder.root), "add-check", { check });
    expect([exit, existsSync(folder.at("steadystate/checks.json"))]).toEqual([2, false]);
  });

  test("a row that cannot be written is told, and that the change stands", async () => {
    const aside = temporaryFolder();
    aside.writeRaw("audit.key", randomBytes(32));
    const { folder } = await wall(1, { STEADYSTATE_AUDIT_KEY_FILE: aside.at("audit.key") });
    const { exit, text } = await askIn(await contextIn(folder.root), "add-check", { check });
    expect([exit, text]).toEqual([2, expect.stringContaining("the audit has no row of it")]);
    expect(readFileSync(folder.at("steadystate/checks.json"), "utf8")).toContain("shop");
  });
});

describe("what is asked for", () => {
  test("narrows by finding, hand and time; the command that ran and the detail are shown", async () => {
    const { ctx, prints } = await wall(3);
    const history = await ctx.history.open();
    const [row] = await history.audit({ limit: 1 });
    if (row === undefined) throw new Error("no row");
    const { seq: _, prevHash: _prev, hash: _hash, ...record } = row;
    await history.appendAudit({
      ...record,
      ...{ ts: Date.UTC(2020, 1, 1), event: "result", fingerprint: "ab".repeat(32), approver: "slack:U1" },
      ...{ outcome: "failed", argv: ["kubectl", "delete", "pod", "a b"], exitCode: 1, reason: "it said no" },
    });
    const found = async (input: object) => (await askIn(ctx, "history", { ...input })).data;
    expect((await found({ finding: "ABAB" })).decisions).toMatchObject([
      { argv: ["kubectl", "delete", "pod", "a b"], exitCode: 1 },
    ]);
    expect((await found({ by: "slack:U1" })).decisions).toHaveLength(1);
    expect((await found({ by: ctx.actor.id })).decisions).toHaveLength(4);
    expect((await found({ by: "os:nobody" })).changes).toEqual([]);
    expect((await found({ by: ctx.actor.id })).changes).toHaveLength(3);
    expect((await found({ since: "1h" })).decisions).toHaveLength(3);
    expect((await found({ since: "2019-12-31" })).decisions).toHaveLength(4);
    expect((await found({ since: "2100-01-01" })).changes).toEqual([]);
    const first = await found({ finding: (prints[0] ?? "").slice(0, 10) });
    expect([first.decisions.length, first.changes.length]).toEqual([1, 2]);
    const { text } = await askIn(ctx, "history", { finding: "abab" });
    expect(text).toContain("$ kubectl delete pod 'a b' (status 1)");
    expect(text).toContain("it said no");
    expect((await askIn(ctx, "history", { since: "soon" })).exit).toBe(2);
  });
});

describe("anchors", () => {
  test("on stdout it is one line that a file of anchors can take", async () => {
    const { folder, ctx } = await wall(2);
    const { data } = await askIn(ctx, "history", { anchor: "stdout" });
    const { to, ...anchor } = data.anchored;
    expect([to, anchor.rows, anchor.seq]).toEqual(["stdout", 2, 2]);
    folder.writeRaw("kept.jsonl", JSON.stringify(anchor));
    expect((await askIn(ctx, "history", { against: "kept.jsonl" })).exit).toBe(0);
    expect((await askIn(ctx, "history", { anchor: "kept.jsonl" })).data.anchored.to).toBe(
      folder.at("kept.jsonl"),
    );
    expect(readFileSync(folder.at("kept.jsonl"), "utf8").trim().split("\n")).toHaveLength(2);
  });

  test("git: a real note of the commit, that finds a dropped tail and a chain made anew", async () => {
    const { folder, ctx, prints } = await wall(2);
    git(folder, "init", "-q", ".");
    expect((await askIn(ctx, "history", { anchor: "git" })).text).toContain("git");
    git(folder, "commit", "-q", "--allow-empty", "-m", "first");
    expect((await askIn(ctx, "history", { against: "git" })).exit).toBe(5);
    expect((await askIn(ctx, "history", { anchor: "git" })).exit).toBe(0);
    const [third = "", fourth = ""] = prints.slice(2);
    await askIn(ctx, "mute", { finding: third });
    git(folder, "commit", "-q", "--allow-empty", "-m", "second");
    await askIn(ctx, "history", { anchor: "git" });
    await askIn(ctx, "mute", { finding: fourth });
    const good = await askIn(ctx, "history", { against: "git" });
    expect([good.exit, good.data.anchors]).toMatchObject([0, { own: 2, agreesUntil: 3 }]);
    expect(git(folder, "notes", "--ref=steadystate-audit", "show")).toContain('"seq":3');
    expect(git(folder, "status", "--porcelain", "--untracked-files=no"), "no commit is touched").toBe("");
    rawly(folder, (db) => {
      db.exec("drop trigger audit_never_deleted; delete from audit where seq > 2");
    });
    const cut = await askIn(ctx, "history", { against: "git" });
    expect([cut.exit, cut.data.chain.brokenAt, cut.data.anchors]).toMatchObject([
      1,
      undefined,
      { brokenAt: 3, agreesUntil: 2, how: "cut" },
    ]);
    expect(cut.text).toContain("gone from row 3");
    await askIn(ctx, "unmute", { finding: third });
    await askIn(ctx, "unmute", { finding: fourth });
    const anew = await askIn(ctx, "history", { against: "git", verify: true });
    expect([anew.exit, anew.data.chain.brokenAt, anew.data.anchors]).toMatchObject([
      1,
      undefined,
      { brokenAt: 3, agreesUntil: 2, how: "replaced" },
    ]);
    const refused = await askIn(ctx, "history", { against: "git", anchor: "git" });
    expect([refused.exit, refused.data.anchored], "what does not hold is not anchored").toEqual([
      1,
      undefined,
    ]);
  });

  test("a store that was put in its place is found by its anchors", async () => {
    const { folder, ctx } = await wall(2);
    await askIn(ctx, "history", { anchor: "kept.jsonl" });
    const other = await wall(4);
    await other.ctx.history.open().then((history) => history.close());
    const aside = temporaryFolder();
    aside.writeRaw("kept.jsonl", readFileSync(folder.at("kept.jsonl")));
    const fresh = await contextIn(other.folder.root);
    const { exit, data, text } = await askIn(fresh, "history", { against: aside.at("kept.jsonl") });
    expect([exit, data.anchors.how, data.chain.brokenAt]).toEqual([1, "foreign", undefined]);
    expect(text).toContain("no anchor in");
  });

  test.each([
    ["a file that holds something else", "plan.json", 6],
    ["a folder", "steadystate", 2],
  ])("%s is left alone", async (_name, anchor, exit) => {
    const { folder, ctx } = await wall(1);
    folder.write({ "steadystate/keep": "" });
    const before = readFileSync(folder.at("plan.json"), "utf8");
    expect((await askIn(ctx, "history", { anchor })).exit).toBe(exit);
    expect(readFileSync(folder.at("plan.json"), "utf8")).toBe(before);
    expect((await askIn(ctx, "history", { against: "plan.json" })).exit).toBe(2);
    expect((await askIn(ctx, "history", { against: "none.jsonl" })).exit).toBe(2);
  });

  test("an agent keeps one inside its wall only, and only where it may write", async () => {
    const { folder } = await wall(1);
    const outside = temporaryFolder();
    symlinkSync(outside.root, folder.at("out"));
    const ctx = await contextIn(folder.root, { actor: agent });
    for (const anchor of [outside.at("a.jsonl"), "../a.jsonl", "out/a.jsonl"])
      expect((await askIn(ctx, "history", { anchor })).exit).toBe(6);
    expect((await askIn(ctx, "history", { against: outside.at("a.jsonl") })).exit).toBe(6);
    expect((await askIn(ctx, "history", { anchor: "a.jsonl" })).exit).toBe(0);
    const reader = await contextIn(folder.root, { actor: agent, grant: "read" });
    expect((await askIn(reader, "history", { anchor: "a.jsonl" })).exit).toBe(6);
    expect((await askIn(reader, "history", { anchor: "stdout" })).exit).toBe(0);
  });
});

describe("with the key of the audit", () => {
  test("each row is keyed and checked; without it that is said, and nothing can be written", async () => {
    const aside = temporaryFolder();
    aside.writeRaw("audit.key", randomBytes(32));
    const env = { STEADYSTATE_AUDIT_KEY_FILE: aside.at("audit.key") };
    const { folder, ctx, prints } = await wall(2, env);
    const good = await askIn(ctx, "history", { verify: true });
    expect([good.exit, good.data.chain]).toMatchObject([0, { macs: "checked", keyedFrom: 1 }]);
    expect(good.text).toContain("keyed from row 1 on");
    const keyless = await contextIn(folder.root);
    const unchecked = await askIn(keyless, "history", { verify: true });
    expect([unchecked.exit, unchecked.data.chain.macs]).toEqual([0, "unchecked"]);
    expect(unchecked.text).toContain("not checked");
    const refused = await askIn(keyless, "mute", { finding: prints[3] });
    expect([refused.exit, refused.text]).toEqual([
      2,
      expect.stringContaining("STEADYSTATE_AUDIT_KEY_FILE is not set"),
    ]);
    rmSync(store(folder));
    rmSync(folder.at(".steadystate/key"));
    const anew = await contextIn(folder.root);
    await askIn(anew, "scan", { path: "plan.json" });
    await askIn(anew, "mute", { finding: prints[3] });
    await (await anew.history.open()).close();
    const holder = await contextIn(folder.root, { env });
    const made = await askIn(holder, "history", { verify: true });
    expect([made.exit, made.data.chain.macs, made.data.chain.brokenAt]).toEqual([1, "missing", undefined]);
  });
});

test("the reference's shape: nine keys in its order, one row per decision", async () => {
  const { ctx } = await wall(1);
  const history = await ctx.history.open();
  const [row] = await history.audit({ limit: 1 });
  if (row === undefined) throw new Error("no row");
  const { seq: _, prevHash: _prev, hash: _hash, ...record } = row;
  for (const event of ["intent", "result"] as const)
    await history.appendAudit({
      ...record,
      event,
      decision: "approved",
      outcome: "verified",
      environment: "prod",
    });
  const { dispatch } = await import("../../src/verbs/dispatch.ts");
  const { verbs } = await import("../../src/verbs/index.ts");
  const reply = await dispatch(await verbs.history(), {}, ctx);
  const bare = reply.ok ? reply.bare() : undefined;
  expect(JSON.stringify(bare).replace(/:("[^"]*"|null)/g, "")).toBe(
    '[{"fingerprint","source","drift_identity","actor","decision","outcome","environment","detail","at"}]',
  );
  expect(bare).toMatchObject([
    { decision: "approved", outcome: "verified", environment: "prod", detail: "known" },
  ]);
});
