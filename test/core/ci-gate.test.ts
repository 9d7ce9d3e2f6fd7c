import { describe, expect, test } from "vitest";
import { assess } from "../../src/core/assess.ts";
import { judgeGate, type Threshold } from "../../src/core/ci-gate.ts";
import type { Departure } from "../../src/core/departure.ts";
import type { Coverage } from "../../src/core/observation.ts";
import { unknownValue } from "../../src/core/value.ts";
import {
  makeCheckResult,
  makeDrift,
  makeIdentity,
  makeObservation,
  noPlatformSettings,
} from "../support/make.ts";

const reportOf = (departures: readonly Departure[], coverage: Partial<Coverage> = {}) => {
  const base = makeObservation({ departures });
  return assess([{ ...base, coverage: { ...base.coverage, ...coverage } }], {
    tuning: "default",
    platform: noPlatformSettings,
  });
};

const create = makeDrift({ action: "create", reality: undefined });
const update = makeDrift({ action: "update" });
const vanished = makeDrift({ direction: "vanished", action: "create", reality: undefined });

describe("ci gate", () => {
  test.each<[string, readonly Departure[], Threshold, "pass" | "fail"]>([
    ["nothing differs", [], "any", "pass"],
    ["any counts a plain create", [create], "any", "fail"],
    ["low counts a plain create", [create], "low", "fail"],
    ["medium lets a plain create through", [create], "medium", "pass"],
    ["medium counts an update", [update], "medium", "fail"],
    ["high lets an update through", [update], "high", "pass"],
    ["high counts what vanished", [vanished], "high", "fail"],
    ["critical lets what vanished through", [vanished], "critical", "pass"],
    ["none never fails", [vanished], "none", "pass"],
  ])("%s", (_, departures, threshold, gate) => {
    expect(judgeGate(reportOf(departures), [], { threshold, onUnknown: "fail" }).gate).toBe(gate);
  });

  test("what was not seen is never a pass, unless the team said so", () => {
    const partial = reportOf([], { status: "partial", gaps: [{ what: "module.x", why: "deferred" }] });
    expect(judgeGate(partial, [], { threshold: "high", onUnknown: "fail" })).toMatchObject({
      gate: "cannot-tell",
      unread: [{ what: "module.x", why: "deferred" }],
    });
    expect(judgeGate(partial, [], { threshold: "high", onUnknown: "pass" }).gate).toBe("pass");
    const dark = reportOf([], { status: "failed" });
    expect(judgeGate(dark, [], { threshold: "none", onUnknown: "fail" }).gate).toBe("cannot-tell");
    const empty = assess([], { tuning: "default", platform: noPlatformSettings });
    expect(judgeGate(empty, [], { threshold: "high", onUnknown: "fail" }).gate).toBe("cannot-tell");
  });

  test("a failing finding wins over what was not seen", () => {
    const report = reportOf([vanished], { status: "partial" });
    expect(judgeGate(report, [], { threshold: "high", onUnknown: "fail" }).gate).toBe("fail");
  });

  test("what a rule can judge only after apply is a third answer", () => {
    const rule = makeDrift({
      identity: makeIdentity({ kind: "aws_security_group_rule", name: "later" }),
      action: "create",
      reality: undefined,
      desired: { type: "ingress", from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: unknownValue },
    });
    const result = judgeGate(reportOf([rule]), [], { threshold: "high", onUnknown: "fail" });
    expect(result.gate).toBe("cannot-tell");
    expect(result.cannotTell).toHaveLength(1);
    expect(judgeGate(reportOf([rule]), [], { threshold: "none", onUnknown: "fail" }).gate).toBe("pass");
  });

  test("checks count by their own severity; one that could not be asked is unread", () => {
    const failed = makeCheckResult({ status: "fail", severity: "high" });
    expect(judgeGate(reportOf([]), [failed], { threshold: "high", onUnknown: "fail" }).gate).toBe("fail");
    expect(judgeGate(reportOf([]), [failed], { threshold: "critical", onUnknown: "fail" }).gate).toBe("pass");
    const unable = makeCheckResult({ status: "unable", reason: "no resolver" });
    expect(judgeGate(reportOf([]), [unable], { threshold: "high", onUnknown: "fail" }).gate).toBe(
      "cannot-tell",
    );
  });

  test("tells how many lie under the gate", () => {
    const result = judgeGate(
      reportOf([create, makeDrift({ identity: makeIdentity({ name: "b" }) }), vanished]),
      [],
      {
        threshold: "high",
        onUnknown: "fail",
      },
    );
    expect(result.below).toHaveLength(2);
  });
});
