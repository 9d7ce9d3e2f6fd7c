import { expect, test } from "vitest";
import { pairsOf } from "../../support/kubernetes-pairs.ts";
import { rates } from "../../support/pair-judge.ts";

test("the unread half of the labelled pairs has no false difference and no missed edit", () => {
  const { wrong, missed, line } = rates(pairsOf("unread"));
  process.stdout.write(`\nunread: ${line}\n`);
  expect({ wrong, missed }).toEqual({ wrong: [], missed: [] });
});
