import type { LogReading } from "../logs.ts";
import { stackEnd } from "./stack.ts";

/** Lines before the headline, of the whole window, and characters of one line and of all. */
const [leadUp, mostLines, longestLine, longest] = [40, 150, 1000, 8000] as const;
const [mostSamples, longestSample] = [3, 200] as const;

/**
 * What a person reads to see what happened: the lines before the first fatal one, that one and its stack; without one, the end of
 * the log. Of a text that was masked before, since a cut could leave half a secret.
 */
export const windowOf = ({ lines, fatal, language }: LogReading): string => {
  const texts = lines.map(({ text }) => text);
  if (fatal === undefined) return cutWindow(texts);
  const end = stackEnd(lines, fatal, language);
  const after = cutWindow(texts.slice(fatal, end), "end");
  const before = cutWindow(
    texts.slice(Math.max(0, fatal - leadUp), fatal),
    "start",
    longest - after.length - 1,
  );
  return before === "" ? after : `${before}\n${after}`;
};

/** The lines that are not blank, as many as fit: from the end, or from the start where the end may go. */
const cutWindow = (
  texts: readonly string[],
  lose: "start" | "end" = "start",
  room: number = longest,
): string => {
  const full = texts.filter((text) => text.trim() !== "").map((text) => clipped(text, longestLine));
  const near = lose === "start" ? full.slice(-mostLines).reverse() : full.slice(0, mostLines);
  const kept: string[] = [];
  let size = 0;
  for (const line of near) {
    size += line.length + 1;
    if (size > room + 1) break;
    kept.push(line);
  }
  return (lose === "start" ? kept.reverse() : kept).join("\n");
};

/** The first lines that tell of an error, in one. */
export const sampleOf = ({ lines, matched }: LogReading): string =>
  matched
    .slice(0, mostSamples)
    .map((index) => clipped((lines[index]?.text ?? "").trim(), longestSample))
    .join(" | ");

const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
