import type { LogLine } from "./lines.ts";
import type { Language } from "./signature.ts";

/** Lines of a stack that are kept, the first included. */
const mostFrames = 25;

const goesOn: Readonly<Record<Language, RegExp>> = {
  go: /^$|^\s|^goroutine \d|^created by |^exit status |^\[signal |^panic: |^[^\s(]{1,300}\(.{0,300}\)/,
  java: /^\s+at |^\s+\.\.\. \d|^Caused by: |^\s+Suppressed: /,
  python: /^$|^\s|^Traceback |^During handling |^The above exception |^[A-Za-z_][\w.]{0,200}(?:: |$)/,
  node: /^$|^\s|^\w{0,60}Error: |^\[Unhandled|^[}\]]|^Node\.js v/,
  rust: /^\s|^note: |^stack backtrace|^called `/,
  dotnet: /^\s+at |^\s+-{3}/,
};

/** Where the stack that begins at a line ends: the index after its last line. */
export const stackEnd = (lines: readonly LogLine[], from: number, language: Language | undefined): number => {
  const pattern = goesOn[language ?? guessed(lines[from + 1]?.text ?? "") ?? "java"];
  let end = from + 1;
  while (end < lines.length && end - from < mostFrames && pattern.test(headOf(lines[end]))) end += 1;
  while (end > from + 1 && headOf(lines[end - 1]) === "") end -= 1;
  return end;
};

/** Long enough to tell how a line goes on. */
const headOf = (line: LogLine | undefined): string => (line?.text ?? "").slice(0, 400);

const guessed = (next: string): Language | undefined =>
  /^\s+at /.test(next.slice(0, 80)) ? "java" : next.startsWith("Traceback ") ? "python" : undefined;

/** A line that only continues the one before it. */
export const isContinuation = (text: string): boolean =>
  /^\s|^Caused by: |^goroutine \d|^created by /.test(text.slice(0, 80));
