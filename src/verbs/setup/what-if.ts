import { z } from "zod";
import { type Fate, fateChanges, fates } from "../../core/gate/fate.ts";
import { targetOf } from "../../core/scope.ts";
import { severities } from "../../core/severity.ts";
import { sidesOf } from "../../engine/proposal.ts";
import { type Consequence, consequencesOf } from "../../engine/what-if.ts";
import { present } from "../../view/rows.ts";
import { Since, sinceOf, Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { whatIfBlocks } from "./what-if-view.ts";

const Input = z.strictObject({
  bound: z
    .string()
    .min(1)
    .optional()
    .describe("proposed config.toml; only what decides about effects counts. The committed one without it"),
  runbook: z.string().min(1).optional().describe("proposed solutions.json; the committed one without it"),
  since: Since.default("30d").describe("findings that opened or were there since 30d, 12h, or a date"),
  failOn: z
    .enum(["none", "unattended"])
    .default("none")
    .describe("unattended: status 1 when something would newly run unattended, 3 when nothing is known"),
  verbose: Verbose.describe("list what stays as it is too"),
});

const FateRow = z.strictObject({
  is: z.enum(fates).describe("runs unattended, waits for a person, or nothing is offered"),
  remedy: z.string().optional().describe("runbook entry, or action of the catalog"),
  why: z.string().optional(),
});

const Row = z.strictObject({
  fingerprint: z.string(),
  title: z.string(),
  label: z.string().describe("the thing, as its own tool names it"),
  severity: z.enum(severities),
  category: z.string(),
  target: z.string().optional(),
  opened: z.number().int().describe("how often it opened in that time; 0 where it stood open all along"),
  change: z.enum(fateChanges).optional().describe("absent where it stays as it is"),
  was: FateRow.describe("by what is committed"),
  would: FateRow.describe("by what is proposed"),
});

const Tally = z.strictObject({
  unattended: z.number().int(),
  waits: z.number().int(),
  silent: z.number().int(),
});

export const WhatIf = z.strictObject({
  everScanned: z.boolean(),
  since: z.string().describe("as it was asked"),
  bound: z.string().optional().describe("the proposed file, as it was given"),
  runbook: z.string().optional().describe("the same"),
  was: Tally,
  would: Tally,
  newlyUnattended: z.number().int(),
  findings: z.array(Row).describe("what changes first, gravest first"),
  remarks: z.array(z.string()),
  failOn: z.enum(["none", "unattended"]),
});
export type WhatIf = z.infer<typeof WhatIf>;

export const whatIf = defineVerb({
  name: "what-if",
  room: "setup",
  summary: "What another bound or runbook would have let run",
  tier: "read",
  effect: "none",
  doors: "all",
  input: Input,
  positionals: [],
  examples: [
    "what-if",
    "what-if --bound new.toml --since 30d",
    "what-if --runbook new.json --fail-on unattended",
  ],
  details: [
    "Judges each remembered finding twice, by what is committed and by what is",
    "proposed, as if nobody were there: it would have run unattended, waited for a",
    "person, or nothing would have been offered. Of the proposed config.toml count",
    "[bound], [[freeze]], [roles], [approvals] and [runbook]; a freeze is judged at",
    "the time when the finding opened, switches as they are set now.",
  ],
  output: WhatIf,
  async run({ bound, runbook, since, failOn }, ctx) {
    const sides = await sidesOf({ bound, runbook }, ctx);
    const asked = { since, ...present({ bound, runbook }), failOn };
    const history = await ctx.history.look();
    if (history === undefined)
      return { everScanned: false, ...asked, ...tallies([]), findings: [], remarks: [...sides.remarks] };
    const { rows, remarks } = await consequencesOf(sides, sinceOf(since, ctx.now()) ?? 0, history);
    return {
      everScanned: true,
      ...asked,
      ...tallies(rows),
      findings: rows.map(rowOf),
      remarks: [...remarks],
    };
  },
  view: whatIfBlocks,
  outcome: ({ failOn, everScanned, newlyUnattended }) => {
    if (failOn === "none") return "done";
    if (!everScanned) return "blind";
    return newlyUnattended > 0 ? "tripped" : "done";
  },
});

const rowOf = ({ finding, opened, was, would, change }: Consequence): z.infer<typeof Row> => {
  const { fingerprint, title, label, severity, category, identity } = finding;
  return {
    ...{ fingerprint, title, label, severity, category, opened },
    ...present({ target: targetOf(identity.scope), change }),
    was: fateRow(was),
    would: fateRow(would),
  };
};

const fateRow = (fate: Fate): z.infer<typeof FateRow> => ({
  is: fate.is,
  ...(fate.is === "silent" ? {} : { remedy: fate.remedy }),
  ...(fate.is === "unattended" ? {} : { why: fate.why }),
});

const tallies = (rows: readonly Consequence[]): Pick<WhatIf, "was" | "would" | "newlyUnattended"> => ({
  was: tallyOf(rows.map(({ was }) => was)),
  would: tallyOf(rows.map(({ would }) => would)),
  newlyUnattended: rows.filter(({ change }) => change === "newly-unattended").length,
});

const tallyOf = (all: readonly Fate[]): z.infer<typeof Tally> => {
  const count = (name: Fate["is"]): number => all.filter(({ is }) => is === name).length;
  return { unattended: count("unattended"), waits: count("waits"), silent: count("silent") };
};
