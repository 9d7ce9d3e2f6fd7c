import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/checks/check.ts";
import { type CheckState, lastingResult } from "../../../src/core/checks/lasting.ts";
import { makeCheck, makeCheckResult } from "../../support/make.ts";

const minute = 60_000;
const bad = makeCheckResult({ status: "fail", reason: "connection refused" });
const good = makeCheckResult();
const slow = makeCheckResult({ status: "impaired", reason: "slow" });
const unable = makeCheckResult({ status: "unable", reason: "?" });

/** The answers of looks at these minutes, each remembered. */
const looks = (
  fields: Parameters<typeof makeCheck>[0],
  told: readonly (readonly [number, CheckResult])[],
) => {
  let state: CheckState | undefined;
  return told.map(([at, result]) => {
    const said = lastingResult(makeCheck(fields), result, { state, now: at * minute });
    state = said.next;
    return said.result.status;
  });
};

describe("for", () => {
  const fields = { for: 5 * minute };

  test.each<[string, readonly (readonly [number, CheckResult])[], readonly string[]]>([
    [
      "counts when it lasts",
      [
        [0, bad],
        [4, bad],
        [5, bad],
        [9, bad],
      ],
      ["pending", "pending", "fail", "fail"],
    ],
    [
      "begins anew after an answer",
      [
        [0, bad],
        [3, good],
        [5, bad],
        [10, bad],
      ],
      ["pending", "pass", "pending", "fail"],
    ],
    [
      "holds for what is impaired too",
      [
        [0, slow],
        [5, slow],
      ],
      ["pending", "impaired"],
    ],
    [
      "is not ended by what could not be asked",
      [
        [0, bad],
        [3, unable],
        [5, bad],
      ],
      ["pending", "unable", "fail"],
    ],
    [
      "does not run backwards",
      [
        [10, bad],
        [0, bad],
        [4, bad],
        [5, bad],
      ],
      ["pending", "pending", "pending", "fail"],
    ],
    [
      "counts no more at the first answer",
      [
        [0, bad],
        [5, bad],
        [6, good],
      ],
      ["pending", "fail", "pass"],
    ],
  ])("%s", (_, told, statuses) => {
    expect(looks(fields, told)).toEqual(statuses);
  });

  test("tells since when, and when it counts", () => {
    const state = { failingSince: 0, lastFailed: 0, answeringSince: undefined };
    const { result } = lastingResult(makeCheck(fields), bad, { state, now: 2 * minute });
    expect(result.reason).toBe("connection refused; failing for 2m, counts after 5m");
  });
});

describe("keep_for", () => {
  const fields = { for: 5 * minute, keepFor: 10 * minute };

  test.each<[string, readonly (readonly [number, CheckResult])[], readonly string[]]>([
    [
      "keeps what counted",
      [
        [0, bad],
        [5, bad],
        [6, good],
        [15, good],
        [16, good],
      ],
      ["pending", "fail", "fail", "fail", "pass"],
    ],
    [
      "begins anew after a failure",
      [
        [0, bad],
        [5, bad],
        [6, good],
        [10, bad],
        [14, good],
        [23, good],
        [24, good],
      ],
      ["pending", "fail", "fail", "fail", "fail", "fail", "pass"],
    ],
    [
      "keeps nothing that did not count",
      [
        [0, bad],
        [4, bad],
        [5, good],
      ],
      ["pending", "pending", "pass"],
    ],
    [
      "is over for good",
      [
        [0, bad],
        [5, bad],
        [6, good],
        [16, good],
        [17, bad],
      ],
      ["pending", "fail", "fail", "pass", "pending"],
    ],
  ])("%s", (_, told, statuses) => {
    expect(looks(fields, told)).toEqual(statuses);
  });
});

test("without either every answer is what it is", () => {
  expect(
    looks({}, [
      [0, bad],
      [1, good],
      [2, slow],
    ]),
  ).toEqual(["fail", "pass", "impaired"]);
});
