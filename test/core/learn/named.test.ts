import { expect, test } from "vitest";
import { capture, type Lesson } from "../../../src/core/learn/lesson.ts";
import { distinctlyNamed } from "../../../src/core/learn/named.ts";

const lesson = (about: string, drafted = true): Lesson => ({
  ...{ kind: "by-hand", about, what: "", but: undefined, count: 2, since: 0, evidence: [] },
  ...(drafted
    ? capture({ name: "any", for: about, solution: { kind: "command", run: "true" } })
    : { draft: undefined, command: "steadystate show 1" }),
});

const namesOf = (lessons: readonly Lesson[]): readonly (string | undefined)[] =>
  lessons.map(({ draft }) => (draft === undefined ? undefined : JSON.parse(draft).name));

test("two entries of one category never have one name, nor that of an entry that is there", () => {
  const lessons = [lesson("OOMKilled"), lesson("Evicted", false), lesson("OOMKilled"), lesson("Evicted")];
  const named = distinctlyNamed(lessons, ["oom-killed-fix"]);
  const [first, , third] = namesOf(named);
  expect(first).not.toBe("oom-killed-fix");
  expect(new Set(namesOf(named)).size).toBe(4);
  expect(named[0]?.command).toContain(`"name":"${first}"`);
  expect(named[2]?.command).toContain(`"name":"${third}"`);
  expect(named[1]).toBe(lessons[1]);
  // The rest of what is written down is as it was.
  expect(JSON.parse(named[2]?.draft ?? "{}")).toEqual({
    ...JSON.parse(lessons[2]?.draft ?? "{}"),
    name: third,
  });
});
