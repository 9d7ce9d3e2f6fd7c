import { describe, expect, test } from "vitest";
import { distrustOf, isUseOf, ledgersOf, type Use } from "../../../src/core/runbook/ledger.ts";

const hour = 3_600_000;
const day = 24 * hour;
const now = 1_750_000_000_000;

const use = (over: Partial<Use> = {}): Use => ({
  entry: "restart-web",
  action: "rollout-restart",
  argv: ["rollout", "restart"],
  target: "shop",
  fingerprint: "f",
  began: now - hour,
  end: "verified",
  ended: now - hour + 1000,
  relapsed: undefined,
  takesBack: false,
  ...over,
});
const relapsed = use({ relapsed: now - 60_000 });
const useless = use({ end: "not-effective" });

/** Of the uses of one entry at one target. */
const ledgerOf = (uses: readonly Use[]) =>
  ledgersOf({ entry: "restart-web" }, uses, { after: 1, window: 30 * day }, { now, since: undefined })[0]
    ?.ledger;

describe("what came of uses", () => {
  test.each([
    ["helped", use(), { helped: 1 }],
    ["came back", relapsed, { relapsed: 1 }],
    ["did not help", useless, { without: 1 }],
    ["failed", use({ end: "failed" }), { without: 1 }],
    ["nobody knows what it did", use({ end: "unknown" }), { without: 1 }],
    ["ran, and nobody could see more", use({ end: "applied" }), {}],
    ["runs", use({ end: undefined, ended: undefined }), {}],
  ] as const)("one that %s", (_name, one, counts) => {
    expect(ledgerOf([one])).toEqual({
      tried: 1,
      helped: 0,
      relapsed: 0,
      without: 0,
      last: one.began,
      ...counts,
    });
  });

  test("taking back is no attempt; without any there is no last one", () => {
    expect(ledgerOf([use({ takesBack: true, end: "failed" })])).toEqual({
      ...{ tried: 0, helped: 0, relapsed: 0, without: 0, last: undefined },
    });
  });

  test("each target by itself and by name, within the time that counts", () => {
    const uses = [
      ...[use({ target: "web" }), relapsed, use({ target: "Web" }), use({ entry: "other" })],
      ...[use({ target: "old", began: now - 31 * day }), use({ entry: undefined, target: "bare" })],
    ];
    const told = (remedy: Parameters<typeof ledgersOf>[0]) =>
      ledgersOf(remedy, uses, { after: 1, window: 30 * day }, { now, since: undefined }).map((one) => [
        ...[one.target, one.ledger.tried, one.withdrawn !== undefined],
      ]);
    expect(told({ entry: "restart-web" })).toEqual([
      ["Web", 1, false],
      ["shop", 1, true],
      ["web", 1, false],
    ]);
    expect(told({ action: "rollout-restart" }), "the action answers for its entries").toEqual([
      ["Web", 1, false],
      ["bare", 1, false],
      ["shop", 2, true],
      ["web", 1, false],
    ]);
    expect(told({ action: "scale" })).toEqual([]);
  });

  test("an entry does not answer for the action by itself", () => {
    const bare = use({ entry: undefined });
    expect([isUseOf({ entry: "restart-web" }, bare), isUseOf({ action: "rollout-restart" }, bare)]).toEqual([
      false,
      true,
    ]);
  });
});

describe("trust", () => {
  const terms = { after: 2, window: 30 * day };
  const why = (uses: readonly Use[], since?: number, at = now) => distrustOf(uses, terms, { now: at, since });

  test("ends with as many that did not help as the team says, whatever helped beside them", () => {
    expect(why([relapsed, use(), use()])).toBeUndefined();
    expect(why([relapsed, useless, use(), use()])).toBe("it did not help 2 of 4 times in the last 30d here");
    expect(distrustOf([useless], { after: 1, window: 90 * 60_000 }, { now, since: undefined })).toBe(
      "it did not help 1 of 1 times in the last 1h 30m here",
    );
  });

  test.each([
    ["what nobody could see", use({ end: "applied" })],
    ["what runs", use({ end: undefined })],
    ["what took something back", use({ end: "failed", takesBack: true })],
    ["what is too long ago", use({ end: "failed", began: now - 30 * day })],
  ])("%s does not count", (_name, one) => {
    expect(why([one, one, one])).toBeUndefined();
  });

  test("a person who vouches wipes what was before, and one in the future wipes nothing", () => {
    const uses = [useless, useless];
    expect(why(uses, now - hour - 1)).toBeDefined();
    expect(why(uses, now - hour)).toBeUndefined();
    expect(why(uses, now + day), "a file that says tomorrow").toBeDefined();
  });

  test("a clock that went back brings no trust back", () => {
    expect(why([useless, useless], undefined, now - 5 * day)).toBeDefined();
  });

  test("more that did not help never brings trust back", () => {
    const ends = ["verified", "applied", "not-effective", "failed", "unknown", "noop", undefined] as const;
    let seed = 7;
    const any = (most: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    const random = (): Use =>
      use({
        end: ends[any(ends.length)],
        began: now - any(40) * day,
        relapsed: any(4) === 0 ? now : undefined,
        takesBack: any(5) === 0,
      });
    let lost = 0;
    for (let run = 0; run < 2000; run += 1) {
      const uses = Array.from({ length: any(8) }, random);
      const since = any(3) === 0 ? now - any(40) * day : undefined;
      if (why(uses, since) === undefined) continue;
      lost += 1;
      expect(why([...uses, random()], since)).toBeDefined();
    }
    expect(lost).toBeGreaterThan(200);
  });
});
