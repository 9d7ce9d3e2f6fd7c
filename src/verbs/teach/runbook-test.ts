import { z } from "zod";
import { aspects, trialStates } from "../../core/runbook/trials/trial.ts";
import { severities } from "../../core/severity.ts";
import { testRunbook } from "../../engine/runbook-test/test-runbook.ts";
import { present } from "../../view/rows.ts";
import { defineVerb } from "../verb.ts";
import { runbookTestDoc } from "./runbook-test-view.ts";

const failures = ["stale", "unsure", "uncovered", "never"] as const;

const Row = z.strictObject({
  entry: z.string().describe("name of the entry; the file where it has none"),
  what: z.enum(aspects).describe("what was asked of it"),
  state: z
    .enum(trialStates)
    .describe("stale: known to be wrong; unsure: nobody here can know; skipped: not asked"),
  why: z.string(),
  next: z.string().optional().describe("the next command"),
});
export type Row = z.infer<typeof Row>;

const UncoveredRow = z.strictObject({
  category: z.string(),
  count: z.number().int().describe("findings of the last 90 days"),
  severity: z.enum(severities).describe("of the worst"),
  fingerprint: z.string().describe("of the worst"),
  title: z.string().describe("of the worst"),
  next: z
    .string()
    .describe("the command that writes an entry for it down, or vouches its draft; quoted for a shell"),
});

const Output = z.strictObject({
  file: z.string(),
  present: z.boolean().describe("whether that file is there"),
  tripped: z.boolean().describe("whether something is there that fail_on names"),
  remembers: z
    .boolean()
    .describe("whether anything was ever looked at here; where not, nobody knows what nothing answers"),
  dark: z.number().int().describe("questions whose answer could not be reached"),
  beside: z
    .array(z.string())
    .describe("entries of checks.json and targets.json that cannot be used: path:line:column entry: why"),
  rows: z.array(Row),
  uncovered: z
    .array(UncoveredRow)
    .describe("medium and worse, not muted, and answered by no entry and no action"),
});
export type Output = z.infer<typeof Output>;

export const runbookTest = defineVerb({
  name: "runbook test",
  room: "teach",
  summary: "Ask each runbook entry whether one can rely on it",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    entry: z.string().min(1).optional().describe("only the entry of this name"),
    reach: z
      .boolean()
      .default(false)
      .describe("ask the clusters whether it may be done there, and let each tool try it without any effect"),
    failOn: z
      .enum(failures)
      .default("stale")
      .describe("end with status 1 for: stale entries; those and unsure ones; those and uncovered findings"),
  }),
  positionals: [],
  examples: [
    "runbook test",
    "runbook test --entry restart-web --reach",
    "runbook test --fail-on uncovered --json",
  ],
  details: [
    "No entry is run; with --reach its tool's own dry run is, where it has one.",
    "Status 1 where something is there that --fail-on names.",
    "What nothing answers is known only where something was scanned.",
  ],
  output: Output,
  async run({ entry, reach, failOn }, ctx) {
    const tested = await testRunbook({ entry, reach }, ctx);
    const { path, present: isThere, trials, beside, remembers, uncovered } = tested;
    const isUnknown = failOn === "uncovered" && entry === undefined && !remembers;
    const has = (state: Row["state"]): boolean => trials.some((trial) => trial.state === state);
    return {
      file: path,
      present: isThere,
      tripped: {
        stale: has("stale"),
        unsure: has("stale") || has("unsure"),
        uncovered: has("stale") || uncovered.length > 0,
        never: false,
      }[failOn],
      remembers,
      dark: trials.filter(({ dark }) => dark === true).length + (isUnknown ? 1 : 0),
      beside: [...beside],
      rows: trials.map(({ entry: name, what, state, why, next }) => ({
        ...{ entry: name, what, state, why },
        ...present({ next }),
      })),
      uncovered: uncovered.map(({ category, count, example: { severity, fingerprint, title }, next }) => ({
        ...{ category, count, severity, fingerprint, title, next },
      })),
    };
  },
  view: runbookTestDoc,
  outcome: ({ tripped, dark, beside }) => {
    if (tripped) return "tripped";
    return dark > 0 || beside.length > 0 ? "blind" : "done";
  },
});
