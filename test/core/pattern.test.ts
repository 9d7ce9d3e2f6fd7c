import { describe, expect, test } from "vitest";
import { compilePattern } from "../../src/core/pattern.ts";

const search = (pattern: string, text: string, caseInsensitive = false): boolean | string => {
  const compiled = compilePattern(pattern, { caseInsensitive });
  return compiled.ok ? compiled.test(text) : compiled.why;
};

describe("compilePattern", () => {
  test.each([
    ["ok", "all is ok here", false, true],
    ["^ok", "not ok", false, false],
    ["OK", "ok", false, false],
    ["OK", "ok", true, true],
    ["gateway.*hung", "Gateway east is hung", true, true],
    ["(?i)Ok", "oK", false, true],
    ["(?P<name>a)", "xa", false, true],
    ["", "", false, true],
  ])("%s in %j", (pattern, text, insensitive, found) => {
    expect(search(pattern, text, insensitive)).toBe(found);
  });

  test.each([
    ["(?=a)", "the lookahead (?="],
    ["a(?!b)", "the lookahead (?!"],
    ["(?<=a)b", "the lookbehind (?<="],
    ["(?<!a)b", "the lookbehind (?<!"],
    ["(a)\\1", "the back-reference \\1"],
    ["(?P<x>a)(?P=x)", "the back-reference (?P="],
    ["a\\Z", "the anchor \\Z (use $ or \\z)"],
    ["(?>a)", "the atomic group (?>"],
  ])("%s is refused by name", (pattern, construct) => {
    expect(search(pattern, "a")).toBe(`${construct} is not offered by the linear-time engine`);
  });

  test("an escaped backslash before a digit is not a back-reference", () => {
    expect(search("\\\\1[", "x")).toBe("missing closing ]: `[`");
  });

  test.each([
    ["[", "missing closing ]: `[`"],
    ["a{1001}", "invalid repeat count: `{1001}`"],
    ["x".repeat(1001), "the pattern is longer than 1000 characters"],
  ])("a broken pattern says what is wrong", (pattern, why) => {
    expect(search(pattern, "a")).toBe(why);
  });

  test("deep nesting is refused, not a crash", () => {
    expect(compilePattern("(".repeat(1000)).ok).toBe(false);
  });

  test("a pattern that blows up a backtracking engine is answered at once", () => {
    const started = performance.now();
    expect(search("^(a+)+$", `${"a".repeat(20_000)}!`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
