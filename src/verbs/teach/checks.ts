import { z } from "zod";
import { asksOf, demandsOf } from "../../core/checks/describe.ts";
import { severities } from "../../core/severity.ts";
import { formatDuration } from "../../core/time.ts";
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
  targets: z.array(z.string()).describe("targets that it is for; empty: all"),
  environments: z.array(z.string()).describe("environments that it is for; empty: all"),
  forSeconds: z.number().optional().describe("how long it must fail before it counts"),
  keepForSeconds: z.number().optional().describe("how long it must answer again before it counts no more"),
  enabled: z.boolean(),
  author: z.string().optional(),
  added: z.string().optional(),
  draft: z
    .boolean()
    .describe("written by an agent and vouched by nobody: public addresses only, no variable"),
  unset: z.array(z.string()).describe("variables that it names and that are not set here"),
});
type Row = z.infer<typeof Row>;

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
        targets: [...check.targets],
        environments: [...check.environments],
        ...present({
          forSeconds: check.for === 0 ? undefined : check.for / 1000,
          keepForSeconds: check.keepFor === 0 ? undefined : check.keepFor / 1000,
          author: check.author,
          added: check.added,
        }),
        enabled: check.enabled,
        draft: check.proposed,
        unset: [...ctx.unsetFor(check)],
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
      rows: rows.map((row) => [
        row.severity,
        row.name,
        [row.asks, ...row.demands, ...remarks(row)].join("; "),
      ]),
    },
    ...rows
      .filter(({ unset }) => unset.length > 0)
      .map(({ name, unset }) => ({
        kind: "line" as const,
        tone: "warn" as const,
        text: `${name} cannot be asked here: ${unset.join(", ")} ${unset.length === 1 ? "is" : "are"} not set`,
      })),
  ];
};

const remarks = ({ draft, enabled, environments, targets, author, ...row }: Row): readonly string[] => [
  ...(row.forSeconds === undefined ? [] : [`for ${formatDuration(row.forSeconds * 1000)}`]),
  ...(row.keepForSeconds === undefined ? [] : [`keep for ${formatDuration(row.keepForSeconds * 1000)}`]),
  ...(environments.length === 0 ? [] : [`only ${environments.join(", ")}`]),
  ...(targets.length === 0 ? [] : [`only target ${targets.join(", ")}`]),
  ...(enabled ? [] : ["switched off"]),
  ...(author === undefined ? [] : [`by ${author}`]),
  ...(draft ? ["DRAFT"] : []),
];

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
