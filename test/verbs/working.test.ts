import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const row = (address: string, actions: readonly string[], before: unknown, after: unknown) => {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name, change: { actions, before, after } };
};
const planOf = (
  changes: readonly unknown[],
  drift: readonly unknown[] = [],
  checks: readonly unknown[] = [],
) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: changes,
  resource_drift: drift,
  checks,
});
const failing = (name: string) => ({
  address: { to_display: `check.${name}`, kind: "check", name },
  status: "fail",
  instances: [{ address: { to_display: `check.${name}` }, status: "fail", problems: [{ message: "no" }] }],
});

const ask = async (name: keyof typeof verbs, input: Readonly<Record<string, unknown>>, ctx: Context) => {
  const reply = await dispatch(await verbs[name](), input, ctx);
  if (!reply.ok) throw reply.error;
  return { exit: reply.exit, data: reply.data, text: renderPlain(reply.doc()) };
};

const scanned = async (plan: unknown, options = {}) => {
  const folder = temporaryFolder({ "plan.json": plan });
  const ctx = await contextIn(folder.root, options);
  await ask("scan", { path: "plan.json" }, ctx);
  return ctx;
};

const many = planOf(
  Array.from({ length: 7 }, (_, index) => row(`aws_sqs_queue.q${index}`, ["update"], { a: 1 }, { a: 2 })),
);

describe("findings", () => {
  test("counts what the limit leaves out", async () => {
    const ctx = await scanned(many);
    const { data, text } = await ask("findings", { limit: 3 }, ctx);
    expect(data).toMatchObject({ more: 4, muted: 0, resolved: 0 });
    expect(data["findings"]).toHaveLength(3);
    expect(text).toContain("7 findings, 4 not shown");
    expect((await ask("findings", { limit: 0 }, ctx)).data["findings"]).toHaveLength(7);
  });

  test.each([
    [{ keyword: "Q3" }, 1],
    [{ keyword: "100%" }, 0],
    [{ severity: "medium" }, 7],
    [{ severity: "high" }, 0],
    [{ open: true }, 7],
    [{ resolved: true }, 0],
    [{ muted: true }, 0],
    [{ all: true }, 7],
  ])("%j lists %i", async (input, expected) => {
    const { data } = await ask("findings", input, await scanned(many));
    expect(data["findings"]).toHaveLength(expected);
  });

  test("--exit-code is 1 when anything is listed", async () => {
    const ctx = await scanned(many);
    expect((await ask("findings", { exitCode: true }, ctx)).exit).toBe(1);
    expect((await ask("findings", { exitCode: true, severity: "critical" }, ctx)).exit).toBe(0);
  });
});

describe("summary", () => {
  test("never scanned is not all clear", async () => {
    const { data, text } = await ask("summary", {}, await contextIn(temporaryFolder().root));
    expect(data["everScanned"]).toBe(false);
    expect(text).toContain("nothing is known");
  });

  test("names the worst malfunction, the worst to review, and how fresh each look is", async () => {
    const now = Date.UTC(2026, 10, 2);
    const lost = row("aws_db_instance.orders", ["create"], null, { engine: "pg" });
    const plan = planOf(
      [lost],
      [row("aws_db_instance.orders", ["delete"], { engine: "pg" }, null)],
      [failing("login")],
    );
    const ctx = await scanned(plan, { now: () => now });
    const { data, text } = await ask("summary", {}, { ...ctx, now: () => now + 3 * 3_600_000 });
    expect(data).toMatchObject({ impaired: { medium: 1 }, review: { high: 1 } });
    expect(text).toMatch(/1 impaired \(1 medium\).*1 to review \(1 high\)/);
    expect(text).toMatch(/worst: .*check\.login/);
    expect(text).toMatch(/review: .*aws_db_instance\.orders/);
    expect(text).toContain("3h");
  });
});

describe("history", () => {
  test("tells what became of findings, and that the chain holds", async () => {
    const ctx = await scanned(many);
    const { data, text } = await ask("history", { limit: 3, verify: true }, ctx);
    expect(data["changes"]).toHaveLength(3);
    expect(data["chain"]).toMatchObject({ rows: 0 });
    expect(text).toContain("the audit chain holds");
  });

  test("a decision in the audit is shown with who took it, and a broken chain trips", async () => {
    const ctx = await scanned(many);
    const store = await ctx.history.open();
    const nothing = undefined;
    await store.appendAudit({
      ts: Date.UTC(2026, 10, 2),
      event: "declined",
      actor: ctx.actor,
      fingerprint: "f".repeat(64),
      target: "aws_sqs_queue.q1",
      decision: "declined",
      outcome: "declined",
      reason: "not today",
      environment: "prod",
      runId: nothing,
      offerDigest: nothing,
      approver: nothing,
      argv: nothing,
      exitCode: nothing,
      durationMs: nothing,
      envelope: nothing,
      boundDigest: nothing,
      stdoutTail: nothing,
      stderrTail: nothing,
    });
    const { data, text } = await ask("history", { verify: true, label: "prod" }, ctx);
    expect(data["decisions"]).toMatchObject([
      { seq: 1, actor: ctx.actor.id, outcome: "declined", reason: "not today" },
    ]);
    expect(text).toContain("not today");
    expect((await ask("history", { label: "staging" }, ctx)).data["decisions"]).toEqual([]);
    const reply = await dispatch(await verbs.history(), {}, ctx);
    expect(reply.ok && reply.bare()).toMatchObject([
      { drift_identity: "aws_sqs_queue.q1", decision: "declined" },
    ]);
  });

  test("without a memory there is nothing to verify", async () => {
    const ctx = await contextIn(temporaryFolder().root);
    expect(await dispatch(await verbs.history(), { verify: true }, ctx)).toMatchObject({
      ok: false,
      exit: 5,
    });
  });
});

describe("kinds and directions (L4)", () => {
  const rule = { type: "ingress", from_port: 22, to_port: 22, protocol: "tcp" };
  const open = { ...rule, cidr_blocks: ["0.0.0.0/0"] };
  const closed = { ...rule, cidr_blocks: ["10.0.0.0/8"] };
  const database = {
    engine: "pg",
    storage_encrypted: true,
    deletion_protection: true,
    backup_retention_period: 7,
    publicly_accessible: false,
    skip_final_snapshot: false,
  };

  test.each([
    [
      "a database deleted by hand",
      planOf(
        [row("aws_db_instance.orders", ["create"], null, database)],
        [row("aws_db_instance.orders", ["delete"], database, null)],
      ),
      "is gone in reality",
    ],
    [
      "a firewall opened by hand",
      planOf(
        [row("aws_security_group_rule.ssh", ["update"], open, closed)],
        [row("aws_security_group_rule.ssh", ["update"], closed, open)],
      ),
      "exposed now",
    ],
    [
      "a firewall opened in code",
      planOf([row("aws_security_group_rule.ssh", ["create"], null, open)]),
      "exposed after apply",
    ],
  ])("%s fails the gate at high and says which it is", async (_, plan, words) => {
    const ctx = await contextIn(temporaryFolder({ "plan.json": plan }).root);
    const { exit, text } = await ask("ci", { path: "plan.json", failOn: "high" }, ctx);
    expect(exit).toBe(1);
    expect(text).toContain(words);
    for (const other of ["is gone in reality", "exposed now", "exposed after apply"]) {
      if (other !== words) expect(text).not.toContain(other);
    }
  });

  test("a firewall being closed does not fail it", async () => {
    const plan = planOf([row("aws_security_group_rule.ssh", ["update"], open, closed)]);
    const ctx = await contextIn(temporaryFolder({ "plan.json": plan }).root);
    const { exit, text } = await ask("ci", { path: "plan.json", failOn: "high", verbose: true }, ctx);
    expect(exit).toBe(0);
    expect(text).not.toContain("exposed now");
  });
});
