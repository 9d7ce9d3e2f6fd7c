import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manyLines, oneLine } from "../../../src/view/escape/terminal.ts";
import { anyText, hostileTexts } from "../hostile.ts";

const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/u;

describe("text for a terminal", () => {
  test("no control, escape, invisible or bidirectional character ever leaves", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(manyLines(text)).not.toMatch(unsafe);
        expect(oneLine(text)).not.toMatch(unsafe);
        expect(oneLine(text)).not.toContain("\n");
        expect(manyLines(manyLines(text))).toBe(manyLines(text));
      }),
      { numRuns: 500 },
    );
    for (const text of hostileTexts) expect(manyLines(text)).not.toMatch(unsafe);
  });

  test.each([
    ["\u001b[1;31mred\u001b[0m", "red"],
    ["\u009b1mbold", "bold"],
    ["a\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u0007b", "alinkb"],
    ["\u001b]0;never ended, so it stays", "0;never ended, so it stays"],
    ["\u001b(Bcharset", "charset"],
    ["a\tb", "a    b"],
    ["over\rwritten", "over\nwritten"],
    ["one\r\ntwo\u2028three", "one\ntwo\nthree"],
    ["abc\u202edef\u200b", "abcdef"],
    ["\ud800", "\uFFFD"],
    ["[/etc/nginx] [red]", "[/etc/nginx] [red]"],
    ["naïve 表 🚀", "naïve 表 🚀"],
  ])("%j reads %j", (raw, clean) => {
    expect(manyLines(raw)).toBe(clean);
  });

  test("stays linear on a long line that begins many sequences", () => {
    const started = performance.now();
    for (const start of ["\u001b]", "\u009d", "\u001b[", "\u0090x"]) manyLines(start.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
