import { describe, expect, test } from "vitest";
import { type Anchor, judgeAnchors, parseAnchors, printAnchor } from "../../src/core/audit-anchor.ts";

const hash = (seq: number): string => String(seq).padStart(64, "0");
const anchor = (seq: number, fields: Partial<Anchor> = {}): Anchor => ({
  store: "mine",
  seq,
  hash: hash(seq),
  rows: seq,
  at: "2026-11-02T00:00:00Z",
  ...fields,
});
const end = { store: "mine", seq: 9 };

describe("what anchors say of a chain", () => {
  test.each<readonly [string, readonly Anchor[], object]>([
    ["it agrees up to the last one", [anchor(7), anchor(3), anchor(0)], { agreesUntil: 7, how: undefined }],
    ["a dropped tail", [anchor(3), anchor(12)], { agreesUntil: 3, brokenAt: 10, how: "cut" }],
    [
      "rows that were made anew",
      [anchor(3), anchor(5, { hash: hash(99) }), anchor(7)],
      { agreesUntil: 3, brokenAt: 5, how: "replaced" },
    ],
    ["another store", [anchor(3, { store: "its" })], { own: 0, others: 1, brokenAt: 1, how: "foreign" }],
    [
      "among those of another store",
      [anchor(3, { store: "its", hash: hash(4) }), anchor(4)],
      { own: 1, others: 1, agreesUntil: 4, how: undefined },
    ],
  ])("%s", (_name, anchors, expected) => {
    expect(judgeAnchors(anchors, end, (seq) => (seq <= end.seq ? hash(seq) : undefined))).toMatchObject(
      expected,
    );
  });
});

describe("as lines", () => {
  test("what is printed is read back", () => {
    const anchors = [anchor(1), anchor(2)];
    expect(parseAnchors(`${anchors.map(printAnchor).join("\n\n")}\n`)).toEqual({
      anchors,
      strangeLine: undefined,
    });
    expect(parseAnchors("")).toEqual({ anchors: [], strangeLine: undefined });
  });

  test.each([
    "no json",
    "null",
    "[]",
    JSON.stringify({ ...anchor(1), hash: "x" }),
    JSON.stringify({ ...anchor(1), seq: -1 }),
    JSON.stringify({ ...anchor(1), store: 1 }),
    JSON.stringify({ ...anchor(1), rows: "1" }),
  ])("%s is none", (line) => {
    expect(parseAnchors(`${printAnchor(anchor(1))}\n${line}\n`).strangeLine).toBe(2);
  });
});
