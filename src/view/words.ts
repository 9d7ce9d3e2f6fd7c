import { oneLine } from "./escape/terminal.ts";
import { cut } from "./width.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How old something is, from its age in milliseconds. An age below zero means that two clocks disagree, and is told. */
export const ago = (ms: number): string => {
  if (!Number.isFinite(ms)) return "unknown";
  if (ms <= -90 * second) return "in the future";
  if (ms < 90 * second) return "just now";
  if (ms < 90 * minute) return `${Math.floor(ms / minute)}m`;
  if (ms < 48 * hour) return `${Math.floor(ms / hour)}h`;
  return `${Math.floor(ms / day)}d`;
};

/** ISO 8601, UTC, whole seconds. */
export const instant = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString().replace(/\.\d{3}Z$/, "Z");
};

/** `1 finding`, `3 findings`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** One line of at most `max` columns. */
export const clip = (text: string, max: number): string => cut(oneLine(text), max);

/** Never rounded up to 100 %, nor down to 0 %: those two words mean all and none. */
export const percent = (part: number, whole: number): string => {
  if (whole === 0) return "n/a";
  const share = (100 * part) / whole;
  if (share > 0 && share < 1) return "<1%";
  return `${Math.floor(share)}%`;
};

/** How long something took or lasts, in its two largest units. */
export const duration = (ms: number): string => {
  if (!Number.isFinite(ms)) return "unknown";
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms < second) return `${Math.floor(ms)}ms`;
  if (ms < minute) return `${Math.floor(ms / 100) / 10}s`;
  if (ms < hour) return twoUnits(ms, minute, "m", second, "s");
  if (ms < day) return twoUnits(ms, hour, "h", minute, "m");
  return twoUnits(ms, day, "d", hour, "h");
};

const twoUnits = (ms: number, large: number, largeName: string, small: number, smallName: string): string => {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)}${largeName}${rest === 0 ? "" : ` ${rest}${smallName}`}`;
};
