import { describe, expect, test } from "vitest";
import { durationOf, quantityOf } from "../../../../src/platform/kubernetes/compare/quantity.ts";

describe("quantities", () => {
  test.each([
    ["1", "1000m", true],
    [1, "1", true],
    ["0.5", "500m", true],
    [0.1, "100m", true],
    ["1Gi", "1024Mi", true],
    ["0.5Gi", "512Mi", true],
    ["1G", "1Gi", false],
    ["1e3", "1k", true],
    ["1E3", "1k", true],
    ["1E", "1000P", true],
    ["12e-1", "1200m", true],
    ["1Ei", "1024Pi", true],
    ["100u", "0.1m", true],
    ["-1", "-1000m", true],
    ["1.", "1", true],
    [".5", "0.5", true],
    ["1m", "1M", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(quantityOf(a) === quantityOf(b)).toBe(same);
    expect(quantityOf(a)).toBeDefined();
  });

  test.each(["", ".", "1Kib", "Gi", "1 Gi", "1e", "1e999", "abc", "1".repeat(61), null, true, {}])(
    "%j is none",
    (text) => {
      expect(quantityOf(text)).toBeUndefined();
    },
  );
});

describe("durations", () => {
  test.each([
    ["90m", "1h30m0s", true],
    ["1000ms", "1s", true],
    ["24h", "1440m", true],
    ["1.5h", "90m", true],
    ["1h", "1m", false],
  ])("%s and %s: %s", (a, b, same) => {
    expect(durationOf(a) === durationOf(b)).toBe(same);
    expect(durationOf(a)).toBeDefined();
  });

  test.each(["", "1", "1d", "h", "1h 30m", 90, null])("%j is none", (text) => {
    expect(durationOf(text)).toBeUndefined();
  });
});
