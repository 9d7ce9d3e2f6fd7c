import { expect, test } from "vitest";
import { nearest } from "../../src/core/nearest.ts";

const known = ["health", "history", "scan", "summary", "ci", "findings"];

test.each([
  ["helth", "health"],
  ["haelth", "health"],
  ["scna", "scan"],
  ["sumary", "summary"],
  ["find", "findings"],
  ["cii", "ci"],
  ["zebra", undefined],
  ["x", undefined],
] as const)("%s → %s", (typed, meant) => {
  expect(nearest(typed, known)).toBe(meant);
});
