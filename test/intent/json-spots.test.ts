import { expect, test } from "vitest";
import { jsonSpots } from "../../src/intent/json-spots.ts";
import type { KeyPath } from "../../src/intent/spots.ts";

const text = `[
  { "name": "a \\" ] }", "read" : { "kind": "http" } },
  {}, [],
  { "na\\u006de":\t[1, -2.5e3, true , {"x":null}],
    "": "empty" }
]`;

test.each<[KeyPath, string, string]>([
  [[], "1:1", "1:1"],
  [[0], "2:3", "2:3"],
  [[0, "name"], "2:5", "2:13"],
  [[0, "read"], "2:25", "2:34"],
  [[0, "read", "kind"], "2:36", "2:44"],
  [[1], "3:3", "3:3"],
  [[2], "3:7", "3:7"],
  [[3, "name", 1], "4:22", "4:22"],
  [[3, "name", 2], "4:30", "4:30"],
  [[3, "name", 3, "x"], "4:38", "4:42"],
  [[3, ""], "5:5", "5:9"],
  [[3, "emit", "title"], "4:3", "4:3"],
])("%j", (path, key, value) => {
  const spots = jsonSpots(text);
  const show = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
  expect([show(spots.key(path)), show(spots.value(path))]).toEqual([key, value]);
});

test("the last of two equal keys counts for JSON, the first is pointed at", () => {
  expect(jsonSpots('{"a": 1,\n "a": 2}').key(["a"])).toEqual({ line: 1, column: 2 });
});

test("a name that stands twice in one object is told with both places, and the same name elsewhere is not", () => {
  const twice = jsonSpots(
    '{"a": {"x": 1, "y": 2,\n "x": 3},\n "b": [{"x": 1}, {"x": 1, "\\u0078": 2}],\n "a": {}, "a": 1}',
  );
  expect(twice.doubled).toEqual([
    { path: ["a", "x"], first: { line: 1, column: 8 }, spot: { line: 2, column: 2 } },
    { path: ["b", 1, "x"], first: { line: 3, column: 19 }, spot: { line: 3, column: 27 } },
    { path: ["a"], first: { line: 1, column: 2 }, spot: { line: 4, column: 2 } },
    { path: ["a"], first: { line: 1, column: 2 }, spot: { line: 4, column: 11 } },
  ]);
  expect(jsonSpots(text).doubled).toEqual([]);
});
