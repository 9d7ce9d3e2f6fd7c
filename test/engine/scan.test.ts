import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { askHealth } from "../../src/engine/health.ts";
import { lookAndRemember } from "../../src/engine/scan.ts";
import { contextIn } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const now = Date.UTC(2026, 0, 2, 12);
const passed = { address: { to_display: "check.web", kind: "check", name: "web" }, status: "pass" };
const plan = (timestamp: string | undefined) => ({
  format_version: "1.2",
  planned_values: {},
  timestamp,
  checks: [{ ...passed, instances: [{ address: passed.address, status: "pass" }] }],
});

const remembered = async (timestamp: string | undefined) => {
  const folder = temporaryFolder({ "plan.json": plan(timestamp) });
  const ctx = await contextIn(folder.root, { now: () => now });
  const asked = { source: undefined, path: "plan.json", label: undefined, varFiles: [] };
  await lookAndRemember(asked, "default", ctx);
  const { judgement } = await askHealth({ workload: undefined, maxAge: undefined, checks: undefined }, ctx);
  return { judgement, heard: ctx.heard };
};

describe("what a captured document asserts counts only where it says when", () => {
  test.each([
    ["a fresh one", "2026-01-02T11:59:00Z", "WORKING", 0],
    ["one whose clock is a little ahead", "2026-01-02T12:00:30Z", "WORKING", 0],
    ["one without an instant", undefined, "UNKNOWN", 1],
    ["one with words for an instant", "yesterday", "UNKNOWN", 1],
    ["one from the future", "2099-01-01T00:00:00Z", "UNKNOWN", 1],
  ])("%s", async (_name, timestamp, verdict, warnings) => {
    const { judgement, heard } = await remembered(timestamp);
    expect(judgement.verdict).toBe(verdict);
    expect(heard.filter((line) => line.includes("no evidence"))).toHaveLength(warnings);
  });
});

describe("a secret is sealed with the key of its store", () => {
  const mask = { password: true };
  const change = {
    actions: ["update"],
    before: { password: "old-secret-1" },
    after: { password: "new-secret-2" },
    before_sensitive: mask,
    after_sensitive: mask,
  };
  const row = { address: "aws_db_instance.a", mode: "managed", type: "aws_db_instance", name: "a", change };
  const secretPlan = { ...plan(undefined), resource_changes: [row] };
  const asked = { source: undefined, path: "plan.json", label: undefined, varFiles: [] };

  test.each([
    ["made with it", {}],
    ["made beside a key that was there", { ".steadystate/key": "k".repeat(32) }],
  ])("%s", async (_name, files) => {
    const folder = temporaryFolder({ "plan.json": secretPlan, ...files });
    for (const _ of ["first", "second"]) {
      const ctx = await contextIn(folder.root, { now: () => now });
      await lookAndRemember(asked, "default", ctx);
    }
    const ctx = await contextIn(folder.root, { now: () => now });
    const history = await ctx.history.open();
    // Under another key the second look would take the same secret for a new one.
    expect((await history.events({ limit: 10 })).map(({ transition }) => transition)).toEqual(["opened"]);
  });

  test.each([
    ["a secret", secretPlan, 1],
    ["nothing", plan(undefined), 0],
  ])("a key that is gone is told once where %s was sealed with it", async (_name, document, times) => {
    const folder = temporaryFolder({ "plan.json": document });
    const scanned = async () => {
      const ctx = await contextIn(folder.root, { now: () => now });
      await lookAndRemember(asked, "default", ctx);
      return ctx.heard.filter((line) => line.includes("the key beside the memory"));
    };
    expect(await scanned()).toEqual([]);
    expect(await scanned()).toEqual([]);
    rmSync(folder.at(".steadystate/key"));
    expect(await scanned()).toHaveLength(times);
    expect(await scanned()).toEqual([]);
    const history = await (await contextIn(folder.root)).history.open();
    const changes = (await history.events({ limit: 10 })).filter(
      ({ transition }) => transition === "changed",
    );
    expect(changes).toHaveLength(times);
  });
});
