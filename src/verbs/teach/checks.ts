import { z } from "zod";
import { asksOf, demandsOf } from "../../core/checks/describe.ts";
import { severities } from "../../core/severity.ts";
import { openChecks } from "../../engine/checks.ts";
import { faultLine } from "../../engine/runbook.ts";
import type { Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { ChecksFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const Row = z.strictObject({
  name: z.string(),
  kind: z.string(),
  workload: z.string().optional().describe("the workload that it speaks for"),
  asks: z.string().describe("method and address, or kind and place"),
  demands: z.array(z.string()).describe("what has to come back, one clause each"),
  severity: z.enum(severities),
  title: z.string().describe("what is told when it does not come back"),
});

const Output = z.strictObject({
  file: z.string().describe("where checks are declared"),
  present: z.boolean().describe("whether that file is there"),
  checks: z.array(Row),
  faults: z.array(z.string()).describe("entries that cannot be used: path:line:column entry: why"),
});
type Output = z.infer<typeof Output>;

export const checks = defineVerb({
  name: "checks",
  room: "teach",
  summary: "What healthy means here: the declared checks",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({ checks: ChecksFile }),
  positionals: [],
  examples: ["checks", "checks --json"],
  details: ["Status 3 where an entry of the file cannot be used."],
  output: Output,
  async run({ checks: file }, ctx) {
    const loaded = await openChecks(file, ctx);
    return {
      file: loaded.path,
      present: loaded.present,
      checks: loaded.entries.map((check) => ({
        name: check.name,
        kind: check.read.kind,
        ...present({ workload: check.workload }),
        asks: asksOf(check),
        demands: [...demandsOf(check)],
        severity: check.emit.severity,
        title: check.emit.title,
      })),
      faults: loaded.faults.map(faultLine),
    };
  },
  view: (result) => [...listBlocks(result), ...faultBlocks(result), ...nextBlocks(result)],
  outcome: ({ faults }) => (faults.length > 0 ? "blind" : "done"),
});

const listBlocks = ({ checks: rows, present: isThere, faults }: Output): Doc => {
  if (rows.length === 0) {
    const text = isThere ? "the checks file declares no usable check" : "no check is declared here";
    return [{ kind: "line", tone: faults.length > 0 ? "warn" : "plain", text }];
  }
  return [
    { kind: "heading", text: plural(rows.length, "check") },
    {
      kind: "table",
      columns: [{ title: "severity" }, { title: "check" }, { title: "asks, and demands", grow: true }],
      rows: rows.map(({ name, severity, asks, demands }) => [severity, name, [asks, ...demands].join("; ")]),
    },
  ];
};

const faultBlocks = ({ faults }: Output): Doc =>
  faults.map((fault) => ({ kind: "line", tone: "warn", text: `not usable: ${fault}` }));

const nextBlocks = ({ checks: rows }: Output): Doc => [
  {
    kind: "next",
    commands:
      rows.length === 0
        ? [{ command: "steadystate help health", why: "how to declare a check in steadystate/checks.json" }]
        : [{ command: "steadystate smoke", why: "ask them now" }],
  },
];
