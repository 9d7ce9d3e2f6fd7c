import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secretValue, unknownValue } from "../../src/core/value.ts";
import { writeJson } from "../../src/view/json.ts";
import { hostileTexts } from "./hostile.ts";

const written = (value: unknown): string => {
  const chunks: Uint8Array[] = [];
  writeJson(value, (chunk) => {
    chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString("utf8");
};

describe("JSON, piece by piece", () => {
  test("says what JSON.stringify says", () => {
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }),
      fc.constantFrom(
        undefined,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        -0,
        new Date(0),
        secretValue(3),
        unknownValue,
        () => 1,
        Symbol("x"),
        new Map([[1, 2]]),
        Object("boxed"),
        ...hostileTexts,
      ),
      fc.string({ unit: "binary" }),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("node")),
        fc.dictionary(fc.string(), tie("node")),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) => {
        const text = written({ value });
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value })));
        expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(JSON.stringify({ value }))));
      }),
      { numRuns: 400 },
    );
  });

  test("masked values show their text", () => {
    expect(JSON.parse(written({ a: secretValue(3, "seal"), b: [unknownValue] }))).toEqual({
      a: "‹secret 3›",
      b: ["‹known after apply›"],
    });
  });

  test("the outer levels are laid out, rows are one line each", () => {
    expect(
      written({
        ok: true,
        data: { rows: [{ a: 1, b: [1, 2] }, { a: 2 }], none: [], map: {}, gone: undefined },
      }),
    ).toBe(
      `{
  "ok": true,
  "data": {
    "rows": [
      {"a":1,"b":[1,2]},
      {"a":2}
    ],
    "none": [],
    "map": {}
  }
}
`,
    );
  });

  test("order is kept, and no character steers a terminal or a log reader", () => {
    const text = written({ z: hostileTexts, a: "\u009b31m\u202e\u{e0041}" });
    expect(Object.keys(JSON.parse(text))).toEqual(["z", "a"]);
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u,
    );
    expect(text).not.toContain("##");
    expect(JSON.parse(text).z).toEqual(hostileTexts);
  });

  test("never holds the whole output", () => {
    const chunks: number[] = [];
    const rows = Array.from({ length: 20_000 }, (_, index) => ({ index, text: "x".repeat(50) }));
    writeJson({ data: { rows } }, (chunk) => chunks.push(chunk.length));
    expect(chunks.length).toBeGreaterThan(15);
    expect(Math.max(...chunks)).toBeLessThan(70_000);
  });

  test("nothing at all is null", () => {
    expect(written(undefined)).toBe("null\n");
  });
});
