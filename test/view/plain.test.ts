import fc from "fast-check";
import { expect, test } from "vitest";
import { renderPlain } from "../../src/view/plain.ts";
import { everyBlock } from "./docs.ts";
import { expectGolden } from "./golden.ts";
import { anyText, hostileTexts } from "./hostile.ts";
import { scanScreen, showScreen } from "./screens.ts";

test.each([
  ["scan", scanScreen],
  ["show", showScreen],
] as const)("%s reads as reviewed", (name, doc) => {
  expectGolden(`${name}.plain.txt`, renderPlain(doc));
});

test("the structure is ASCII, and nothing is wrapped or cut", () => {
  expect(renderPlain(everyBlock("word"))).toMatch(/^[\n -~]*$/);
  const long = "word ".repeat(400).trim();
  for (const block of everyBlock(long)) expect(renderPlain([block])).toContain(long);
});

test("no control character leaves, whatever the text", () => {
  const unsafe =
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/u;
  fc.assert(
    fc.property(anyText, (text) => {
      expect(renderPlain(everyBlock(text))).not.toMatch(unsafe);
    }),
    { numRuns: 150 },
  );
  for (const text of hostileTexts) {
    const out = renderPlain(everyBlock(text));
    expect(out).not.toMatch(unsafe);
    expect(out).not.toMatch(/^\s*::[a-z-]+(?: .*)?::|##[a-z]*\[/m);
  }
});
