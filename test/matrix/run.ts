import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { kit } from "./kit.ts";
import { placed } from "./placed.ts";
import type { Row, Subject } from "./row.ts";

/** Every verb that exists and stands in the matrix. */
export const subjects: readonly Subject[] = kit.verbs.flatMap((facts) => {
  const placement = placed[facts.name];
  return placement === undefined ? [] : [{ facts, placement }];
});

/** One test for each row and verb that it concerns; its cells are all asked, and every complaint is shown. */
export const testRows = (rows: readonly Row[]): void => {
  for (const { input, cells } of rows) {
    describe(input, () => {
      const due = subjects
        .map((subject) => ({ subject, cells: cells(subject) }))
        .filter((one) => one.cells.length > 0);
      for (const { subject, cells: own } of due) {
        test(subject.facts.name, async () => {
          const complaints: string[] = [];
          for (const cell of own) complaints.push(...(await judge(cell, subject)));
          expect(complaints).toEqual([]);
        }, 60_000);
      }
    });
  }
};
