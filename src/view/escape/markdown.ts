import { manyLines, oneLine } from "./terminal.ts";

/** Untrusted text as plain words inside markdown: no markup, HTML, link, mention, reference or table border is left in it. */
export const markdownText = (text: string): string =>
  oneLine(text)
    .trimStart()
    .replace(/[\\`*_[\]|~$]/g, "\\$&")
    .replace(/^(?:[-+=#]|\d{1,9}(?=[.)]))/, escapeStart)
    .replace(/&(?=[#A-Za-z])/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // A zero-width space, because GitHub looks for mentions and references after it has undone every escape.
    .replace(/[@＠]|#(?=\d)/g, "$&\u200B")
    .replaceAll("://", ":\\/\\/")
    .replace(/(www)\./gi, "$1\\.");

/** A block of code whose fence is longer than any in the text. */
export const markdownFence = (text: string): string => {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${manyLines(text).replace(/\n+$/, "")}\n${fence}`;
};

/** One line of code inside a paragraph. Not for a table cell, where a `|` would still end the cell. */
export const markdownCode = (text: string): string => {
  const line = oneLine(text);
  if (line.trim() === "") return "";
  const ticks = "`".repeat(longestRun(line) + 1);
  const space = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}`;
};

// A list marker, a heading, a rule under a heading; a number must keep its digits, so its dot is escaped by a break after it.
const escapeStart = (start: string): string => (/\d/.test(start) ? `${start}\\` : `\\${start}`);

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
