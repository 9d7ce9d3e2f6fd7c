import { describe, expect, test } from "vitest";
import { parseManifests } from "../../../src/platform/kubernetes/manifests.ts";

const documentsIn = (text: string): readonly unknown[] => {
  const parsed = parseManifests(text);
  return parsed.ok ? parsed.documents : [`refused: ${parsed.why} (${parsed.line}:${parsed.column})`];
};

describe("manifests", () => {
  test("several documents, empty ones and comments left out", () => {
    expect(documentsIn("# a\n---\na: 1\n---\n---\n# b\n---\nb: 2\n")).toEqual([{ a: 1 }, { b: 2 }]);
    expect(documentsIn("")).toEqual([]);
  });

  test("anchors, aliases and merge keys", () => {
    expect(documentsIn("x: &x { a: 1 }\ny: { <<: *x, b: 2 }\n")).toEqual([
      { x: { a: 1 }, y: { a: 1, b: 2 } },
    ]);
  });

  test.each([
    ["0644", 420],
    ["'0644'", "0644"],
    ["0o644", 420],
    ["yes", true],
    ["Off", false],
    ["'yes'", "yes"],
    ["y", "y"],
    ["~", null],
    ["1.10", 1.1],
    ["2026-03-04", "2026-03-04"],
    ["12:30", "12:30"],
  ])("%s is read as kubectl reads it", (text, value) => {
    expect(documentsIn(`a: ${text}\n`)).toEqual([{ a: value }]);
  });

  test("keys are texts, whatever they look like", () => {
    expect(documentsIn("80: a\nno: b\n")).toEqual([{ "80": "a", no: "b" }]);
  });

  test("a member called __proto__ is a member", () => {
    const [document] = documentsIn('"__proto__": { polluted: 1 }\n');
    expect(Object.keys(document ?? {})).toEqual(["__proto__"]);
    expect({}).not.toHaveProperty("polluted");
  });

  const bomb = [
    "a0: &a0 [x,x,x,x,x,x,x,x,x,x]",
    ...Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(",")}]`),
  ].join("\n");

  test.each([
    ["a key that stands twice", "a: 1\nb: 2\na: 3\n", "a key stands twice in one map (3:1)"],
    ["a tag", "a: !!js/function 'x'\n", "it has a tag that is not known (1:4)"],
    ["a tag of our own making", "a: !secret x\n", "it has a tag that is not known (1:4)"],
    ["an alias bomb", bomb, "its aliases refer to one another too often (1:1)"],
    ["a bracket that is not closed", "a: [1, 2\n", /^refused: .+/],
    ["a tab", "a:\n\tb: 1\n", /^refused: .+/],
    ["a map as a key", "{ a: 1 }: b\n", /^refused: .+/],
    ["a deep nest", "[".repeat(600) + "]".repeat(600), "it is nested too deeply (1:1)"],
    ["a very deep nest", "[".repeat(100_000), "it is nested too deeply (1:1)"],
    ["a very deep list", "- ".repeat(100_000), "it is nested too deeply (1:1)"],
    ["a very deep key", "? ".repeat(100_000), "it is nested too deeply (1:1)"],
    [
      "a very deep map",
      Array.from({ length: 900 }, (_, n) => `${" ".repeat(n)}a:`).join("\n"),
      "it is nested too deeply (1:1)",
    ],
    ["a circle", "a: &a [*a]\n", /^refused: .+/],
  ])("%s is refused", (_title, text, why) => {
    const [said] = documentsIn(text);
    if (typeof why === "string") expect(said).toBe(`refused: ${why}`);
    else expect(said).toMatch(why);
  });

  test("an error quotes nothing of the text", () => {
    expect(JSON.stringify(parseManifests("password: [hunter2-hunter2\nb: c\n"))).not.toContain("hunter2");
  });
});
