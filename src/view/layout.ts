import { type Severity, severities } from "../core/severity.ts";
import type { Verdict } from "../core/verdict.ts";
import type { Block, Column, Doc, Tone } from "./doc.ts";
import { manyLines, oneLine } from "./escape/terminal.ts";
import { defuseWorkflowCommands } from "./escape/workflow.ts";
import { columns, padded, wrapped } from "./width.ts";

/** What a piece of text is, for the painter. */
export type Ink = Tone | Severity | Verdict | "strong";

/** One symbol for each meaning, so that a screen without colour says the same. */
export type Marks = Readonly<Record<Verdict | Severity | "good" | "bad" | "warn", string>> & {
  readonly bullet: string;
  readonly rule: string;
};

/** What makes one text renderer differ from another. */
export type Style = {
  /** Columns to wrap at; infinite where the reader wraps by itself. */
  readonly width: number;
  readonly marks: Marks;
  readonly paint: (ink: Ink, text: string) => string;
  /** Lines of a table whose texts are inert already. */
  readonly table: (
    heads: readonly Column[],
    rows: readonly (readonly string[])[],
    width: number,
  ) => readonly string[];
};

export const asciiMarks: Marks = {
  WORKING: "+",
  DEGRADED: "!",
  DOWN: "x",
  UNKNOWN: "?",
  critical: "!!",
  high: "!",
  medium: "*",
  low: "-",
  good: "+",
  bad: "x",
  warn: "!",
  bullet: "-",
  rule: "-",
};

export const unicodeMarks: Marks = {
  WORKING: "✔",
  DEGRADED: "▲",
  DOWN: "✖",
  UNKNOWN: "?",
  critical: "✖",
  high: "▲",
  medium: "◆",
  low: "○",
  good: "✔",
  bad: "✖",
  warn: "▲",
  bullet: "•",
  rule: "─",
};

export const gateVerdict = { pass: "WORKING", fail: "DOWN", "cannot-tell": "UNKNOWN" } as const;
export const gateWord = { pass: "PASS", fail: "FAIL", "cannot-tell": "CANNOT TELL" } as const;

/** The whole text, ending in one newline; empty for an empty document. */
export const layOut = (doc: Doc, style: Style): string => {
  const lines = doc.flatMap((block, index) => {
    const before = doc[index - 1];
    const gap = before !== undefined && isApart(before, block) ? [""] : [];
    return [...gap, ...blockLines(block, style)];
  });
  return lines.length === 0 ? "" : defuseWorkflowCommands(`${lines.join("\n")}\n`);
};

const roomy: ReadonlySet<Block["kind"]> = new Set(["gate", "heading", "table", "alert", "code", "next"]);

/** Whether an empty line stands between two blocks. */
const isApart = (before: Block, block: Block): boolean => {
  if (before.kind === "heading") return false;
  if (block.kind === "alert" || block.kind === "heading") return true;
  return before.kind !== block.kind && (roomy.has(before.kind) || roomy.has(block.kind));
};

const blockLines = (block: Block, style: Style): readonly string[] => {
  const { marks, paint, width } = style;
  switch (block.kind) {
    case "verdict":
      return headed(style, block.verdict, `${marks[block.verdict]} ${block.verdict} `, block.text);
    case "gate": {
      const ink = gateVerdict[block.gate];
      return headed(style, ink, `${marks[ink]} ${gateWord[block.gate]} `, block.text);
    }
    case "heading": {
      const text = oneLine(block.text);
      const rule = marks.rule.repeat(Math.min(columns(text), width));
      return [paint("strong", text), paint("dim", rule)];
    }
    case "line":
      return toned(style, block.tone ?? "plain", block.text);
    case "fields":
      return fieldLines(style, block.rows);
    case "table":
      return tableLines(style, block);
    case "alert":
      return alertLines(style, block);
    case "list":
      return block.items.flatMap((item) => headed(style, "plain", marks.bullet, item));
    case "code":
      return codeLines(block.text);
    case "note":
      return paragraphs(block.text, width).map((line) => (line === "" ? "" : paint("dim", line)));
    case "next":
      return nextLines(style, block.commands);
  }
};

/** A painted head, then text beside it that hangs under itself. */
const headed = (style: Style, ink: Ink, head: string, text: string, hang = 2, textInk?: Ink) => {
  const { paint, width } = style;
  const lines = wrapped(oneLine(text), width - hang, width - columns(head) - 1).map((line) =>
    textInk === undefined || line === "" ? line : paint(textInk, line),
  );
  return indentAfterFirst(
    paint(ink, head.trimEnd()) + " ".repeat(head.length - head.trimEnd().length),
    " ".repeat(hang),
    lines,
  );
};

const indentAfterFirst = (head: string, indent: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => (index === 0 ? `${head} ${line}` : indent + line).trimEnd());

const toned = (style: Style, tone: Tone, raw: string): readonly string[] => {
  if (tone === "good" || tone === "bad" || tone === "warn")
    return headed(style, tone, style.marks[tone], raw, 2, tone);
  const text = oneLine(raw);
  const indent = /^ */.exec(text)?.[0] ?? "";
  const hang = `${indent}  `;
  return wrapped(text.trimStart(), style.width - hang.length, style.width - indent.length).map(
    (line, index) => style.paint(tone, (index === 0 ? indent : hang) + line),
  );
};

const paragraphs = (text: string, width: number): readonly string[] =>
  manyLines(text)
    .replace(/\n+$/, "")
    .split("\n")
    .flatMap((line) => wrapped(line, width));

const fieldLines = (
  { paint, width }: Style,
  rows: readonly (readonly [string, string])[],
): readonly string[] => {
  const labels = rows.map(([label]) => oneLine(label));
  const size = Math.min(24, Math.max(0, ...labels.map(columns)));
  return rows.flatMap(([, value], index) =>
    indentAfterFirst(
      `${paint("dim", padded(labels[index] ?? "", size))} `,
      " ".repeat(size + 2),
      paragraphs(value, Math.max(20, width - size - 2)),
    ),
  );
};

const tableLines = (style: Style, { columns: heads, rows, more = 0 }: Extract<Block, { kind: "table" }>) => {
  const safeHeads = heads.map((head) => ({ ...head, title: oneLine(head.title) }));
  const safeRows = rows.map((row) => heads.map((_, index) => oneLine(row[index] ?? "")));
  const under = more > 0 ? [style.paint("dim", `and ${more} more`)] : [];
  return [...style.table(safeHeads, safeRows, style.width).map((line) => line.trimEnd()), ...under];
};

const alertLines = (style: Style, { severity, tag, title, body }: Extract<Block, { kind: "alert" }>) => {
  const { marks } = style;
  const markSize = Math.max(...severities.map((each) => columns(marks[each])));
  const head = `${padded(marks[severity], markSize)} ${severity.toUpperCase()}`;
  const marked = tag === undefined ? "" : ` [${oneLine(tag)}]`;
  const narrower = { ...style, width: style.width - 2 };
  return [
    ...headed(style, severity, `${head}${marked} `, title, 4, "strong"),
    ...body.flatMap((block) => blockLines(block, narrower)).map((line) => (line === "" ? "" : `  ${line}`)),
  ];
};

/** Never wrapped: what is code may be copied. */
const codeLines = (text: string): readonly string[] =>
  manyLines(text)
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`));

const nextLines = (style: Style, given: readonly { readonly command: string; readonly why: string }[]) => {
  const { paint, width } = style;
  const commands = given.map(({ command, why }) => ({ command: oneLine(command), why: oneLine(why) }));
  const size = Math.max(0, ...commands.map(({ command }) => columns(command)));
  const beside = commands.every(({ why }) => 2 + size + 3 + columns(why) <= width);
  const lines = commands.flatMap(({ command, why }) =>
    beside
      ? [`  ${padded(command, why === "" ? 0 : size)}${why === "" ? "" : `   ${paint("dim", why)}`}`]
      : [
          `  ${command}`,
          ...(why === "" ? [] : wrapped(why, width - 6).map((line) => paint("dim", `      ${line}`))),
        ],
  );
  return commands.length === 0 ? [] : [paint("strong", "Next:"), ...lines];
};
