import { describe, expect, test } from "vitest";
import type { Action, Direction, Drift } from "../../../src/core/departure.ts";
import type { Stance } from "../../../src/core/rules/rule.ts";
import { flagsOf, floorOf, severityOf } from "../../../src/core/score/score.ts";
import type { Severity } from "../../../src/core/severity.ts";
import { unknownValue, type ValueMap } from "../../../src/core/value.ts";
import { makeDrift, makeIdentity } from "../../support/make.ts";

describe("severity floor", () => {
  test.each<[Direction, Action, boolean, Severity]>([
    ["not-yet-applied", "create", true, "low"],
    ["not-yet-applied", "update", true, "medium"],
    ["not-yet-applied", "delete", false, "medium"],
    ["not-yet-applied", "delete", true, "high"],
    ["not-yet-applied", "replace", false, "medium"],
    ["not-yet-applied", "replace", true, "high"],
    ["not-yet-applied", "forget", true, "medium"],
    ["changed-in-reality", "update", false, "medium"],
    ["changed-in-reality", "replace", true, "high"],
    ["changed-in-reality", "none", true, "low"],
    ["both", "update", false, "medium"],
    ["vanished", "create", false, "high"],
    ["vanished", "none", false, "high"],
  ])("%s, %s, stateful %s → %s", (direction, action, stateful, severity) => {
    expect(floorOf(makeDrift({ direction, action, stateful }))).toBe(severity);
  });

  test("a deposed leftover of a stateful thing is a delete that was already decided", () => {
    expect(floorOf(makeDrift({ action: "delete", stateful: true, markers: ["deposed"] }))).toBe("medium");
  });
});

const open: ValueMap = {
  type: "ingress",
  from_port: 22,
  to_port: 22,
  protocol: "tcp",
  cidr_blocks: ["0.0.0.0/0"],
};
const wider: ValueMap = { ...open, to_port: 5432 };
const closed: ValueMap = { ...open, cidr_blocks: ["10.0.0.0/8"] };
const unknown: ValueMap = { ...open, cidr_blocks: unknownValue };

const ruleDrift = (fields: Partial<Drift>): Drift =>
  makeDrift({ identity: makeIdentity({ kind: "aws_security_group_rule", name: "ssh" }), ...fields });

describe("stance of an exposure", () => {
  test.each<[string, Partial<Drift>, Stance | undefined, Severity]>([
    [
      "opened by hand",
      { direction: "changed-in-reality", action: "update", reality: open, desired: closed },
      "exposed-now",
      "critical",
    ],
    [
      "opened by hand and not reverted",
      { direction: "changed-in-reality", action: "none", reality: open, desired: closed },
      "exposed-now",
      "critical",
    ],
    [
      "opened in code by a create",
      { action: "create", reality: undefined, desired: open },
      "will-be-exposed",
      "critical",
    ],
    [
      "opened in code by an update",
      { action: "update", reality: closed, desired: open },
      "will-be-exposed",
      "critical",
    ],
    ["closed in code", { action: "update", reality: open, desired: closed }, "being-closed", "medium"],
    ["deleted in code", { action: "delete", reality: open, desired: undefined }, "being-closed", "medium"],
    [
      "forgotten while closed, and created open",
      { action: "forget", reality: closed, desired: open },
      "will-be-exposed",
      "critical",
    ],
    [
      "forgotten while open, and created closed",
      { action: "forget", reality: open, desired: closed },
      "unchanged",
      "medium",
    ],
    [
      "forgotten while closed, and created with what is known after apply",
      { action: "forget", reality: closed, desired: unknown },
      "cannot-tell",
      "medium",
    ],
    ["open before and after", { action: "update", reality: open, desired: open }, "unchanged", "medium"],
    [
      "opened wider in code",
      { action: "update", reality: open, desired: wider },
      "will-be-exposed",
      "critical",
    ],
    [
      "opened wider by hand",
      { direction: "changed-in-reality", action: "update", reality: wider, desired: open },
      "exposed-now",
      "critical",
    ],
    [
      "known only after apply",
      { action: "create", reality: undefined, desired: unknown },
      "cannot-tell",
      "low",
    ],
    [
      "open now, unknown after apply",
      { action: "update", reality: open, desired: unknown },
      "cannot-tell",
      "medium",
    ],
    [
      "opened by hand, unknown after apply",
      { direction: "both", action: "update", reality: open, desired: unknown },
      "exposed-now",
      "critical",
    ],
    [
      "vanished while open",
      { direction: "vanished", action: "none", reality: undefined, desired: undefined },
      undefined,
      "high",
    ],
    ["never open", { action: "update", reality: closed, desired: closed }, undefined, "medium"],
  ])("%s → %s", (_, fields, stance, severity) => {
    const drift = ruleDrift(fields);
    const flags = flagsOf(drift);
    expect(flags[0]?.stance).toBe(stance);
    expect(severityOf(drift, flags)).toBe(severity);
  });

  test("every matching rule is kept, even at equal severity (W-11)", () => {
    const drift = makeDrift({
      identity: makeIdentity({ kind: "aws_db_instance", name: "orders" }),
      direction: "changed-in-reality",
      reality: { publicly_accessible: true, storage_encrypted: false },
      desired: { publicly_accessible: false, storage_encrypted: true },
      stateful: true,
    });
    expect(flagsOf(drift).length).toBeGreaterThanOrEqual(2);
  });

  test("a removed lock leaves the bucket open: vanished is exposed now, deleted in code will be", () => {
    const lock = {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    };
    const identity = makeIdentity({ kind: "aws_s3_bucket_public_access_block", name: "assets" });
    const gone = makeDrift({
      identity,
      direction: "vanished",
      action: "create",
      reality: undefined,
      desired: lock,
    });
    expect(flagsOf(gone)[0]?.stance).toBe("exposed-now");
    const dropped = makeDrift({ identity, action: "delete", reality: lock, desired: undefined });
    expect(flagsOf(dropped)[0]?.stance).toBe("will-be-exposed");
    const secured = makeDrift({ identity, action: "create", reality: undefined, desired: lock });
    expect(flagsOf(secured)[0]?.stance).toBe("being-closed");
  });
});
