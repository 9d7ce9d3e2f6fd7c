import { Chalk } from "chalk";
import CliTable3 from "cli-table3";
import { severities } from "../core/severity.ts";
import { verdicts } from "../core/verdict.ts";
import type { Column, Doc } from "./doc.ts";
import { asciiMarks, type Ink, layOut, type Style, unicodeMarks } from "./layout.ts";
import { columns, cut, folded, padded } from "./width.ts";

export type Screen = {
  readonly width: number;
  readonly colour: boolean;
  /** False where the locale is not UTF-8. */
  readonly unicode: boolean;
};

/** A document for a person at a terminal. Colour only adds to what words and symbols already say. */
export const renderTerminal = (doc: Doc, screen: Screen): string => {
  const paint = painter(screen.colour);
  const ellipsis = screen.unicode ? "…" : "...";
  const style: Style = {
    width: screen.width >= narrowest ? Math.floor(screen.width) : usual,
    marks: screen.unicode ? unicodeMarks : asciiMarks,
    paint,
    table: (heads, rows, width) => drawTable({ heads, rows, width, ellipsis, paint }),
  };
  return layOut(doc, style);
};

const narrowest = 30;
const usual = 80;

const painter = (colour: boolean): Style["paint"] => {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const inks = {
    WORKING: chalk.bold.green,
    DEGRADED: chalk.bold.yellow,
    DOWN: chalk.bold.red,
    UNKNOWN: chalk.bold.magenta,
    low: chalk.dim,
    medium: chalk.yellow,
    high: chalk.red,
    critical: chalk.bold.red,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
    plain: (text: string) => text,
  } satisfies Record<Ink, (text: string) => string>;
  return (ink, text) => inks[ink](text);
};

type Drawing = {
  readonly heads: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
  readonly ellipsis: string;
  readonly paint: Style["paint"];
};

const gap = 2;

/**
 * Rows drawn at once: the table library compares each cell with every row above it. Cells come to it cut and padded, since it
 * cuts by code unit where its idea of width differs from ours.
 */
const piece = 100;

const drawTable = ({ heads, rows, width, ellipsis, paint }: Drawing): readonly string[] => {
  const titles = heads.map(({ title }) => title.toUpperCase());
  const sizes = fitted(heads, [titles, ...rows], width);
  const cell = (text: string, index: number, ink: Ink): string => {
    const size = sizes[index] ?? 0;
    const shown = cut(text, size, ellipsis);
    return padded(shown, size, heads[index]?.align).replace(shown, () => paint(ink, shown));
  };
  const lines: string[] = [];
  for (let start = 0; start === 0 || start < rows.length; start += piece) {
    const table = new CliTable3({
      chars: noBorder,
      style: { head: [], border: [], "padding-left": 0, "padding-right": gap, compact: true },
    });
    if (start === 0) table.push(titles.map((text, index) => cell(text, index, "dim")));
    for (const row of rows.slice(start, start + piece))
      for (const line of unfolded(row, { heads, sizes, ellipsis }))
        table.push(line.map((text, index) => cell(text, index, inkOf(text))));
    lines.push(...table.toString().split("\n"));
  }
  return lines;
};

type Sizes = Pick<Drawing, "heads" | "ellipsis"> & { readonly sizes: readonly number[] };

/** A cell of the growing column goes on under itself: its end often says what matters. The other cells are empty there. */
const unfolded = (
  row: readonly string[],
  { heads, sizes, ellipsis }: Sizes,
): readonly (readonly string[])[] => {
  const cells = row.map((text, index) =>
    heads[index]?.grow === true
      ? folded(text, sizes[index] ?? 0, { most: linesIn(sizes[index] ?? 0), ellipsis })
      : [text],
  );
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => cells.map((lines) => lines[line] ?? ""));
};

const linesIn = (size: number): number => (size < 30 ? 6 : 3);

const noBorder = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};

/** Natural widths; where they do not fit, the growing columns give way first and then the widest. */
const fitted = (
  heads: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] => {
  const sizes = heads.map((_, index) =>
    rows.reduce((size, row) => Math.max(size, columns(row[index] ?? "")), 1),
  );
  const floors = heads.map((_, index) =>
    rows.reduce((floor, row) => Math.max(floor, exactColumns(row[index] ?? "")), 0),
  );
  const shrink = (candidates: readonly number[], least: number): void => {
    for (;;) {
      const over = sizes.reduce((sum, size) => sum + size + gap, -gap) - width;
      const widest = candidates
        .filter((index) => (sizes[index] ?? 0) > Math.max(least, floors[index] ?? 0))
        .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
      const [first, second] = widest;
      if (over <= 0 || first === undefined) return;
      const size = sizes[first] ?? 0;
      const next = second === undefined ? 0 : (sizes[second] ?? 0);
      sizes[first] = Math.max(least, floors[first] ?? 0, size - over, Math.min(size - 1, next));
    }
  };
  const all = heads.map((_, index) => index);
  shrink(
    all.filter((index) => heads[index]?.grow === true),
    16,
  );
  shrink(all, 6);
  return sizes;
};

/** What must be copied whole: a fingerprint or a command of ours. */
const isExact = (text: string): boolean => /^(?:[0-9a-f]{7,64}|steadystate .*)$/.test(text);
const exactColumns = (text: string): number => (isExact(text) ? columns(text) : 0);

const inked: ReadonlySet<string> = new Set([...severities, ...verdicts]);
const isInk = (text: string): text is Extract<Ink, string> => inked.has(text);
const inkOf = (text: string): Ink => (isInk(text) ? text : "plain");
