import { type Level, toldBy, worseLevel } from "./logs/level.ts";
import { type LogLine, logLines } from "./logs/lines.ts";
import { type Language, signatureOf } from "./logs/signature.ts";
import { isContinuation } from "./logs/stack.ts";

/** What the log of one container tells of its own trouble. */
export type LogReading = {
  readonly lines: readonly LogLine[];
  /** Indices of the lines that tell of an error, each stack counted once. */
  readonly matched: readonly number[];
  /** The gravest level that any line gives itself. */
  readonly worst: Level | undefined;
  /** Index of the first line after which a process or a thread of it is known to have ended. */
  readonly fatal: number | undefined;
  /** Name of what is known to be wrong: of the fatal line, or of most of the others; empty where nothing matched. */
  readonly signature: string;
  readonly language: Language | undefined;
  /** When the first and the last line were written that tell of an error, milliseconds UTC. */
  readonly first: number | undefined;
  readonly last: number | undefined;
};

/** Characters of a line that are looked at. */
const longestLook = 2000;

type Hit = { readonly signature: string; readonly fatal: boolean; readonly language?: Language | undefined };

/** Reads a log as the platform printed it. Words decide, never what they ask for. */
export const readLog = (text: string): LogReading => {
  const lines = logLines(text);
  const hits: (Hit & { readonly index: number })[] = [];
  let worst: Level | undefined;
  for (const [index, { text: whole }] of lines.entries()) {
    const line = whole.slice(0, longestLook).trimEnd();
    if (line === "") continue;
    const { level, message } = toldBy(line, whole);
    worst = worseLevel(worst, level);
    const hit = hitOf(line, level, message);
    if (hit !== undefined) hits.push({ ...hit, index });
  }
  const fatal = hits.find((hit) => hit.fatal);
  const instants = hits.flatMap(({ index }) => lines[index]?.at ?? []);
  return {
    lines,
    worst,
    matched: hits.map(({ index }) => index),
    fatal: fatal?.index,
    signature: fatal?.signature ?? mostFrequent(hits),
    language: fatal?.language,
    first: instants[0],
    last: instants.at(-1),
  };
};

/** A line that gives itself a lighter level is no error, whatever words stand in it. */
const hitOf = (line: string, level: Level | undefined, message: string): Hit | undefined => {
  if (level !== undefined && level !== "error" && level !== "fatal") return undefined;
  const found = signatureOf(message);
  if (found?.fatal === true) return { signature: found.name, fatal: true, language: found.language };
  if (level === "fatal") return { signature: found?.name ?? "fatal-level", fatal: true };
  if (level === "error") return { signature: found?.name ?? "error-level", fatal: false };
  if (isContinuation(line)) return undefined;
  if (found !== undefined) return { signature: found.name, fatal: false };
  return isThrown(line) ? { signature: "exception", fatal: false } : undefined;
};

/** The first line of an exception that was printed without a level. */
const isThrown = (line: string): boolean => /^[A-Za-z_][\w.$]{0,200}(?:Exception|Error)(?:: |$)/.test(line);

/** One that is known comes before those of which only the level is. */
const mostFrequent = (hits: readonly Hit[]): string => {
  const counts = new Map<string, number>();
  for (const { signature } of hits) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  const ranked = [...counts].sort(
    ([a, many], [b, others]) => rankOf(a) - rankOf(b) || others - many || (a < b ? -1 : 1),
  );
  return ranked[0]?.[0] ?? "";
};

const rankOf = (signature: string): number =>
  signature === "error-level" ? 2 : signature === "exception" ? 1 : 0;
