import { describe, expect, test } from "vitest";
import { pairsOf } from "../../support/kubernetes-pairs.ts";
import { comparisonOf, rates } from "../../support/pair-judge.ts";

describe("the known half of the labelled pairs", () => {
  const pairs = pairsOf("known");

  test("has no false difference and no missed edit", () => {
    const { wrong, missed, line } = rates(pairs);
    process.stdout.write(`\nknown: ${line}\n`);
    expect({ wrong, missed }).toEqual({ wrong: [], missed: [] });
    expect(pairs.length).toBeGreaterThan(80);
  });

  test.each(pairs.filter(({ notes }) => notes.length > 0))("$id tells what is no drift", (pair) => {
    const told = comparisonOf(pair).notes.map(({ path }) => path);
    expect(told).toEqual(expect.arrayContaining(pair.notes.map(({ path }) => path)));
  });
});
