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
const inReality = "CANARY-changed-by-hand";
const markedBefore = { before_sensitive: { value: true } };
const markedAfter = { after_sensitive: { value: true } };

test.each([
  ["by the declared side", [], [row(["update"], { value: inReality }, { value: canary }, markedAfter)]],
  ["by the recorded side", [row(["update"], { value: canary }, { value: inReality }, markedBefore)], []],
  [
    "by the other row",
    [row(["update"], { value: canary }, { value: inReality })],
    [row(["update"], { value: inReality }, { value: canary }, markedAfter)],
  ],
  [
    "in different lists",
    [
      row(
        ["update"],
        { value: [canary, "x"] },
        { value: [inReality, "x"] },
        { before_sensitive: { value: [true] } },
      ),
    ],
    [
      row(
        ["update"],
        { value: [inReality, "x"] },
        { value: [canary, inReality] },
        { after_sensitive: { value: [false, true] } },
      ),
    ],
  ],
])("what is marked %s only is masked on both sides", (_by, drifts, changes) => {
  const done = parse({ resource_drift: drifts, resource_changes: changes });
  expect(done.departures).toHaveLength(1);
  expect(JSON.stringify(done)).toContain("‹secret 2›");
  expect(JSON.stringify(done)).not.toContain("CANARY");
});
