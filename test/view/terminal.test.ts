import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Doc } from "../../src/view/doc.ts";
import { renderTerminal } from "../../src/view/terminal.ts";
import { columns } from "../../src/view/width.ts";
import { everyBlock } from "./docs.ts";
import { expectGolden } from "./golden.ts";
import { anyText, hostileTexts } from "./hostile.ts";
import { scanScreen, showScreen } from "./screens.ts";

const grey = { width: 80, colour: false, unicode: true };
const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/u;
const colour = /\u001b\[[0-9;]*m/g;

describe("a terminal of 80 columns without colour", () => {
  test.each([
    ["scan", scanScreen],
    ["show", showScreen],
  ] as const)("%s reads as reviewed", (name, doc) => {
    expectGolden(`${name}.terminal.txt`, renderTerminal(doc, grey));
  });

  test("no line is wider than the screen but code, commands and fingerprints", () => {
    for (const width of [60, 80, 100]) {
      const wide = renderTerminal(scanScreen, { ...grey, width })
        .split("\n")
        .filter((line) => columns(line) > width);
      expect(wide.filter((line) => !/^ {6}aws ec2/.test(line))).toEqual([]);
    }
  });

  test("says the same words with colour, and colour is only colour", () => {
    for (const doc of [scanScreen, showScreen]) {
      const coloured = renderTerminal(doc, { ...grey, colour: true });
      expect(coloured).toMatch(colour);
      expect(coloured.replace(colour, "")).toBe(renderTerminal(doc, grey));
    }
  });

  test.each([
    [{ kind: "verdict", verdict: "WORKING", text: "" }, 32],
    [{ kind: "verdict", verdict: "DEGRADED", text: "" }, 33],
    [{ kind: "verdict", verdict: "DOWN", text: "" }, 31],
    [{ kind: "verdict", verdict: "UNKNOWN", text: "" }, 35],
    [{ kind: "alert", severity: "critical", title: "t", body: [] }, 31],
    [{ kind: "alert", severity: "high", title: "t", body: [] }, 31],
    [{ kind: "alert", severity: "medium", title: "t", body: [] }, 33],
    [{ kind: "alert", severity: "low", title: "t", body: [] }, 2],
  ] as const)("%j has its colour", (block, code) => {
    expect(renderTerminal([block], { ...grey, colour: true })).toContain(`\u001b[${code}m`);
  });

  test("without unicode the structure is ASCII", () => {
    for (const doc of [scanScreen, showScreen])
      expect(renderTerminal(doc, { ...grey, unicode: false })).toMatch(/^[\n -~]*$/);
  });
});

describe("tables", () => {
  const table = (cell: string): Doc => [
    {
      kind: "table",
      columns: [{ title: "finding" }, { title: "n", align: "right" }, { title: "what", grow: true }],
      rows: [[`${"0123456789ab"}`, "7", cell]],
    },
  ];

  test("the growing column goes on under itself, and is cut at its third line; the others are whole", () => {
    const words = "word ".repeat(12).trimEnd();
    expect(
      renderTerminal(table("word ".repeat(50)), grey)
        .split("\n")
        .slice(1, 5),
    ).toEqual([
      `0123456789ab  7  ${words}`,
      `                 ${words}`,
      `                 ${words} wo…`,
      "",
    ]);
  });

  test("a long name is broken at a dot where it has one, and nothing of it is lost", () => {
    const name = `module.${"a".repeat(40)}.aws_sqs_queue.${"b".repeat(70)} is gone`;
    const lines = renderTerminal(table(name), grey).split("\n").slice(1);
    expect(lines[0]).toBe(`0123456789ab  7  module.${"a".repeat(40)}.aws_sqs_queue.`);
    expect(lines.map((line) => line.slice(17)).join("")).toBe(name.replace(" is", " is"));
  });

  test("a fingerprint or a command is never cut", () => {
    const command = `steadystate show ${"f".repeat(64)}`;
    expect(renderTerminal(table(command), { ...grey, width: 40 })).toContain(command);
    expect(renderTerminal(table("e".repeat(64)), { ...grey, width: 40 })).toContain("e".repeat(64));
  });

  test("wide characters keep the columns straight", () => {
    const [, ...rows] = renderTerminal(
      [
        {
          kind: "table",
          columns: [{ title: "a" }, { title: "b" }],
          rows: [
            ["表表", "x"],
            ["abcd", "x"],
          ],
        },
      ],
      grey,
    )
      .trimEnd()
      .split("\n");
    expect(rows).toEqual(["表表  x", "abcd  x"]);
  });

  test("long tables are whole, straight and quick", () => {
    const started = performance.now();
    const rows = Array.from({ length: 5000 }, (_, index) => [`row-${index}`, "x"]);
    const text = renderTerminal(
      [{ kind: "table", columns: [{ title: "a" }, { title: "b" }], rows, more: 3 }],
      grey,
    );
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(5002);
    expect(lines[1]).toBe("row-0     x");
    expect(lines[4999]).toBe("row-4998  x");
    expect(lines.at(-1)).toBe("and 3 more");
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test("a command line is never wrapped, and its reason goes under it where there is no room", () => {
  const command = `steadystate approve ${"a".repeat(64)} --note "because it is so"`;
  expect(renderTerminal([{ kind: "next", commands: [{ command, why: "takes it" }] }], grey)).toBe(
    `Next:\n  ${command}\n      takes it\n`,
  );
});

describe("hostile text", () => {
  test.each(hostileTexts.map((text) => [text.slice(0, 40), text] as const))("%j stays text", (_, text) => {
    for (const unicode of [true, false]) {
      const out = renderTerminal(everyBlock(text), { width: 80, colour: false, unicode });
      expect(out).not.toMatch(unsafe);
      expect(out).not.toMatch(/^\s*::[a-z-]+(?: .*)?::|##[a-z]*\[/m);
    }
  });

  test("whatever the text, only our own colours leave", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 120 }), (text, width) => {
        const out = renderTerminal(everyBlock(text), { width, colour: true, unicode: true });
        expect(out.replace(colour, "")).not.toMatch(unsafe);
      }),
      { numRuns: 150 },
    );
  });
});

test("an empty document is no output", () => {
  expect(renderTerminal([], grey)).toBe("");
});

test("a cell whose width is disputed is neither cut nor split", () => {
  const doc: Doc = [{ kind: "table", columns: [{ title: "a" }, { title: "b" }], rows: [["𠀀\u1a55", "x"]] }];
  expect(renderTerminal(doc, grey)).toContain("𠀀\u1a55  x");
});
