import { describe, expect, test } from "vitest";
import type { FindingFilter, History } from "../../src/history/history.ts";
import { makeDrift, makeIdentity, makeSymptom } from "../support/make.ts";
import { itemOf, lookAt, minute, opened, start, stateFile } from "./temporary.ts";

const filled = async (): Promise<History> => {
  const history = await opened(await stateFile());
  const early = [itemOf("older", { severity: "high" }), itemOf("gone")];
  await history.remember(lookAt(early, { finishedAt: start - 90 * minute }));
  await history.remember(
    lookAt([
      itemOf("older", { severity: "high" }),
      itemOf("newer", { severity: "high" }),
      itemOf("worst", { severity: "critical" }),
      itemOf("mild", { severity: "low", title: "100% of a_b is ÄRGERLICH" }),
      itemOf(makeSymptom({ workload: "Web-Shop" })),
    ]),
  );
  return history;
};

describe("findings", () => {
  const cases: readonly (readonly [string, FindingFilter, readonly string[]])[] = [
    ["all but the resolved, worst first, then oldest", {}, ["worst", "older", "newer", "web", "mild"]],
    ["at most so many", { limit: 2 }, ["worst", "older"]],
    ["none", { limit: 0 }, []],
    ["of one presence", { presence: ["resolved"] }, ["gone"]],
    ["of no presence", { presence: [] }, []],
    ["of one type", { type: ["symptom", "policy"] }, ["web"]],
    ["from a severity on", { atLeast: "high" }, ["worst", "older", "newer"]],
    ["by a word of the title, in any case and any language", { keyword: "ärgerlich" }, ["mild"]],
    ["by a word of the label", { keyword: "BUCKET.OLD" }, ["older"]],
    ["% is a character", { keyword: "%" }, ["mild"]],
    ["_ is a character", { keyword: "a_b" }, ["mild"]],
    ["which matches nothing else", { keyword: "l%r" }, []],
    ["\\ is a character", { keyword: "\\" }, []],
    ["a quote is a character", { keyword: "' or 1=1 --" }, []],
    ["by workload, exactly", { workload: "web-shop" }, ["web"]],
    ["by resource name", { workload: "OLDER" }, ["older"]],
    ["by address", { workload: "aws_s3_bucket.newer" }, ["newer"]],
    ["never by part of it", { workload: "web-sho" }, []],
  ];
  test.each(cases)("%s", async (_, filter, names) => {
    const history = await filled();
    expect((await history.findings(filter)).map(({ identity }) => identity.name)).toEqual(names);
  });
});

describe("byPrefix", () => {
  const like = (fingerprint: string, legacy: string) =>
    itemOf(makeDrift({ identity: makeIdentity({ name: fingerprint }), fingerprint, legacy }));
  test("finds by fingerprint and by legacy fingerprint, and takes no character for a pattern", async () => {
    const history = await opened(await stateFile());
    await history.remember(lookAt([like("abc1", "ff01"), like("abd2", "ff02"), like("ac%_", "ff01")]));
    const found = async (prefix: string, limit = 9) =>
      (await history.byPrefix(prefix, limit)).map(({ fingerprint }) => fingerprint);
    expect(await found("ab")).toEqual(["abc1", "abd2"]);
    expect(await found("ABC")).toEqual(["abc1"]);
    expect(await found("abc1")).toEqual(["abc1"]);
    expect(await found("abc12")).toEqual([]);
    expect(await found("ff01")).toEqual(["abc1", "ac%_"]);
    expect(await found("a", 2)).toEqual(["abc1", "abd2"]);
    for (const pattern of ["%", "_", "a_c", "a%", "ab_", "\\"]) expect(await found(pattern)).toEqual([]);
    expect(await found("ac%")).toEqual(["ac%_"]);
  });
});
