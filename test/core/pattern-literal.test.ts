import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern } from "../../src/core/pattern.ts";
import { literalOf } from "../../src/core/pattern-literal.ts";

test.each([
  ["OOMKilled", "oomkilled"],
  ["module\\.app_7\\.aws_(s3|db)_", "module.app_7.aws_"],
  ["^Deployment .* restarts$", "deployment "],
  ["colou?r of x", "r of x"],
  ["ab*c", "a"],
  ["ab+cd", "ab"],
  ["ab{0,9}", "a"],
  ["a(long inner text)?", "a"],
  ["[abc]def", "def"],
  ["\\d+ pods", " pods"],
  ["one|other", undefined],
  ["(one|other)", undefined],
  [".*", undefined],
  ["\\x41bc", undefined],
  ["\\Qa.b\\E", undefined],
  ["a[[:alpha:]]bc", undefined],
])("%s needs %s", (pattern, literal) => {
  expect(literalOf(pattern)).toBe(literal);
});

test("what a pattern finds in a plain text holds its literal", () => {
  const word = fc.constantFrom("a", "b", "K", "s", "\\.", ".", "(a|b)", "[ab]", "\\d", "{2}", "é", "(?:kS)");
  const mark = fc.constantFrom("", "", "", "*", "?", "+", "*?", "{0,1}", "|", "^", "$");
  const patterns = fc.array(fc.tuple(word, mark), { maxLength: 6 }).map((parts) => parts.flat().join(""));
  const texts = fc.array(fc.constantFrom("a", "A", "b", "k", "S", "s", ".", "1", "{", "2"), {
    maxLength: 10,
  });
  let found = 0;
  fc.assert(
    fc.property(patterns, texts, (text, letters) => {
      const [pattern, literal] = [compilePattern(text, { caseInsensitive: true }), literalOf(text)];
      const searched = letters.join("");
      if (!pattern.ok || literal === undefined || !pattern.test(searched)) return;
      found += 1;
      expect(searched.toLowerCase()).toContain(literal);
    }),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(200);
});
