import { describe, expect, test } from "vitest";
import { conversations } from "../../src/doors/cli/conversations.ts";
import { ask, doors } from "./ask.ts";
import { goodCall } from "./call.ts";
import { inEnvironment } from "./environment.ts";
import { kit } from "./kit.ts";
import { placed } from "./placed.ts";
import { documentRows } from "./rows/documents.ts";
import { environmentRows } from "./rows/environment.ts";
import { intentRows } from "./rows/intent.ts";
import { laterRows } from "./rows/later.ts";
import { lineRows } from "./rows/line.ts";
import { memoryRows } from "./rows/memory.ts";
import { textRows } from "./rows/texts.ts";
import { subjects } from "./run.ts";
import { lendWorld } from "./world.ts";

const table = [...lineRows, ...textRows, ...documentRows, ...memoryRows, ...intentRows, ...environmentRows];
const names = kit.verbs.map(({ name }) => name);

describe("the bad-input matrix is whole (L17)", () => {
  test("every verb is placed in it: a new one gets a line in test/matrix/placed.ts", () => {
    expect(Object.keys(placed).sort()).toEqual([...names].sort());
  });

  test("no row of it is empty", () => {
    const empty = table.filter(({ cells }) => subjects.every((subject) => cells(subject).length === 0));
    expect(empty.map(({ input }) => input)).toEqual([]);
  });

  test("what a verb does not have yet waits for it, and is due when it comes", () => {
    const there = [...names, ...conversations.map(({ name }) => name)];
    const due = laterRows.flatMap(({ input, verbs }) =>
      verbs.filter((verb) => there.includes(verb)).map((verb) => `${input}: ${verb} exists now`),
    );
    expect(due).toEqual([]);
  });

  test.each(subjects)("$facts.name answers in the good world, at every door", async (subject) => {
    for (const door of doors) {
      const { root } = await lendWorld();
      const heard = await inEnvironment({}, root, async () => ask(door, goodCall(subject), root));
      if (heard === undefined) continue;
      expect(heard.ok, `${door}: ${heard.stdout}${heard.stderr}`).toBe(true);
    }
  });
});
