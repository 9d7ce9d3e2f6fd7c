import type { Block, Column, Doc, Tone } from "./doc.ts";
import { markdownCode, markdownFence, markdownText } from "./escape/markdown.ts";
import { manyLines } from "./escape/terminal.ts";
import { defuseWorkflowCommands } from "./escape/workflow.ts";
import { gateVerdict, gateWord, type Marks, unicodeMarks } from "./layout.ts";

/** A document for a chat or a step summary. Long bodies of alerts are folded; text is escaped, commands stand in code. */
export const renderMarkdown = (doc: Doc): string => {
  const parts = joined(doc);
  return parts === "" ? "" : defuseWorkflowCommands(`${parts}\n`);
};

const joined = (doc: Doc): string => {
  let text = "";
  for (const [index, block] of doc.entries()) {
    const part = blockText(block);
    if (part === "") continue;
    if (text !== "") text += doc[index - 1]?.kind === "line" && block.kind === "line" ? "  \n" : "\n\n";
    text += part;
  }
  return text;
};

const marks: Marks = unicodeMarks;

const blockText = (block: Block): string => {
  switch (block.kind) {
    case "verdict":
      return `${marks[block.verdict]} **${block.verdict}** ${markdownText(block.text)}`.trimEnd();
    case "gate":
      return `${marks[gateVerdict[block.gate]]} **${gateWord[block.gate]}** ${markdownText(block.text)}`.trimEnd();
    case "heading":
      return `### ${markdownText(block.text)}`.trimEnd();
    case "line":
      return `${toneMark(block.tone)}${markdownText(block.text)}`;
    case "fields":
      return block.rows.map(([label, value]) => field(label, value)).join("\n");
    case "table":
      return table(block);
    case "alert":
      return alert(block);
    case "list":
      return block.items.map((item) => `- ${markdownText(item)}`).join("\n");
    case "code":
      return markdownFence(block.text);
    case "note":
      return note(block.text);
    case "next":
      return block.commands.length === 0 ? "" : ["**Next**", "", ...block.commands.map(step)].join("\n");
  }
};

const toneMark = (tone: Tone | undefined): string =>
  tone === "good" || tone === "bad" || tone === "warn" ? `${marks[tone]} ` : "";

const field = (label: string, value: string): string => {
  const name = `- **${markdownText(label)}**`;
  if (!manyLines(value).trim().includes("\n")) return `${name}: ${markdownText(value)}`.trimEnd();
  return `${name}:\n\n${indented(markdownFence(value))}\n`;
};

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");

const table = ({ columns, rows, more = 0 }: Extract<Block, { kind: "table" }>): string => {
  const lines = [
    tableRow(columns.map(({ title }) => title)),
    `|${columns.map(rule).join("|")}|`,
    ...rows.map((row) => tableRow(columns.map((_, index) => row[index] ?? ""))),
  ];
  return more > 0 ? `${lines.join("\n")}\n\nand ${more} more` : lines.join("\n");
};

const tableRow = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;

const rule = ({ align = "left" }: Column): string => (align === "right" ? " ---: " : " --- ");

/** From this many lines on the body is folded, all but its opening line. */
const foldedFrom = 8;

const alert = ({ severity, tag, title, body }: Extract<Block, { kind: "alert" }>): string => {
  const marked = tag === undefined ? "" : ` [${tag}]`;
  const head =
    `${marks[severity]} **${severity.toUpperCase()}${markdownText(marked) === "" ? "" : ` ${markdownText(marked)}`}** ${markdownText(title)}`.trimEnd();
  const [first, ...others] = body;
  const opening = first?.kind === "line" ? [first] : [];
  const rest = joined(opening.length === 0 ? body : others);
  const open = [head, joined(opening)].filter((part) => part !== "").join("\n\n");
  if (rest === "") return open;
  if (rest.split("\n").length < foldedFrom) return `${open}\n\n${rest}`;
  return `${open}\n\n<details>\n<summary>Details</summary>\n\n${rest}\n\n</details>`;
};

const note = (text: string): string =>
  manyLines(text)
    .trimEnd()
    .split("\n")
    .map((line) => `> ${markdownText(line)}`.trimEnd())
    .join("\n");

const step = ({ command, why }: { readonly command: string; readonly why: string }): string =>
  `- ${markdownCode(command)}${why === "" ? "" : `: ${markdownText(why)}`}`;
