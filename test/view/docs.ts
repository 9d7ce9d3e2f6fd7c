import type { Doc } from "../../src/view/doc.ts";

/** One block of each kind with the given text wherever a text may stand. */
export const everyBlock = (text: string): Doc => [
  { kind: "verdict", verdict: "DEGRADED", text },
  { kind: "gate", gate: "cannot-tell", text },
  { kind: "heading", text },
  { kind: "line", text },
  { kind: "line", text, tone: "bad" },
  { kind: "fields", rows: [[text, text]] },
  {
    kind: "table",
    columns: [{ title: text }, { title: "what", grow: true }],
    rows: [[text, text], [text]],
    more: 2,
  },
  {
    kind: "alert",
    severity: "critical",
    tag: text,
    title: text,
    body: [
      { kind: "line", text },
      { kind: "list", items: Array.from({ length: 9 }, () => text) },
      { kind: "code", text },
      { kind: "fields", rows: [["log", text]] },
    ],
  },
  { kind: "list", items: [text, text] },
  { kind: "code", text },
  { kind: "note", text },
  { kind: "next", commands: [{ command: text, why: text }] },
];
