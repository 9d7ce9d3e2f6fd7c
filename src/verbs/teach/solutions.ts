import { z } from "zod";
import { demandOwnFile } from "../../engine/author.ts";
import { lookUpLedgers } from "../../engine/ledger.ts";
import { entryNamed, faultLine, runbookAt } from "../../engine/runbook.ts";
import type { Doc } from "../../view/doc.ts";
import { LedgerRow, ledgerLines, ledgerRow } from "../../view/ledger.ts";
import { plural } from "../../view/words.ts";
import { SolutionsFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { fileOption, SolutionRow, solutionBlocks, solutionRow, wholeSolution } from "./solution-row.ts";

const Output = z.strictObject({
  file: z.string().describe("where the runbook is"),
  present: z.boolean().describe("whether that file is there"),
  solutions: z.array(SolutionRow).describe("in file order"),
  records: z.array(LedgerRow).describe("what came of each that was tried lately, by target"),
  faults: z.array(z.string()).describe("entries that cannot be used: path:line:column entry: why"),
});
type Output = z.infer<typeof Output>;

export const solutions = defineVerb({
  name: "solutions",
  room: "teach",
  summary: "The runbook: what answers which problem, vouched by whom",
  tier: "read",
  effect: "none",
  doors: "all",
  aliases: ["runbook"],
  input: z.strictObject({
    name: z.string().trim().min(1).optional().describe("one entry, whole"),
    solutions: SolutionsFile,
  }),
  positionals: ["name"],
  examples: ["solutions", "solutions restart-mailer", "solutions --json"],
  details: [
    "A draft is shown and offered to nobody until a person vouches it.",
    "Status 3 where an entry of the file cannot be used.",
  ],
  output: Output,
  async run({ name, solutions: file }, ctx) {
    demandOwnFile("solution", file, ctx);
    const loaded = await runbookAt(file, ctx);
    const entries = name === undefined ? loaded.entries : [await entryNamed(name, ctx, file)];
    const { ledgers, unread } = await lookUpLedgers(ctx);
    if (unread !== undefined) ctx.notice(unread);
    return {
      ...{ file: loaded.path, present: loaded.present },
      solutions: entries.map(solutionRow),
      records: entries.flatMap(ledgers.forEntry).map(ledgerRow),
      faults: loaded.faults.map(faultLine),
    };
  },
  view: (result, { name, solutions: file }) => [
    ...(name === undefined
      ? listBlocks(result)
      : result.solutions.flatMap((row) => wholeSolution(row, recordFields(row, result)))),
    ...result.faults.map((fault) => ({ kind: "line", tone: "warn", text: `not usable: ${fault}` }) as const),
    nextOf(result, file),
  ],
  outcome: ({ faults }) => (faults.length > 0 ? "blind" : "done"),
});

const recordOf = ({ name }: SolutionRow, { records }: Output): readonly string[] =>
  ledgerLines(records.filter(({ remedy }) => remedy === name));

const recordFields = (row: SolutionRow, result: Output): readonly (readonly [string, string])[] =>
  recordOf(row, result).map((line, at) => [at === 0 ? "so far" : "", line]);

const listBlocks = (result: Output): Doc => {
  const { solutions: rows, present, faults, file } = result;
  if (rows.length === 0) {
    const text = present ? `the runbook ${file} has no usable entry` : "no runbook is committed here";
    return [{ kind: "line", tone: faults.length > 0 ? "warn" : "plain", text }];
  }
  const drafts = rows.filter(({ draft }) => draft).length;
  return [
    {
      kind: "heading",
      text: `${plural(rows.length, "entry", "entries")}${drafts === 0 ? "" : `, ${plural(drafts, "draft")}`}`,
    },
    ...rows.flatMap((row) => solutionBlocks(row, recordOf(row, result))),
  ];
};

const nextOf = ({ solutions: rows }: Output, file: string | undefined): Doc[number] => {
  const draft = rows.find((row) => row.draft);
  const [only] = rows;
  const option = fileOption(file);
  if (draft !== undefined)
    return next(`steadystate vouch ${draft.name}${option}`, "read the draft whole, and vouch it");
  if (only === undefined)
    return next("steadystate help add-solution", "how to write an entry down, with an example");
  return rows.length === 1
    ? next(`steadystate vouch ${only.name}${option}`, "what is vouched, and by which digest")
    : next(`steadystate solutions ${only.name}${option}`, "one entry whole");
};

const next = (command: string, why: string): Doc[number] => ({ kind: "next", commands: [{ command, why }] });
