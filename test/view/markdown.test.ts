import fc from "fast-check";
import { expect, test } from "vitest";
import { renderMarkdown } from "../../src/view/markdown.ts";
import { everyBlock } from "./docs.ts";
import { expectGolden } from "./golden.ts";
import { anyText, hostileTexts } from "./hostile.ts";
import { scanScreen, showScreen } from "./screens.ts";

test.each([
  ["scan", scanScreen],
  ["show", showScreen],
] as const)("%s reads as reviewed", (name, doc) => {
  expectGolden(`${name}.md`, renderMarkdown(doc));
});

const ours = ["<details>", "<summary>Details</summary>", "</details>"];

/** The document without its code and without the three tags that the renderer itself writes on lines of their own. */
const prose = (markdown: string): readonly string[] => {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const ticks = /^ *(`{3,})$/.exec(line)?.[1];
    if (fence === undefined && ticks !== undefined) fence = ticks;
    else if (fence !== undefined && ticks === fence) fence = undefined;
    else if (fence === undefined && !ours.includes(line)) lines.push(withoutCode(line));
  }
  expect(fence).toBeUndefined();
  return lines;
};

/** Read from the left, as a markdown reader does: an escape hides one sign, and inside code nothing is an escape. */
const withoutCode = (line: string): string => {
  const token = /\\[!-/:-@[-`{-~]|(?<ticks>`+)/g;
  let kept = "";
  let from = 0;
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    const ticks = match.groups?.["ticks"];
    if (ticks === undefined) continue;
    const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, "g");
    close.lastIndex = token.lastIndex;
    const end = close.exec(line);
    if (end === null) continue;
    kept += line.slice(from, match.index);
    from = close.lastIndex;
    token.lastIndex = from;
  }
  return kept + line.slice(from);
};

const unescaped = (line: string): string => line.replace(/\\[!-/:-@[-`{-~]/g, " ");

const expectInert = (text: string): void => {
  const lines = prose(renderMarkdown(everyBlock(text)));
  for (const line of lines) {
    expect(line).not.toContain("<");
    expect(line).not.toMatch(/@[A-Za-z]/);
    expect(line).not.toContain("://");
    expect(unescaped(line)).not.toMatch(/\]\(/);
  }
  const borders = lines
    .filter((line) => line.startsWith("|"))
    .map((line) => unescaped(line).split("|").length - 1);
  expect(borders).toEqual([3, 3, 3, 3]);
};

test("no HTML, mention, link or table break comes out of hostile text", () => {
  for (const text of hostileTexts) expectInert(text);
  fc.assert(fc.property(anyText, expectInert), { numRuns: 200 });
});

test("a long body is folded, a short one is not", () => {
  const body = (lines: number) =>
    Array.from({ length: lines }, (_, index) => ({ kind: "line" as const, text: `line ${index}` }));
  const alert = (lines: number) =>
    renderMarkdown([{ kind: "alert", severity: "low", title: "t", body: body(lines) }]);
  expect(alert(4)).not.toContain("<details>");
  expect(alert(12)).toContain("<details>");
});
