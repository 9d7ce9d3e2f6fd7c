import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { agent, contextIn } from "../support/context.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";

const row = (name: string, type: string, before: unknown, after: unknown) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  change: { actions: after === null ? ["delete"] : ["update"], before, after },
});
const planOf = (...changes: readonly unknown[]) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: changes,
});
const queue = row("a", "aws_sqs_queue", { delay: 1 }, { delay: 2 });
const wall = (cidr: string) => ({
  description: cidr,
  ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: [cidr] }],
});
const quietWall = row("web", "aws_security_group", wall("10.0.0.0/8"), {
  ...wall("10.0.0.0/8"),
  description: "new",
});
const openWall = row("web", "aws_security_group", wall("10.0.0.0/8"), wall("0.0.0.0/0"));
const lost = row("db", "aws_db_instance", { engine: "pg" }, null);

const start = Date.UTC(2026, 10, 1);
const hour = 3_600_000;
type Name = keyof typeof verbs;

const ask = async (ctx: Context, name: Name, input: Readonly<Record<string, unknown>> = {}) => {
  const reply = await dispatch(await verbs[name](), input, ctx);
  if (!reply.ok)
    return {
      exit: reply.exit,
      data: {} as Record<string, unknown>,
      text: reply.error.message,
      error: reply.error,
    };
  return { exit: reply.exit, data: reply.data, text: renderPlain(reply.doc()), error: undefined };
};

const clock = { now: start };
const scanned = async (
  ...changes: readonly unknown[]
): Promise<{ ctx: Context & { heard: readonly string[] }; folder: Repo }> => {
  clock.now = start;
  const folder = temporaryFolder({ "plan.json": planOf(...changes) });
  const ctx = await contextIn(folder.root, { now: () => clock.now });
  await ask(ctx, "scan", { path: "plan.json" });
  return { ctx, folder };
};
const again = (ctx: Context) => ask(ctx, "scan", { path: "plan.json" });
const refOf = async (ctx: Context, keyword?: string): Promise<string> => {
  const { data } = await ask(ctx, "findings", { all: true, ...(keyword === undefined ? {} : { keyword }) });
  return (data["findings"] as { fingerprint: string }[])[0]?.fingerprint ?? "";
};
const fileOf = (folder: Repo): Record<string, Record<string, unknown>> =>
  JSON.parse(readFileSync(folder.at("steadystate/mutes.json"), "utf8"));

describe("mute", () => {
  test("hides what is there, everywhere, and is counted; a scan that is muted whole never reads as clean", async () => {
    const { ctx } = await scanned(queue);
    const ref = await refOf(ctx);
    const muted = await ask(ctx, "mute", { finding: ref.slice(0, 8), note: "known" });
    expect(muted.data).toMatchObject({
      fingerprint: ref,
      kind: "muted",
      maxSeverity: "medium",
      changed: true,
    });
    expect((await ask(ctx, "mute", { finding: ref, note: "known" })).data["changed"]).toBe(false);
    const scan = await again(ctx);
    expect(scan.data).toMatchObject({ muted: 1, alerts: [], counts: { medium: 0 }, tripped: false });
    expect(scan.data["mutedItems"]).toMatchObject([{ fingerprint: ref, suppression: { note: "known" } }]);
    expect(scan.text).toContain("everything that departs is muted; 1 muted");
    expect(scan.text).not.toContain("agree");
    expect((await ask(ctx, "findings", { muted: true })).data["findings"]).toHaveLength(1);
    expect((await ask(ctx, "summary")).data).toMatchObject({ muted: 1 });
    const shown = await ask(ctx, "show", { finding: ref });
    expect(shown.text).toContain("anything above medium breaks through");
    expect(shown.text).toMatch(/muted by (os|ci):\S+: known/);
  });

  test("what gets worse, or is flagged by another rule, breaks through", async () => {
    const { ctx, folder } = await scanned(quietWall);
    await ask(ctx, "mute", { finding: await refOf(ctx) });
    expect((await again(ctx)).data).toMatchObject({ muted: 1 });
    folder.write({ "plan.json": planOf(openWall) });
    const loud = await again(ctx);
    expect(loud.data).toMatchObject({ muted: 0 });
    expect(loud.data["alerts"]).toHaveLength(1);
    expect((await ask(ctx, "findings", { muted: true })).data["findings"]).toHaveLength(0);
  });

  test("high needs an end or insistence; an end is an end", async () => {
    const { ctx } = await scanned(lost);
    const finding = await refOf(ctx);
    expect(await ask(ctx, "mute", { finding })).toMatchObject({ exit: 6 });
    expect(await ask(ctx, "mute", { finding, for: "2d", forever: true })).toMatchObject({ exit: 2 });
    expect(await ask(ctx, "mute", { finding, maxSeverity: "low", forever: true })).toMatchObject({ exit: 2 });
    expect(await ask(ctx, "mute", { finding, for: "2h" })).toMatchObject({ exit: 0 });
    clock.now += hour;
    expect((await again(ctx)).data).toMatchObject({ muted: 1 });
    clock.now += hour;
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    expect((await ask(ctx, "mute", { finding, forever: true })).data["until"]).toBeUndefined();
  });

  test("an unknown reference is not found, unless it is whole and forced", async () => {
    const { ctx } = await scanned(queue);
    for (const name of ["mute", "unmute", "resolve", "reopen", "show"] as const)
      expect(await ask(ctx, name, { finding: "0000000000" }), name).toMatchObject({ exit: 5 });
    expect(await ask(ctx, "snooze", { finding: "0000000000", for: "1d" })).toMatchObject({ exit: 5 });
    expect(await ask(ctx, "mute", { finding: "000000", force: true })).toMatchObject({ exit: 5 });
    expect(await ask(ctx, "mute", { finding: "zzzz" })).toMatchObject({ exit: 2 });
    const whole = "0".repeat(64);
    expect((await ask(ctx, "mute", { finding: whole, force: true })).data).toMatchObject({
      seen: false,
      maxSeverity: "medium",
    });
    expect((await ask(ctx, "unmute", { finding: "00000000" })).data).toMatchObject({ changed: true });
  });

  test("an agent decides nothing for everybody, nor for long what is serious", async () => {
    const { ctx, folder } = await scanned(lost, queue);
    const asAgent = await contextIn(folder.root, { now: () => clock.now, actor: agent });
    const grave = await refOf(ctx, "db");
    const mild = await refOf(ctx, "queue");
    expect(await ask(asAgent, "mute", { finding: grave, forever: true })).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "mute", { finding: grave, for: "300d" })).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "snooze", { finding: grave, for: "300d" })).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "mute", { finding: mild, commit: true })).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "unmute", { finding: mild, commit: true })).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "commit-mutes")).toMatchObject({ exit: 6 });
    expect(await ask(asAgent, "mute", { finding: mild })).toMatchObject({ exit: 0 });
    const reader = await contextIn(folder.root, { grant: "read", actor: agent });
    expect(await ask(reader, "mute", { finding: mild })).toMatchObject({ exit: 6 });
  });

  test("a secret in a note goes no further, and hostile words are inert", async () => {
    const { ctx, folder } = await scanned(queue);
    const finding = await refOf(ctx);
    const secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
    await ask(ctx, "mute", { finding, note: `see ${secret} \u001b[31m::error::x`, commit: true });
    await again(ctx);
    const shown = await ask(ctx, "show", { finding });
    const all = `${shown.text}${JSON.stringify(shown.data)}${JSON.stringify(fileOf(folder))}`;
    expect(all).toContain("see ");
    expect(all).not.toContain(secret);
    expect(shown.text).not.toContain("\u001b");
    expect(readFileSync(folder.at(".steadystate/state.db")).includes(secret)).toBe(false);
  });
});

describe("snooze", () => {
  test.each([
    [{}],
    [{ for: "0d" }],
    [{ for: "-3d" }],
    [{ for: "3" }],
    [{ days: 0 }],
    [{ for: "1d", days: 1 }],
  ])("%j is refused", async (input) => {
    const { ctx } = await scanned(queue);
    expect(await ask(ctx, "snooze", { finding: await refOf(ctx), ...input })).toMatchObject({ exit: 2 });
  });

  test("runs out by the clock, and never moves when it was last seen", async () => {
    const { ctx } = await scanned(queue);
    const finding = await refOf(ctx);
    const seen = (await ask(ctx, "show", { finding })).data["finding"];
    clock.now += hour;
    expect((await ask(ctx, "snooze", { finding, days: 1 })).text).toContain(
      "snoozed until 2026-11-02T01:00:00Z",
    );
    const after = (await ask(ctx, "show", { finding })).data["finding"] as { lastObserved: string };
    expect(after.lastObserved).toBe((seen as { lastObserved: string }).lastObserved);
    expect((await ask(ctx, "summary")).data).toMatchObject({ muted: 1 });
    clock.now += 24 * hour;
    expect((await ask(ctx, "summary")).data).toMatchObject({ muted: 0 });
  });
});

describe("unmute", () => {
  test("says when nothing was muted, and when the file still mutes it", async () => {
    const { ctx, folder } = await scanned(queue);
    const finding = await refOf(ctx);
    expect((await ask(ctx, "unmute", { finding })).data).toMatchObject({ changed: false });
    await ask(ctx, "mute", { finding, commit: true });
    const still = await ask(ctx, "unmute", { finding });
    expect(still.text).toContain("still mutes it");
    expect(still.text).toContain("--commit");
    expect((await again(ctx)).data).toMatchObject({ muted: 1 });
    expect((await ask(ctx, "unmute", { finding, commit: true })).data).toMatchObject({ removed: [finding] });
    expect(fileOf(folder)).toEqual({});
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
  });
});

describe("mutes.json", () => {
  test("is written with a ceiling, honoured by ci without a memory, and lifted when it goes", async () => {
    const { ctx, folder } = await scanned(queue, quietWall);
    const finding = await refOf(ctx, "queue");
    await ask(ctx, "mute", { finding, note: "known", commit: true });
    expect(fileOf(folder)[finding]).toMatchObject({ max_severity: "medium", rules: [], note: "known" });
    const gate = await ask(ctx, "ci", { path: "plan.json", failOn: "any" });
    expect(gate.data).toMatchObject({ gate: "fail", failing: 1, muted: 1 });
    folder.write({ "plan.json": planOf(queue) });
    const passed = await ask(ctx, "ci", { path: "plan.json", failOn: "any" });
    expect(passed.data).toMatchObject({ gate: "pass", muted: 1 });
    expect(passed.text).not.toContain("no findings");
    const stateless = await ask(ctx, "scan", { path: "plan.json", stateless: true });
    expect(stateless.data).toMatchObject({ muted: 1, alerts: [] });
    folder.write({ "steadystate/mutes.json": "{}\n" });
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    expect((await ask(ctx, "show", { finding })).text).toContain("unmuted by mutes.json");
  });

  test("the reference's entry binds at its first match, and without a memory hides nothing serious", async () => {
    const { ctx, folder } = await scanned(quietWall);
    const finding = await refOf(ctx);
    folder.write({
      "steadystate/mutes.json": { [finding]: { title: "t", by: "ana", note: "n", added: "2026-01-01" } },
    });
    expect((await again(ctx)).data).toMatchObject({ muted: 1 });
    folder.write({ "plan.json": planOf(openWall) });
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    expect((await ask(ctx, "ci", { path: "plan.json" })).data).toMatchObject({ gate: "fail", muted: 0 });
  });

  test("a faulty entry hides nothing, is told, and a typo never widens its ceiling", async () => {
    const { ctx, folder } = await scanned(quietWall);
    const finding = await refOf(ctx);
    folder.write({ "steadystate/mutes.json": { [finding]: {} } });
    await again(ctx);
    folder.write({
      "plan.json": planOf(openWall),
      "steadystate/mutes.json": { [finding]: { max_sevirity: "low" } },
    });
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    expect(ctx.heard.join("\n")).toMatch(/mutes\.json:3:\d+ .*max_sevirity is not known/);
    folder.write({ "steadystate/mutes.json": { [finding]: {} } });
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    folder.write({ "steadystate/mutes.json": "{" });
    expect((await again(ctx)).exit).toBe(0);
    expect(await ask(ctx, "mute", { finding, forever: true, commit: true })).toMatchObject({ exit: 2 });
    expect(readFileSync(folder.at("steadystate/mutes.json"), "utf8")).toBe("{");
  });

  test("an expired entry suppresses nothing and is told; a snooze of one's own is left alone", async () => {
    const { ctx, folder } = await scanned(queue);
    const finding = await refOf(ctx);
    folder.write({ "steadystate/mutes.json": { [finding]: { title: "old", expires: "2026-10-01" } } });
    expect((await again(ctx)).data).toMatchObject({ muted: 0 });
    expect(ctx.heard.join("\n")).toContain("ran out: old");
    await ask(ctx, "snooze", { finding, for: "1d" });
    folder.write({ "steadystate/mutes.json": { [finding]: { title: "new" } } });
    const scan = await again(ctx);
    expect(scan.data["mutedItems"]).toMatchObject([{ suppression: { kind: "snoozed" } }]);
  });

  test("commit-mutes merges what has no end, once, and names what matches nothing", async () => {
    const { ctx, folder } = await scanned(queue, lost);
    const [mild, grave] = [await refOf(ctx, "queue"), await refOf(ctx, "db")];
    await ask(ctx, "mute", { finding: mild });
    await ask(ctx, "snooze", { finding: grave, for: "1d" });
    const gone = "1".repeat(64);
    folder.write({ "steadystate/mutes.json": { [gone]: { title: "gone" } } });
    await again(ctx);
    const first = await ask(ctx, "commit-mutes");
    expect(first.data).toMatchObject({
      added: [mild],
      total: 2,
      idle: [{ fingerprint: gone, title: "gone" }],
    });
    expect((await ask(ctx, "commit-mutes")).data).toMatchObject({ added: [], total: 2 });
    expect(Object.keys(fileOf(folder))).toEqual([gone, mild].sort());
  });
});

describe("waivers.toml", () => {
  const rule = "aws-world-open-sensitive";
  const waiver = (fields: Readonly<Record<string, string>> = {}): string =>
    `[[waiver]]\n${Object.entries({
      rule,
      resource: "aws_security_group.w*",
      reason: "office",
      owner: "net",
      expires: "2026-12-01",
      ...fields,
    })
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join("\n")}\n`;

  test("takes the rule's flag away and is counted apart; what remains keeps its own severity", async () => {
    const { ctx, folder } = await scanned(openWall);
    const before = await ask(ctx, "ci", { path: "plan.json" });
    expect(before.data).toMatchObject({ gate: "fail", waived: 0 });
    folder.write({ "steadystate/waivers.toml": waiver() });
    const fresh = await contextIn(folder.root, { now: () => clock.now });
    const gate = await ask(fresh, "ci", { path: "plan.json" });
    expect(gate.data).toMatchObject({ gate: "pass", waived: 1, counts: { medium: 1, critical: 0, high: 0 } });
    expect(gate.data["waivedItems"]).toMatchObject([
      { rule, owner: "net", reason: "office", until: "2026-12-01T00:00:00Z" },
    ]);
    expect(gate.text).toContain("1 waived");
    expect((await again(fresh)).data).toMatchObject({ waived: 1, muted: 0 });
  });

  test.each([
    ["that ran out", { expires: "2026-10-01" }, /ran out; it is of net/],
    ["of another resource", { resource: "aws_security_group.x*" }, undefined],
    ["of another rule", { rule: "aws-nothing" }, undefined],
    ["with a key too many", { until: "2027-01-01" }, /waivers\.toml:7:1 0: until is not known/],
    ["without a reason", { reason: "" }, /waivers\.toml:4:\d+ 0: reason must not be empty/],
    ["with no date", { expires: "soon" }, /waivers\.toml:6:\d+ 0: expires must be a date/],
  ] as const)("one %s waives nothing", async (_what, fields, told) => {
    const { ctx, folder } = await scanned(openWall);
    folder.write({ "steadystate/waivers.toml": waiver(fields) });
    const fresh = await contextIn(folder.root, { now: () => clock.now });
    expect((await ask(fresh, "ci", { path: "plan.json" })).data).toMatchObject({ gate: "fail", waived: 0 });
    if (told !== undefined) expect(fresh.heard.join("\n")).toMatch(told);
    void ctx;
  });

  test("what matches nothing any more is told by findings and validate", async () => {
    const { ctx, folder } = await scanned(openWall, queue);
    const finding = await refOf(ctx, "queue");
    folder.write({ "steadystate/waivers.toml": waiver() });
    const fresh = await contextIn(folder.root, { now: () => clock.now });
    await ask(fresh, "mute", { finding, commit: true });
    await again(fresh);
    expect((await ask(fresh, "findings", { muted: true })).data).toMatchObject({ idle: [] });
    folder.write({ "plan.json": planOf() });
    clock.now += hour;
    await again(fresh);
    const listed = await ask(fresh, "findings", { muted: true });
    expect(listed.data["idle"]).toMatchObject([
      { kind: "muted", what: finding, since: "2026-11-01T00:00:00Z" },
      { kind: "waived", by: "net", since: "2026-11-01T00:00:00Z" },
    ]);
    expect(listed.text).toContain("matched nothing since 2026-11-01T00:00:00Z");
    const judged = await ask(fresh, "validate", { files: ["mutes.json", "waivers.toml"] });
    expect(judged.data).toMatchObject({ valid: true });
    expect(judged.text).toMatch(/has the ceiling medium/);
    expect(judged.text.match(/matched nothing since/g)).toHaveLength(2);
  });
});

describe("closing by hand", () => {
  test("keeps how it was put right, opens again when it is seen again, and reopens once", async () => {
    const { ctx } = await scanned(queue);
    const finding = await refOf(ctx);
    expect(await ask(ctx, "reopen", { finding })).toMatchObject({ exit: 6 });
    expect((await ask(ctx, "resolve", { finding, how: "rolled back" })).data).toMatchObject({
      changed: true,
    });
    expect((await ask(ctx, "resolve", { finding })).data).toMatchObject({ changed: false });
    const shown = await ask(ctx, "show", { finding });
    expect(shown.data).toMatchObject({
      finding: { presence: "resolved" },
      events: [{ note: "rolled back" }, {}],
    });
    expect((await ask(ctx, "reopen", { finding })).exit).toBe(0);
    expect((await ask(ctx, "show", { finding })).data).toMatchObject({ finding: { presence: "present" } });
    await ask(ctx, "resolve", { finding });
    clock.now += hour;
    await again(ctx);
    expect((await ask(ctx, "show", { finding })).data).toMatchObject({
      finding: { presence: "present" },
      events: [{ transition: "reopened" }, {}, {}, {}, {}],
    });
  });
});
