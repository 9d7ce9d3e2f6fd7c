import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** `test/a.test.ts`: title, as a cell of docs/gate.md says it. */
const named = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/`(test\/[\w/.-]+\.test\.ts)`: ([^|\n]+?) *\|/g)].map(
    ([, file = "", title = ""]) => [file, title] as const,
  );

/** The title stands there as the text of a test or of a group, in quotes of its own. */
const isThere = ([file, title]: readonly [string, string]): boolean =>
  existsSync(file) && readFileSync(file, "utf8").includes(`"${title}"`);

test("every row of the gate's table names a test that is there", () => {
  const text = readFileSync("docs/gate.md", "utf8");
  const [, table = ""] = text.split("## If this failed, this still stops it");
  const [own = ""] = table.split("\n## ");
  const rows = own.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| If this"));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => named(row).length !== 1)).toEqual([]);
  expect(named(own).filter((one) => !isThere(one))).toEqual([]);
});

test("a test that is not there would be found", () => {
  expect(named("| a | b | `test/x.test.ts`: no such title |")).toEqual([["test/x.test.ts", "no such title"]]);
  expect(isThere(["test/x.test.ts", "no such title"])).toBe(false);
  expect(isThere(["test/architecture/gate-table.test.ts", "no such " + "title at all"])).toBe(false);
});
