import { printInstant } from "../core/time.ts";
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
  // The findings of a look were seen at the same instant.
  if (last.ms !== ms) last = { ms, text: printInstant(ms) };
  return last.text;
};

let last = { ms: 0, text: "1970-01-01T00:00:00Z" };

/** `1 finding`, `3 findings`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** One line of at most `max` columns. */
export const clip = (text: string, max: number): string => cut(oneLine(text), max);
