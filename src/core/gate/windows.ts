import { parseInstant } from "../time.ts";
import { isTargetMeant } from "./pattern.ts";

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

/** A `[[freeze]]` as it is written. */
export type FreezeText = {
  readonly from: string;
  readonly to: string;
  readonly days?: readonly Weekday[] | undefined;
  readonly reason: string;
  readonly targets: readonly string[];
};

/** Instants are milliseconds UTC; `from` and `to` of a week are minutes after midnight in the zone of the bound. */
export type FreezeWindow = {
  readonly reason: string;
  /** Patterns; empty is every target. */
  readonly targets: readonly string[];
  readonly when:
    | { readonly kind: "once"; readonly from: number; readonly to: number }
    | {
        readonly kind: "weekly";
        readonly days: readonly number[];
        readonly from: number;
        readonly to: number;
      };
};

/** When one window is open: from, and until just before. */
export type Span = { readonly from: number; readonly until: number };

type Read =
  | { readonly ok: true; readonly window: FreezeWindow }
  | { readonly ok: false; readonly why: string };

/** What a freeze means, or the clause that says why it means nothing. */
export const freezeWindowOf = ({ from, to, days, reason, targets }: FreezeText): Read => {
  const when = days === undefined ? onceOf(from, to) : weeklyOf(days, from, to);
  return typeof when === "string"
    ? { ok: false, why: when }
    : { ok: true, window: { reason, targets, when } };
};

const onceOf = (from: string, to: string): FreezeWindow["when"] | string => {
  const [begin, end] = [instantWithOffset(from), instantWithOffset(to)];
  if (begin === undefined || end === undefined)
    return 'needs days, or from and to as instants with an offset, such as "2026-12-23T16:00:00+01:00"';
  return begin < end ? { kind: "once", from: begin, to: end } : "ends before it begins";
};

const instantWithOffset = (text: string): number | undefined =>
  /(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text.trim()) && text.includes(":") ? parseInstant(text) : undefined;

const weeklyOf = (days: readonly Weekday[], from: string, to: string): FreezeWindow["when"] | string => {
  const [begin, end] = [minutesOf(from), to === "24:00" ? 1440 : minutesOf(to)];
  if (days.length === 0) return "names no day in days";
  if (begin === undefined || end === undefined)
    return 'needs from and to as times of the day beside days, such as "16:00"';
  if (begin === end) return 'begins and ends at the same time: a whole day is from "00:00" to "24:00"';
  return { kind: "weekly", days: days.map((day) => weekdays.indexOf(day)), from: begin, to: end };
};

const minutesOf = (text: string): number | undefined => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
};

const dayLength = 86_400_000;

/** The span of the window that is open at `now`, with what follows on it without a gap; `undefined` where it is closed. */
export const openSpan = (window: FreezeWindow, zone: string, now: number): Span | undefined => {
  const spans = spansAbout(window, zone, now);
  const open = spans.filter(({ from, until }) => from <= now && now < until);
  const [first] = open;
  if (first === undefined) return undefined;
  const until = spans.reduce(
    (end, span) => (span.from <= end && span.until > end ? span.until : end),
    Math.max(...open.map((span) => span.until)),
  );
  return { from: first.from, until };
};

/** The next span that begins after `now`; of a week it is never more than eight days away. */
export const nextSpan = (window: FreezeWindow, zone: string, now: number): Span | undefined =>
  spansAbout(window, zone, now).find(({ from }) => from > now);

/** The freezes that hold at `now` for a target, in the order in which they are written. */
export const freezesAt = (
  windows: readonly FreezeWindow[],
  { zone, now, target }: { readonly zone: string; readonly now: number; readonly target: string | undefined },
): readonly { readonly reason: string; readonly until: number }[] =>
  windows
    .filter(({ targets }) => targets.length === 0 || isTargetMeant(targets, target))
    .flatMap((window) => {
      const open = openSpan(window, zone, now);
      return open === undefined ? [] : [{ reason: window.reason, until: open.until }];
    });

/** Ordered by their beginning: all that could be open now, and the next week. */
const spansAbout = ({ when }: FreezeWindow, zone: string, now: number): readonly Span[] => {
  if (when.kind === "once") return [{ from: when.from, until: when.to }];
  const today = Math.floor(wallOf(now, zone) / dayLength);
  return Array.from({ length: 12 }, (_, step) => today - 2 + step)
    .filter((day) => when.days.includes(weekdayOf(day)))
    .map((day) => {
      const midnight = day * dayLength;
      const over = when.to <= when.from ? dayLength : 0;
      return {
        from: Math.min(...instantsOf(midnight + when.from * 60_000, zone)),
        until: Math.max(...instantsOf(midnight + over + when.to * 60_000, zone)),
      };
    });
};

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/**
 * When the clock on the wall shows this. It shows some times twice a year and some never: then there are two, so that who wants
 * the beginning takes the earlier and who wants the end the later, and a freeze is never shorter than what was written.
 */
const instantsOf = (wall: number, zone: string): readonly number[] => {
  const offsets = [wall - dayLength, wall + dayLength].map((near) => wallOf(near, zone) - near);
  const all = offsets.map((offset) => wall - offset);
  const shown = all.filter((at) => wallOf(at, zone) === wall);
  return shown.length === 0 ? all : shown;
};

/** What the clock on the wall shows, as milliseconds that stand for the same digits in UTC. */
const wallOf = (at: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, calendar: "iso8601", numberingSystem: "latn", hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  const digits = `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:00Z`;
  const minute = ((at % 60_000) + 60_000) % 60_000;
  return (parseInstant(digits) ?? at) + minute;
};
