const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof units;

const isUnit = (letter: string | undefined): letter is Unit => letter !== undefined && letter in units;

/** Milliseconds UTC as they are told: `2026-06-07T10:00:00Z`; `unknown` for what is no instant. */
export const printInstant = (at: number): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString().replace(/\.\d{3}Z$/, "Z");
};

/** Milliseconds of `90s`, `15m`, `6h`, `3d`, `2w`. A bare number, zero and fractions have no meaning here. */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit] = /^([0-9]{1,9})([smhdw])$/.exec(text.trim()) ?? [];
  if (!isUnit(unit)) return undefined;
  const span = Number(count) * units[unit];
  return span > 0 ? span : undefined;
};

/** Milliseconds of `800ms`, or of what {@link parseDuration} reads. */
export const parseSpan = (text: string): number | undefined => {
  const [, count] = /^([0-9]{1,9})ms$/.exec(text.trim()) ?? [];
  if (count === undefined) return parseDuration(text);
  return Number(count) > 0 ? Number(count) : undefined;
};

/** The two largest units that say something: `1h 30m`, `2d`, `45s`; under a second `350ms`. */
export const formatDuration = (span: number): string => {
  if (Math.abs(span) < 1000) return `${Math.trunc(span)}ms`;
  const sign = span < 0 ? "-" : "";
  let rest = Math.floor(Math.abs(span) / 1000) * 1000;
  const parts: string[] = [];
  for (const unit of ["w", "d", "h", "m", "s"] as const) {
    const count = Math.floor(rest / units[unit]);
    if (parts.length === 1) {
      if (count > 0) parts.push(`${count}${unit}`);
      break;
    }
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * units[unit];
  }
  return sign + parts.join(" ");
};

const instant =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds UTC of an ISO 8601 date or date and time. Without an offset it is UTC, never the machine's zone. */
export const parseInstant = (text: string): number | undefined => {
  const [matched, date = "", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    instant.exec(text.trim()) ?? [];
  if (matched === undefined) return undefined;
  const wall = `${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const utc = Date.parse(wall);
  // Date.parse rolls 30 February over into March.
  if (Number.isNaN(utc) || new Date(utc).toISOString() !== wall) return undefined;
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : utc - offset;
};

const offsetOf = (zone: string): number | undefined => {
  if (zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};
