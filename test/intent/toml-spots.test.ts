import { parse } from "smol-toml";
import { expect, test } from "vitest";
import type { KeyPath } from "../../src/intent/spots.ts";
import { tomlSpots } from "../../src/intent/toml-spots.ts";

const text = `# a comment with [table] and key = 1
[ci]   # [not.a.table]
fail_on = "high" # "quoted # comment"
"to" = 'slack'
[ bound . "inner.dot" ]
one.two = 3
\tone."thr\\u0065e" = 4
long = """
[fake]
key = "1" """"
raw = '''a'b''c'''
[[servicenow.route]]
for = "a"
[servicenow.route.deep]
x = 1
[[servicenow.route]]
list = [
  "one", # "two"
  [2, { k = "v", n.m = 1 }], 1979-05-27 07:32:00,
]
empty = ""
[[servicenow.route.deeper]]
y = {}
`;

test("the sample is TOML", () => {
  expect(parse(text)).toMatchObject({ servicenow: { route: [{ for: "a" }, { deeper: [{ y: {} }] }] } });
});

test.each<[KeyPath, string, string]>([
  [["ci"], "2:1", "2:1"],
  [["ci", "fail_on"], "3:1", "3:11"],
  [["ci", "to"], "4:1", "4:8"],
  [["bound"], "1:1", "1:1"],
  [["bound", "inner.dot"], "5:1", "5:1"],
  [["bound", "inner.dot", "one"], "6:1", "6:11"],
  [["bound", "inner.dot", "one", "two"], "6:1", "6:11"],
  [["bound", "inner.dot", "one", "three"], "7:2", "7:21"],
  [["bound", "inner.dot", "raw"], "11:1", "11:7"],
  [["servicenow", "route"], "12:1", "12:1"],
  [["servicenow", "route", 0, "for"], "13:1", "13:7"],
  [["servicenow", "route", 0, "deep", "x"], "15:1", "15:5"],
  [["servicenow", "route", 1], "16:1", "16:1"],
  [["servicenow", "route", 1, "list", 0], "18:3", "18:3"],
  [["servicenow", "route", 1, "list", 1, 0], "19:4", "19:4"],
  [["servicenow", "route", 1, "list", 1, 1, "k"], "19:9", "19:13"],
  [["servicenow", "route", 1, "list", 1, 1, "n", "m"], "19:18", "19:24"],
  [["servicenow", "route", 1, "list", 2], "19:30", "19:30"],
  [["servicenow", "route", 1, "empty"], "21:1", "21:9"],
  [["servicenow", "route", 1, "deeper", 0, "y"], "23:1", "23:5"],
  [["servicenow", "route", 1, "group"], "16:1", "16:1"],
  [["fake"], "1:1", "1:1"],
])("%j", (path, key, value) => {
  const spots = tomlSpots(text);
  const show = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;
  expect([show(spots.key(path)), show(spots.value(path))]).toEqual([key, value]);
});

test("an empty text has only a beginning", () => {
  expect(tomlSpots("").key(["ci"])).toEqual({ line: 1, column: 1 });
});
