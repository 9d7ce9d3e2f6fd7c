import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns, cut, noBreak, padded, wrapped } from "../../src/view/width.ts";

test.each([
  ["abc", 3],
  ["表", 2],
  ["e\u0301", 1],
  ["🚀", 2],
  ["ｗ", 2],
  ["é…", 2],
])("%s takes %d columns", (text, width) => {
  expect(columns(text)).toBe(width);
});

describe("wrapping", () => {
  const words = fc.array(fc.constantFrom("a", "word", "表形式", "longer-word", "🚀"), { maxLength: 30 });

  test("fits where words allow it, and loses nothing but spaces", () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 12, max: 40 }),
        fc.integer({ min: 3, max: 12 }),
        (list, width, first) => {
          const text = list.join(" ");
          const lines = wrapped(text, width, first);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
          for (const [index, line] of lines.entries())
            expect(columns(line)).toBeLessThanOrEqual(index === 0 ? Math.max(first, 0) : width);
        },
      ),
    );
  });

  test("a word that is too long stays whole", () => {
    expect(wrapped(`see ${"f".repeat(64)} now`, 40)).toEqual(["see", "f".repeat(64), "now"]);
  });
});

test("cutting and padding count columns", () => {
  expect(cut("表形式の名前", 7, "…")).toBe("表形式…");
  expect(columns(padded("表", 5))).toBe(5);
  expect(padded("7", 3, "right")).toBe("  7");
});

test("a line is not broken at a space that forbids it", () => {
  expect(wrapped(`open to all [MITRE${noBreak}T1190]`, 18)).toEqual(["open to all", "[MITRE T1190]"]);
});
