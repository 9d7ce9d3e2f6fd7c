/** When a schedule of five fields is due. Minutes, hours, days, months and days of the week, each as a set. */
export type Schedule = {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Where both are restricted, either day will do. */
  readonly eitherDay: boolean;
};

const words: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "sun mon tue wed thu fri sat".split(" ");

/** `undefined` for what is no such schedule; a time zone before it is left aside. */
export const parseSchedule = (text: string): Schedule | undefined => {
  const plain = text.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, "");
  const fields = (Object.hasOwn(words, plain) ? (words[plain] ?? "") : plain).split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] = fields;
  if (fields.length !== 5) return undefined;
  const parsed = {
    minutes: setOf(minute, 0, 59, []),
    hours: setOf(hour, 0, 23, []),
    days: setOf(dayOfMonth, 1, 31, []),
    months: setOf(month, 1, 12, months),
    weekdays: setOf(dayOfWeek.replace(/\b7\b/g, "0"), 0, 6, weekdays),
  };
  const { minutes, hours, days, months: inMonths, weekdays: onDays } = parsed;
  if (!minutes || !hours || !days || !inMonths || !onDays) return undefined;
  const isOpen = (field: string): boolean => field.startsWith("*") || field === "?";
  return {
    minutes,
    hours,
    days,
    months: inMonths,
    weekdays: onDays,
    eitherDay: !isOpen(dayOfMonth) && !isOpen(dayOfWeek),
  };
};

const setOf = (
  field: string,
  least: number,
  most: number,
  names: readonly string[],
): ReadonlySet<number> | undefined => {
  const found = new Set<number>();
  for (const part of field.toLowerCase().split(",")) {
    const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const bounds = boundsOf(range, { least, most, names, isOpen: part.includes("/") });
    if (bounds === undefined || Number(step) === 0) return undefined;
    for (let value = bounds[0]; value <= bounds[1]; value += Number(step)) found.add(value);
  }
  return found;
};

type Field = {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
  readonly isOpen: boolean;
};

const boundsOf = (
  range: string,
  { least, most, names, isOpen }: Field,
): readonly [number, number] | undefined => {
  if (range === "*" || range === "?") return [least, most];
  const ends = range.split("-").map((end) => {
    const named = names.indexOf(end);
    return named >= 0 ? named + least : /^\d{1,2}$/.test(end) ? Number(end) : Number.NaN;
  });
  const [from = Number.NaN, to = isOpen ? most : from] = ends;
  return ends.length <= 2 && from >= least && to <= most && from <= to ? [from, to] : undefined;
};

const minute = 60_000;
const day = 24 * 60 * minute;
/** Beyond this a schedule is as good as never due. */
const horizon = 800 * day;

/** The first instant after `since` at which it is due, in UTC; `undefined` where there is none within two years. */
export const nextDue = (schedule: Schedule, since: number): number | undefined => {
  let at = Math.floor(since / minute) * minute + minute;
  for (const end = since + horizon; at <= end; ) {
    const date = new Date(at);
    if (!isDay(schedule, date)) at = Math.floor(at / day) * day + day;
    else if (!schedule.hours.has(date.getUTCHours()))
      at = Math.floor(at / (60 * minute)) * 60 * minute + 60 * minute;
    else if (!schedule.minutes.has(date.getUTCMinutes())) at += minute;
    else return at;
  }
  return undefined;
};

const isDay = ({ days, months: inMonths, weekdays: onDays, eitherDay }: Schedule, date: Date): boolean => {
  if (!inMonths.has(date.getUTCMonth() + 1)) return false;
  const [byMonth, byWeek] = [days.has(date.getUTCDate()), onDays.has(date.getUTCDay())];
  return eitherDay ? byMonth || byWeek : byMonth && byWeek;
};
