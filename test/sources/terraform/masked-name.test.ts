import { expect, test } from "vitest";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { captured, frame } from "./frame.ts";

const parse = (document: object) =>
  terraform.parse(
    captured({ format_version: "1.2", planned_values: {}, configuration: {}, ...document }),
    frame(),
  );
const row = (actions: readonly string[], before: unknown, after: unknown, change: object = {}) => ({
  address: "test_thing.one",
  mode: "managed",
  type: "test_thing",
  name: "one",
  change: { actions, before, after, ...change },
});
const canary = "CANARY-5d1e9a";

test("keys in addresses, actions that nobody knows and deferred changes are values too", () => {
  const keyed = `test_thing.one["${canary}"]`;
  const token = `ghp_${"A1b2C3d4E5".repeat(4)}`;
  const [one, two] = [{ size: 1 }, { size: 2 }];
  const done = parse({
    resource_changes: [
      { ...row(["no-op"], { value: canary }, { value: canary }, { before_sensitive: { value: true } }) },
      { ...row([`zap ${canary}`], one, two), address: keyed },
      {
        ...row(["update"], one, two),
        address: keyed,
        previous_address: `module.a["${canary}"].test_thing.one`,
      },
      { ...row(["update"], one, two), address: `module.m["${token}"].test_thing.one` },
      { ...row(["delete"], one, null), deposed: canary },
    ],
    deferred_changes: [{ reason: `for ${canary}`, resource_change: { address: keyed } }],
    checks: [
      {
        address: { kind: "check", name: "c", to_display: `check.c["${canary}"]` },
        status: "fail",
        instances: [{ address: { to_display: `check.c["${canary}"]` }, status: "fail" }],
      },
    ],
  });
  const text = JSON.stringify(done);
  expect(done.departures.length).toBeGreaterThanOrEqual(4);
  expect(text).not.toMatch(/CANARY|ghp_/);
  expect(text).toContain('test_thing.one[\\"‹secret 1›\\"]');
});
