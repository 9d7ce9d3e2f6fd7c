import { expect, test } from "vitest";
import { ago, clip, instant, plural } from "../../src/view/words.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "just now"],
  [89_999, "just now"],
  [90_000, "1m"],
  [90 * minute - 1, "89m"],
  [90 * minute, "1h"],
  [48 * hour - 1, "47h"],
  [48 * hour, "2d"],
  [400 * day, "400d"],
  [-30_000, "just now"],
  [-hour, "in the future"],
  [Number.NaN, "unknown"],
])("an age of %d ms reads %s", (ms, words) => {
  expect(ago(ms)).toBe(words);
});

test("instants are UTC without milliseconds", () => {
  expect(instant(Date.UTC(2025, 0, 2, 3, 4, 5, 678))).toBe("2025-01-02T03:04:05Z");
  expect(instant(Number.NaN)).toBe("unknown");
});

test("plurals and clips", () => {
  expect([plural(1, "finding"), plural(2, "entry", "entries"), plural(0, "check")]).toEqual([
    "1 finding",
    "2 entries",
    "0 checks",
  ]);
  expect(clip("short", 10)).toBe("short");
  expect(clip("表表表表表表", 8)).toBe("表表...");
  expect(clip("two\nlines", 20)).toBe("two lines");
  expect(clip("abcdef", 2)).toBe("..");
});
