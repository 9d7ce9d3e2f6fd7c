import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdownCode, markdownFence, markdownText } from "../../../src/view/escape/markdown.ts";
import { anyText } from "../hostile.ts";

/** What is left once each escaped character is taken out: this is what a markdown reader may act on. */
const active = (markdown: string): string => markdown.replace(/\\[!-/:-@[-`{-~]/g, " ");

describe("text for markdown", () => {
  test("nothing in it is markup, a mention or a table border", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = markdownText(text);
        expect(markdown).not.toMatch(/[<>\n]/);
        expect(markdown).not.toMatch(/@[A-Za-z]/);
        expect(active(markdown)).not.toMatch(/[`*_[\]|~$\\]|:\/\/|www\./i);
        expect(markdown).not.toMatch(/^(?:[-+=#>]|\d+[.)])|^\s/);
        expect(markdown).not.toMatch(/&(?!lt;|gt;|amp;)[#A-Za-z]/);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["aws_s3_bucket.logs[0]", "aws\\_s3\\_bucket.logs\\[0\\]"],
    ["<script>", "&lt;script&gt;"],
    ["@everyone", "@\u200Beveryone"],
    ["see #12", "see #\u200B12"],
    ["a|b \\|", "a\\|b \\\\\\|"],
    ["1. one", "1\\. one"],
    ["- item", "\\- item"],
    ["https://evil.example", "https:\\/\\/evil.example"],
    ["&#64;here & co", "&amp;#\u200B64;here & co"],
  ])("%j is written %j", (raw, markdown) => {
    expect(markdownText(raw)).toBe(markdown);
  });

  test("code stands in a fence that it cannot close", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [open = "", ...rest] = markdownFence(text).split("\n");
        const close = rest.pop();
        expect(close).toBe(open);
        expect(open).toMatch(/^`{3,}$/);
        for (const line of rest) expect(line).not.toContain(open);
      }),
    );
  });

  test.each([
    ["ls", "`ls`"],
    ["a `b` c", "``a `b` c``"],
    ["`b`", "`` `b` ``"],
    ["   ", ""],
  ])("code %j is written %j", (raw, markdown) => {
    expect(markdownCode(raw)).toBe(markdown);
  });
});
