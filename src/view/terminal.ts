import { styleText } from "node:util";
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

const inks: Readonly<Record<Ink, Parameters<typeof styleText>[0] | undefined>> = {
  WORKING: ["bold", "green"],
  DEGRADED: ["bold", "yellow"],
  DOWN: ["bold", "red"],
  UNKNOWN: ["bold", "magenta"],
  low: "dim",
  medium: "yellow",
  high: "red",
  critical: ["bold", "red"],
  good: "green",
  bad: "red",
  warn: "yellow",
  dim: "dim",
  strong: "bold",
  plain: undefined,
};

const painter =
  (colour: boolean): Style["paint"] =>
  (ink, text) => {
    const style = inks[ink];
    return colour && text !== "" && style !== undefined ? styleText(style, text, always) : text;
  };

/** Whether there is colour was decided before; newer Nodes would look at the terminal again. */
const always = { validateStream: false };

type Drawing = {
  readonly heads: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
  readonly ellipsis: string;
  readonly paint: Style["paint"];
};

const gap = 2;

const drawTable = ({ heads, rows, width, ellipsis, paint }: Drawing): readonly string[] => {
  const titles = heads.map(({ title }) => title.toUpperCase());
  const sizes = fitted(heads, [titles, ...rows], width);
  const cell = (text: string, index: number, ink: Ink): string => {
    const size = sizes[index] ?? 0;
    const shown = cut(text, size, ellipsis);
    return padded(shown, size, heads[index]?.align).replace(shown, () => paint(ink, shown));
  };
  const line = (texts: readonly string[], inkFor: (text: string) => Ink): string =>
    texts.map((text, index) => cell(text, index, inkFor(text))).join(" ".repeat(gap));
  const body = rows.flatMap((row) => unfolded(row, { heads, sizes, ellipsis }));
  return [line(titles, () => "dim"), ...body.map((texts) => line(texts, inkOf))];
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
