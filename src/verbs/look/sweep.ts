import { z } from "zod";
import { tunings } from "../../core/score/tuning.ts";
import { severities } from "../../core/severity.ts";
import { parseDuration } from "../../core/time.ts";
import { verdicts } from "../../core/verdict.ts";
import { openRunbook } from "../../engine/runbook.ts";
import { rollOf, sweepAll } from "../../engine/sweep.ts";
import { AlertRow } from "../../view/rows.ts";
import { Deep, Duration, FailOn, Stateless, TuningName, Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { GapRow } from "./rows.ts";
import { sweptResult } from "./swept.ts";
import { sweptView } from "./swept-view.ts";

const Input = z.strictObject({
  names: z.array(z.string().min(1)).default([]).describe("targets that are meant; all of them without one"),
  label: z.string().min(1).optional().describe("only the targets of this environment"),
  stateless: Stateless,
  deep: Deep,
  tuning: TuningName,
  failOn: FailOn,
  atOnce: z.number().int().min(1).max(64).default(8).describe("targets that are looked at at the same time"),
  deadline: Duration.default("60s").describe("time for each target, such as 30s; what it misses is UNKNOWN"),
  verbose: Verbose.describe("also list what is wrong at each target"),
});

const Whole = z.number().int();

const TargetRow = z.strictObject({
  name: z.string(),
  label: z.string().optional().describe("environment"),
  verdict: z.enum(verdicts),
  because: z.array(z.string()).describe("most important first"),
  severity: z.enum(severities).optional().describe("the worst of its alerts"),
  alerts: z.array(AlertRow).describe("at or above the bar of the tuning, grouped, worst first"),
  fresh: Whole.describe("alerts that this sweep met for the first time"),
  reopened: Whole.describe("alerts that came back after they were resolved"),
  signals: Whole.describe("findings below the bar"),
  muted: Whole.describe("muted or snoozed, and not counted elsewhere"),
  resolved: Whole,
  stale: Whole.describe("known findings that could not be looked at"),
  complete: z.boolean().describe("everything of it was seen"),
  unseen: z.array(GapRow).describe("what could not be looked at"),
  hint: z.string().optional().describe("next step where it was not looked at"),
});
export type TargetRow = z.infer<typeof TargetRow>;

const Output = z.strictObject({
  file: z.string(),
  present: z.boolean(),
  stateless: z.boolean(),
  tuning: z.enum(tunings),
  tripped: z.boolean().describe("a target is DOWN or DEGRADED, or a finding is at or above --fail-on"),
  complete: z.boolean().describe("every target was looked at, and nobody is left in doubt"),
  tally: z.strictObject({
    targets: Whole,
    WORKING: Whole,
    DEGRADED: Whole,
    DOWN: Whole,
    UNKNOWN: Whole,
    alerts: Whole,
    fresh: Whole,
    muted: Whole,
  }),
  wall: TargetRow.omit({ label: true, hint: true })
    .optional()
    .describe("the checks that are for everybody, asked once; no target is blamed for them"),
  targets: z.array(TargetRow).describe("the worst first, then by name"),
  shared: z
    .array(
      z.strictObject({
        title: z.string(),
        severity: z.enum(severities),
        places: z.array(z.strictObject({ target: z.string(), label: z.string(), fingerprint: z.string() })),
      }),
    )
    .describe("the same issue at several targets: a view, never a finding"),
  resolved: z
    .array(z.strictObject({ target: z.string(), fingerprint: z.string(), title: z.string() }))
    .describe("gone since the last complete look"),
});
export type Swept = z.infer<typeof Output>;

export const sweep = defineVerb({
  name: "sweep",
  room: "look",
  summary: "Check every target, several at once",
  tier: "read",
  effect: ({ stateless }) => (stateless === true ? "none" : "state"),
  doors: "all",
  input: Input,
  settings: { tuning: { config: ["defaults.tuning"] } },
  positionals: ["names"],
  examples: [
    "sweep",
    "sweep prod-eu prod-us",
    "sweep --label prod --fail-on high",
    "sweep --deadline 30s --json",
  ],
  details: [
    "A target that cannot be looked at, or not in its time, is UNKNOWN: it costs",
    "only its own time, and nothing of it is taken for resolved. Status 1 when a",
    "target is DOWN or DEGRADED or --fail-on is reached, else 3 when something",
    "could not be seen.",
  ],
  output: Output,
  async run({ names, label, stateless, deep, tuning, failOn, atOnce, deadline }, ctx) {
    const runbook = await openRunbook(ctx);
    const roll = await rollOf({ names, label }, ctx);
    const how = { stateless, deep, tuning, atOnce, deadline: parseDuration(deadline) ?? 60_000 };
    const swept = await sweepAll(roll, how, ctx);
    return sweptResult({ roll, ...swept }, { stateless, tuning, failOn, span: deadline, runbook }, ctx);
  },
  view: (result, { verbose }) => sweptView(result, { verbose }),
  outcome: ({ tripped, complete }) => (tripped ? "tripped" : complete ? "done" : "blind"),
});
