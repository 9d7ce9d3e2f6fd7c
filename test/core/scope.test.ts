import { describe, expect, test } from "vitest";
import { departureFingerprint } from "../../src/core/departure.ts";
import { legacyFingerprint } from "../../src/core/fingerprint.ts";
import { makeIdentity, makeScope } from "../support/make.ts";

describe("scopes", () => {
  test("absolute paths and names of captured files are never part of the identity (D1)", () => {
    const here = makeScope({ realPath: "/home/ann/repo/plan.json", shownPath: "plan.json" });
    const there = makeScope({ realPath: "/ci/build/plan-17.json", shownPath: "plan-17.json" });
    expect(here.identity).toBe(there.identity);
    expect(here.resolution).not.toBe(there.resolution);
  });

  test.each([
    ["environment", { environment: "prod" }],
    ["target", { target: "east" }],
    ["workspace", { workspace: "blue" }],
    ["folder", { folder: "infra/a" }],
    ["source", { source: "terraform-state" }],
  ])("%s tells resolution scopes apart", (_, parts) => {
    expect(makeScope(parts).resolution).not.toBe(makeScope().resolution);
  });

  test("the default workspace and the repository's root are the plain scope", () => {
    expect(makeScope({ workspace: "default", folder: "." }).identity).toBe("");
  });

  test("no value can imitate another part", () => {
    expect(makeScope({ environment: "a target=b" }).identity).not.toBe(
      makeScope({ environment: "a", target: "b" }).identity,
    );
  });
});

describe("fingerprints", () => {
  test("the reference's golden vectors", () => {
    expect(legacyFingerprint("terraform", "aws_s3_bucket.logs", "modified")).toBe(
      "fc003d97670ea461ec4097b6c8c4153d2a9ae1fdfd9eaa62eb98eedf017cb7e4",
    );
    expect(legacyFingerprint("kubernetes", "apps/Deployment/shop/web", "CrashLoopBackOff")).toBe(
      "4c87d9c98721185210b31df35966a07d253417da05591eb836d2a2584a5c7d96",
    );
    expect(legacyFingerprint("correlated", "Deployment", "web", "CrashLoopBackOff")).toBe(
      "a81168919810f687ad963dea0798c7f82761cc988761ea4b968db7680267dc0c",
    );
    expect(legacyFingerprint("kubernetes", "apps/Deployment/prod/web", "k8s-privileged")).toBe(
      "5fc539e3b1a6d72becff5dcfbf35b984d793dd2d83c5ac0ce6502b905fc97b83",
    );
  });

  test("ours is frozen: a committed mute must match for ever", () => {
    expect(departureFingerprint(makeIdentity(), "drift")).toMatchInlineSnapshot(
      `"ae5148ecc7f94f9c16d6f02cd3fa4f6f4f17888f16cefa12ed3671b2f48b419c"`,
    );
  });

  test("the scope is part of it, so that a mute in staging does not silence production (W-07)", () => {
    expect(departureFingerprint(makeIdentity({ scope: "env=staging" }), "drift")).not.toBe(
      departureFingerprint(makeIdentity({ scope: "env=prod" }), "drift"),
    );
  });

  test("no part can imitate a separator (W-54)", () => {
    expect(departureFingerprint(makeIdentity({ name: "a|drift" }), "x")).not.toBe(
      departureFingerprint(makeIdentity({ name: "a" }), "drift|x"),
    );
  });
});
