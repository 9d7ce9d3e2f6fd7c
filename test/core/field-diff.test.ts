import { describe, expect, test } from "vitest";
import { fieldDiff, printPath, type Side, sameValue } from "../../src/core/field-diff.ts";
import { secretValue, unknownValue, type Value } from "../../src/core/value.ts";

const plain = (raw: Value): Side => ({ raw, masked: raw });
const rules = { forcing: [], isNoise: () => false };
const rows = (before: Value, after: Value) =>
  fieldDiff(plain(before), plain(after), rules).diff.map((row) => [row.path, row.before, row.after]);

describe("what differs", () => {
  test.each<[string, Value, Value, unknown]>([
    ["a leaf", { a: 1, b: "x" }, { a: 2, b: "x" }, [["a", "1", "2"]]],
    [
      "leaves in path order",
      { b: 1, a: 1 },
      { a: 2, b: 2 },
      [
        ["a", "1", "2"],
        ["b", "1", "2"],
      ],
    ],
    [
      "below maps and lists",
      { a: [{ b: { c: true } }] },
      { a: [{ b: { c: false } }] },
      [["a[0].b.c", "true", "false"]],
    ],
    ["absent on one side", { a: null }, { a: { x: 1 } }, [["a", undefined, '{"x":1}']]],
    ["a longer list", { a: ["x"] }, { a: ["x", "y"] }, [["a[1]", undefined, "y"]]],
    [
      "the order of plain values",
      { a: ["x", "y"] },
      { a: ["y", "x"] },
      [
        ["a[0]", "x", "y"],
        ["a[1]", "y", "x"],
      ],
    ],
    ["one object of a set", { a: [{ p: 1 }, { p: 2 }] }, { a: [{ p: 2 }, { p: 3 }] }, [["a[1].p", "1", "3"]]],
    ["a kind", { a: "1" }, { a: 1 }, [["a", "1", "1"]]],
    ["inside a JSON text", { a: '{"s": [{"x": 1}]}' }, { a: '{"s": [{"x": 2}]}' }, [["a.s[0].x", "1", "2"]]],
    ["odd names", { t: { "a.b": 1 } }, { t: { "a.b": 2 } }, [['t["a.b"]', "1", "2"]]],
  ])("%s", (_name, before, after, expected) => {
    expect(rows(before, after)).toEqual(expected);
  });

  test.each<[string, Value, Value]>([
    ["null and absent", { a: null }, {}],
    ["a set of objects in another order", { a: [{ p: 1 }, { p: 2 }] }, { a: [{ p: 2 }, { p: 1 }] }],
    ["a JSON text written in another way", '{"a": 1, "b": [1]}', '{ "b":[1],"a":1 }'],
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["the same", { a: [[1], { b: "x" }] }, { a: [[1], { b: "x" }] }],
  ])("%s: nothing", (_name, before, after) => {
    expect(rows(before, after)).toEqual([]);
    expect(sameValue(before, after)).toBe(true);
  });

  test("a repeated object counts as often as it stands there", () => {
    expect(sameValue([{ p: 1 }, { p: 1 }], [{ p: 1 }, { p: 2 }])).toBe(false);
  });
});

describe("what is shown", () => {
  test("equality is decided before masking, and secrets show only their masks", () => {
    const before: Side = { raw: { a: "one", b: "same" }, masked: { a: secretValue(1), b: secretValue(2) } };
    const after: Side = { raw: { a: "two", b: "same" }, masked: { a: secretValue(3), b: secretValue(2) } };
    expect(fieldDiff(before, after, rules).diff).toEqual([
      {
        path: "a",
        before: "‹secret 1›",
        after: "‹secret 3›",
        secret: true,
        unknown: false,
        forcesReplacement: false,
      },
    ]);
  });

  test("a map masked as one is one row", () => {
    const side = (raw: Value, ordinal: number): Side => ({
      raw: { m: raw },
      masked: { m: secretValue(ordinal) },
    });
    expect(fieldDiff(side({ a: 1 }, 1), side({ a: 2 }, 2), rules).diff).toMatchObject([
      { path: "m", secret: true },
    ]);
    expect(fieldDiff(side({ a: 1 }, 1), side({ a: 1 }, 1), rules).diff).toEqual([]);
  });

  test("a text with a secret in it is marked too, also within a JSON text", () => {
    const before: Side = { raw: { t: "x CANARY" }, masked: { t: "x ‹secret 1›" } };
    expect(fieldDiff(before, plain({ t: "y" }), rules).diff).toMatchObject([
      { before: "x ‹secret 1›", after: "y", secret: true },
    ]);
    const json: Side = { raw: { t: '{"p":"CANARY"}' }, masked: { t: '{"p":"‹secret 1›"}' } };
    expect(fieldDiff(json, plain({ t: '{"p":"z"}' }), rules).diff).toMatchObject([
      { path: "t.p", before: "‹secret 1›", after: "z", secret: true },
    ]);
  });

  test("what is known after apply is said, unless it is noise that forces nothing", () => {
    const before = plain({ id: "a", arn: "b" });
    const after: Side = { raw: {}, masked: { id: unknownValue, arn: unknownValue } };
    const diff = fieldDiff(before, after, { forcing: [["arn"]], isNoise: () => true }).diff;
    expect(diff).toEqual([
      {
        path: "arn",
        before: "b",
        after: "‹known after apply›",
        secret: false,
        unknown: true,
        forcesReplacement: true,
      },
    ]);
    expect(fieldDiff(before, after, rules).diff).toHaveLength(2);
  });

  test("a path that forces replacement marks what is below and above it", () => {
    const diff = (path: readonly (string | number)[]) =>
      fieldDiff(plain({ a: [{ b: 1 }] }), plain({ a: [{ b: 2 }] }), { ...rules, forcing: [path] }).diff;
    expect(diff(["a"])).toMatchObject([{ forcesReplacement: true }]);
    expect(diff(["a", 0, "b", "c"])).toMatchObject([{ forcesReplacement: true }]);
    expect(diff(["x"])).toMatchObject([{ forcesReplacement: false }]);
  });

  test("at most 50 rows and 300 characters", () => {
    const many = (value: string) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, value]));
    const { diff, diffCut } = fieldDiff(plain(many("x".repeat(500))), plain(many("y")), rules);
    expect([diff.length, diffCut]).toEqual([50, 10]);
    expect(diff[0]?.before).toHaveLength(300);
  });

  test("a path is printed as it is written", () => {
    expect(printPath(["a", 0, "b-c", "d e", "f"])).toBe('a[0].b-c["d e"].f');
  });
});
