import { describe, expect, it, test } from "vitest";
import {
  type FreezeText,
  type FreezeWindow,
  freezesAt,
  freezeWindowOf,
  nextSpan,
  openSpan,
} from "../../../src/core/gate/windows.ts";

const vienna = "Europe/Vienna";
const at = (text: string): number => Date.parse(text);
const told = (span: { readonly from: number; readonly until: number } | undefined) =>
  span === undefined
    ? undefined
    : [span.from, span.until].map((one) => new Date(one).toISOString().slice(0, 16));

const freeze = (over: Partial<FreezeText>): FreezeWindow => {
  const read = freezeWindowOf({ from: "16:00", to: "08:00", reason: "weekend", targets: [], ...over });
  if (!read.ok) throw new Error(read.why);
  return read.window;
};

const weekend = freeze({ days: ["fri", "sat"] });

describe("a window of the week", () => {
  test.each([
    ["2026-11-27T14:59:59Z", undefined],
    ["2026-11-27T15:00:00Z", ["2026-11-27T15:00", "2026-11-28T07:00"]],
    ["2026-11-28T06:59:59Z", ["2026-11-27T15:00", "2026-11-28T07:00"]],
    ["2026-11-28T07:00:00Z", undefined],
    ["2026-11-29T06:00:00Z", ["2026-11-28T15:00", "2026-11-29T07:00"]],
    ["2026-11-29T15:30:00Z", undefined],
  ])("crosses midnight by the clock of its zone: %s", (now, span) => {
    expect(told(openSpan(weekend, vienna, at(now)))).toEqual(span);
  });

  it("follows on itself without a gap, and ends when the last of it does", () => {
    const days = freeze({ days: ["fri", "sat", "sun"], from: "00:00", to: "24:00" });
    expect(told(openSpan(days, "UTC", at("2026-11-27T12:00:00Z")))).toEqual([
      ...["2026-11-27T00:00", "2026-11-30T00:00"],
    ]);
  });

  it("tells when it is open next", () => {
    expect(told(nextSpan(weekend, vienna, at("2026-11-25T12:00:00Z")))?.[0]).toBe("2026-11-27T15:00");
    expect(told(nextSpan(weekend, vienna, at("2026-11-28T16:00:00Z")))?.[0]).toBe("2026-12-04T15:00");
  });

  it("in spring loses the hour that the clock skips, and no more", () => {
    const night = freeze({ days: ["sat"], from: "22:00", to: "06:00" });
    expect(told(openSpan(night, vienna, at("2026-03-29T01:00:00Z")))).toEqual([
      ...["2026-03-28T21:00", "2026-03-29T04:00"],
    ]);
    const skipped = freeze({ days: ["sun"], from: "02:15", to: "02:45" });
    expect(told(openSpan(skipped, vienna, at("2026-03-29T01:00:00Z")))).toEqual([
      ...["2026-03-29T00:15", "2026-03-29T01:45"],
    ]);
  });

  it("in autumn holds from the first to the last time that the clock shows it", () => {
    const twice = freeze({ days: ["sun"], from: "02:30", to: "02:45" });
    const span = ["2026-10-25T00:30", "2026-10-25T01:45"];
    for (const now of ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:44:00Z"])
      expect(told(openSpan(twice, vienna, at(now)))).toEqual(span);
    expect(openSpan(twice, vienna, at("2026-10-25T01:45:00Z"))).toBeUndefined();
    expect(openSpan(twice, vienna, at("2026-10-25T00:29:00Z"))).toBeUndefined();
  });

  it.each(["UTC", vienna, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])(
    "holds at every minute of a year at which the clock of %s shows it",
    (zone) => {
      const evening = freeze({ days: ["wed", "sun"], from: "22:30", to: "03:10" });
      const shown = new Intl.DateTimeFormat("en-GB", {
        ...{ timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      });
      const holds = (now: number): boolean => {
        const parts = shown.formatToParts(now);
        const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
        const clock = `${part("hour")}:${part("minute")}`;
        const begun = ["Wed", "Sun"].includes(part("weekday")) && clock >= "22:30";
        return begun || (["Thu", "Mon"].includes(part("weekday")) && clock < "03:10");
      };
      const wrong: string[] = [];
      for (let now = at("2026-01-01T00:00:00Z"); now < at("2027-01-01T00:00:00Z"); now += 47 * 60_000)
        if (holds(now) && openSpan(evening, zone, now) === undefined) wrong.push(new Date(now).toISOString());
      expect(wrong).toEqual([]);
    },
  );
});

describe("a window of two instants", () => {
  const once = freeze({ from: "2026-12-23T16:00:00+01:00", to: "2027-01-04T08:00:00+01:00" });

  it("holds from the first until just before the second", () => {
    expect(openSpan(once, "UTC", at("2026-12-23T14:59:59Z"))).toBeUndefined();
    expect(told(openSpan(once, "UTC", at("2026-12-23T15:00:00Z")))?.[1]).toBe("2027-01-04T07:00");
    expect(openSpan(once, "UTC", at("2027-01-04T07:00:00Z"))).toBeUndefined();
    expect(nextSpan(once, "UTC", at("2027-01-04T07:00:00Z"))).toBeUndefined();
  });

  test.each([
    [{ from: "2026-12-23T16:00:00", to: "2027-01-04T08:00:00" }, "with an offset"],
    [{ from: "2026-12-23", to: "2027-01-04" }, "with an offset"],
    [{ from: "2027-01-04T08:00:00Z", to: "2026-12-23T16:00:00Z" }, "ends before it begins"],
    [{ days: [] }, "names no day"],
    [{ days: ["fri"], from: "16:00", to: "16:00" }, "at the same time"],
    [{ days: ["fri"], from: "24:00", to: "08:00" }, "times of the day"],
    [{ days: ["fri"], from: "1600", to: "08:00" }, "times of the day"],
  ] as const)("means nothing as %j", (over, why) => {
    const read = freezeWindowOf({ from: "", to: "", reason: "x", targets: [], ...over });
    expect(read).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });
});

test("a freeze holds for the targets that it names, for all without, and for a place that has no name", () => {
  const friday = { zone: vienna, now: at("2026-11-27T18:00:00Z") };
  const prod = freeze({ days: ["fri"], targets: ["prod-*", "billing"] });
  const held = (target: string | undefined) => freezesAt([prod], { ...friday, target }).length;
  expect(["prod-eu", "PROD-eu", "billing", "staging", "billing2", undefined].map(held)).toEqual([
    ...[1, 1, 1, 0, 0, 1],
  ]);
  expect(freezesAt([weekend], { ...friday, target: "staging" })).toHaveLength(1);
});
