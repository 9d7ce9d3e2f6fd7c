import { parseInstant } from "../time.ts";

/** One line of a log, without colours; `at` in milliseconds UTC where the platform said when it was written. */
export type LogLine = { readonly at: number | undefined; readonly text: string };

/** More lines than anybody reads; of a longer text the newest count. */
const mostLines = 2000;

/** The lines of a log as a platform prints it, each behind its RFC 3339 instant where it was asked for that. Blank ones are kept. */
export const logLines = (text: string): readonly LogLine[] => {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.slice(-mostLines).map(lineOf);
};

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))(?: |$)/;

const lineOf = (line: string): LogLine => {
  const [whole = "", instant = ""] = stamp.exec(line.slice(0, 64)) ?? [];
  return {
    at: whole === "" ? undefined : parseInstant(instant),
    text: withoutColour(line.slice(whole.length).replace(/\r$/, "")),
  };
};

/** Whether a text begins as a log does that was asked for with its instants. */
export const isStamped = (text: string): boolean => text === "" || stamp.test(text.slice(0, 64));

const escapeSign = String.fromCharCode(27);

const withoutColour = (text: string): string =>
  text.includes(escapeSign) ? text.replace(/\p{Cc}\[[\d;?]{0,40}[A-Za-z]/gu, "") : text;
