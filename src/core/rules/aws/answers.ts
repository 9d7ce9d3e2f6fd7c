import { createHash } from "node:crypto";
import { byCodeUnit } from "../../order.ts";
import type { Answer, Exposure } from "../rule.ts";

export const no: Exposure = { answer: "no", because: "" };
export const yes = (because: string): Exposure => ({ answer: "yes", because: clip(because, 160) });
export const unknown = (because: string): Exposure => ({ answer: "unknown", because: clip(because, 160) });

/** The answer as an exposure: `open` says what is open, `unread` names the attributes that could not be read. */
export const exposure = (answer: Answer, open: string, unread: string): Exposure => {
  switch (answer) {
    case "yes":
      return yes(open);
    case "unknown":
      return unknown(`cannot read ${unread}`);
    case "no":
      return no;
  }
};

/** One open part opens the whole; one unreadable part leaves it open to doubt. */
export const worst = (parts: readonly Exposure[]): Exposure => {
  if (parts.every(isClosed)) return no;
  const answer = some(parts.map((part) => part.answer));
  const words = parts.filter((part) => part.answer === answer).map(({ because }) => because);
  return { answer, because: clip(listed(words, "; "), 160) };
};

const isClosed = ({ answer }: Exposure): boolean => answer === "no";

export const some = (answers: readonly Answer[]): Answer =>
  answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";

export const every = (...answers: readonly Answer[]): Answer =>
  answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";

export const not = (answer: Answer): Answer => (answer === "yes" ? "no" : answer === "no" ? "yes" : answer);

/** Distinct words in code-unit order, so that a reordered document reads the same. */
export const listed = (words: readonly string[], separator = ", "): string =>
  words.length < 2 ? (words[0] ?? "") : [...new Set(words)].sort(byCodeUnit).join(separator);

/**
 * One line of at most `length` code units. What is cut leaves a checksum of the whole: two sides that differ only past the cut
 * must not read alike, for the stance of a flag is told by comparing the words.
 */
export const clip = (text: string, length: number): string => {
  const line = isOneLine(text) ? text : text.replace(/\s+/gu, " ").trim();
  if (line.length <= length) return line;
  const sum = createHash("sha256").update(text).digest("hex").slice(0, 6);
  return `${line.slice(0, length - 9).replace(/[\uD800-\uDBFF]$/, "")}… #${sum}`;
};

/** Of plain characters, with single spaces between words: nearly every text that is clipped. */
const isOneLine = (text: string): boolean => {
  let before = 0x20;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || (code === 0x20 && before === 0x20)) return false;
    before = code;
  }
  return before !== 0x20 || text === "";
};
