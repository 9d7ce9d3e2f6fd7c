import { describe, expect, test } from "vitest";
import type { Suppression } from "../../src/core/finding.ts";
import { bind, isSuppressed, wishFor } from "../../src/core/suppression.ts";

const now = 1_750_000_000_000;
const mute = (fields: Partial<Suppression> = {}): Suppression => ({
  kind: "muted",
  until: undefined,
  by: "os:ana",
  note: undefined,
  owner: undefined,
  origin: "local",
  maxSeverity: "medium",
  rules: ["r1"],
  ...fields,
});
const flag = (rule: string, stance = "exposed-now") => ({ rule, stance });

describe("a wish holds", () => {
  test.each([
    ["none", undefined, "low", [], false],
    ["as severe as its ceiling", mute(), "medium", [flag("r1")], true],
    ["less severe", mute(), "low", [], true],
    ["more severe", mute(), "high", [flag("r1")], false],
    ["flagged by another rule", mute(), "medium", [flag("r1"), flag("r2")], false],
    ["not to be judged by another rule", mute(), "medium", [flag("r2", "cannot-tell")], false],
    ["a hole of another rule that is being closed", mute(), "medium", [flag("r2", "being-closed")], true],
    ["flagged where no rule did", mute({ rules: [] }), "low", [flag("r1")], false],
    ["not bound yet", mute({ maxSeverity: undefined, rules: undefined }), "critical", [flag("r9")], true],
    ["over at this instant", mute({ until: now }), "low", [], false],
    ["over a moment later", mute({ kind: "snoozed", until: now + 1 }), "low", [], true],
  ] as const)("%s", (_what, suppression, severity, flags, holds) => {
    expect(isSuppressed({ suppression, severity, flags }, now)).toBe(holds);
  });
});

test("the first thing met binds what was not stated, and never what was", () => {
  const met = { severity: "high", flags: [flag("r2"), flag("r1"), flag("r3", "being-closed")] } as const;
  expect(bind(mute({ maxSeverity: undefined, rules: undefined }), met)).toMatchObject({
    maxSeverity: "high",
    rules: ["r1", "r2"],
  });
  expect(bind(mute(), met)).toEqual(mute());
});

test("the wish that lasts longest speaks, else that of the thing's own key", () => {
  const subject = { fingerprint: "a", legacy: "b" };
  const key = (wishes: Readonly<Record<string, Suppression>>) =>
    wishFor(new Map(Object.entries(wishes)), subject)?.key;
  expect(key({})).toBeUndefined();
  expect(key({ b: mute() })).toBe("b");
  expect(key({ a: mute(), b: mute() })).toBe("a");
  expect(key({ a: mute({ until: now }), b: mute() })).toBe("b");
  expect(key({ c: mute() })).toBeUndefined();
});
