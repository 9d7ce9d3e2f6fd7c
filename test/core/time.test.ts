import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration, parseInstant } from "../../src/core/time.ts";

describe("parseDuration", () => {
  test.each([
    ["90s", 90_000],
    ["15m", 900_000],
    ["6h", 21_600_000],
    ["3d", 259_200_000],
    ["2w", 1_209_600_000],
    [" 1h ", 3_600_000],
  ])("%s", (text, span) => {
    expect(parseDuration(text)).toBe(span);
  });

  test.each([
    "",
    "10",
    "0s",
    "-1h",
    "1.5h",
    "1H",
    "1 h",
    "h",
    "1h30m",
    "1y",
    "∞h",
    "1e3s",
    "99999999999s",
    "٣h",
  ])("%j means nothing", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("formatDuration", () => {
  test.each([
    [0, "0ms"],
    [350, "350ms"],
    [999.6, "999ms"],
    [1000, "1s"],
    [45_900, "45s"],
    [90_000, "1m 30s"],
    [3_600_000, "1h"],
    [3_601_000, "1h"],
    [5_400_000, "1h 30m"],
    [86_400_000 + 61_000, "1d"],
    [8 * 86_400_000, "1w 1d"],
    [-90_000, "-1m 30s"],
  ])("%d", (span, text) => {
    expect(formatDuration(span)).toBe(text);
  });
});

describe("parseInstant", () => {
  const noon = Date.UTC(2026, 5, 7, 12, 0, 0);
  test.each([
    ["2026-06-07", Date.UTC(2026, 5, 7)],
    ["2026-06-07T12:00:00Z", noon],
    ["2026-06-07 12:00", noon],
    ["2026-06-07T14:00:00+02:00", noon],
    ["2026-06-07T06:30:00-0530", noon],
    ["2026-06-07T12:00:00.123456+00:00", noon + 123],
    ["2026-06-07T12:00:00.5", noon + 500],
    ["2024-02-29", Date.UTC(2024, 1, 29)],
  ])("%s", (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    "",
    "yesterday",
    "2026-02-30",
    "2026-13-01",
    "2026-06-07T25:00:00Z",
    "2026-06-07T12:00:00+99:00",
    "1717",
    "07/06/2026",
  ])("%j is no instant", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
