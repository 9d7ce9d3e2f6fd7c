import { z } from "zod";
import { parseDuration } from "../../core/time.ts";
import { verdicts } from "../../core/verdict.ts";
import { lookAtTarget } from "../../engine/probe-target.ts";
import { openRunbook } from "../../engine/runbook.ts";
import { SteadystateError } from "../../errors.ts";
import { Deep, Duration, FailOn, Label, Stateless, TuningName, Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { bareLooked, LookedOutput, lookedOf } from "./looked.ts";
import { probedView } from "./probed-view.ts";
import { GapRow } from "./rows.ts";

export const ProbedOutput = LookedOutput.extend({
  target: z.string(),
  label: z.string(),
  verdict: z.enum(verdicts).describe("of this target, from this look alone"),
  because: z.array(z.string()).describe("most important first"),
  evidence: z.strictObject({
    seen: z.number().int().describe("places with health evidence that were seen fresh and whole"),
    expected: z.number().int(),
    missing: z.array(GapRow),
  }),
  failure: z
    .strictObject({ code: z.string(), message: z.string(), hint: z.string().optional() })
    .optional()
    .describe("why its source stayed dark; the rest was looked at all the same"),
  unmuted: z.boolean().describe("what is muted stands among the alerts too"),
});
export type Probed = z.infer<typeof ProbedOutput>;

export const probe = defineVerb({
  name: "probe",
  room: "look",
  summary: "Check one target now: is it well",
  tier: "read",
  effect: ({ stateless }) => (stateless === true ? "none" : "state"),
  doors: "all",
  input: z.strictObject({
    target: z.string().min(1).describe("name in targets.json"),
    deep: Deep,
    unmute: z
      .boolean()
      .default(false)
      .describe("show what is muted or snoozed too; it counts no more for it"),
    label: Label,
    stateless: Stateless,
    tuning: TuningName,
    failOn: FailOn,
    wait: Duration.optional().describe(
      "wait so long for another look at the same target, instead of ending with status 3",
    ),
    verbose: Verbose,
  }),
  settings: { tuning: { config: ["defaults.tuning"] } },
  positionals: ["target"],
  examples: ["probe prod", "probe prod --deep --verbose", "probe prod --stateless --fail-on high --json"],
  details: [
    "Looks at the target's source, at the health of its cluster, and asks its",
    "checks. What stays dark hides nothing of the rest. The status is 1 where the",
    "verdict is DOWN or DEGRADED or a finding is at or above --fail-on, else 3",
    "where it is UNKNOWN, else 0. A target without a probe and without a check",
    "shows its drift, and nothing says whether it works: UNKNOWN.",
  ],
  output: ProbedOutput,
  async run({ target: name, unmute, failOn, wait, ...how }, ctx) {
    refuseAll(name);
    // First: a runbook that is named and not there is a wrong call, which must leave nothing behind.
    const runbook = await openRunbook(ctx);
    const span = wait === undefined ? 0 : parseDuration(wait);
    const { label, failure, judgement, ...seen } = await lookAtTarget(name, { ...how, wait: span }, ctx);
    const { verdict, because, missing, seen: places, expected } = judgement;
    return {
      ...lookedOf(seen, { stateless: how.stateless, failOn, runbook, unmute }, ctx.now()),
      ...{ target: name, label, verdict, because: [...because], unmuted: unmute },
      evidence: { seen: places, expected, missing: missing.map(({ what, why }) => ({ what, why })) },
      ...(failure === undefined ? {} : { failure: failureRow(failure) }),
    };
  },
  view: probedView,
  bare: bareLooked,
  outcome: ({ tripped, verdict, complete }) => {
    if (tripped || verdict === "DOWN" || verdict === "DEGRADED") return "tripped";
    return verdict === "WORKING" && complete ? "done" : "blind";
  },
});

const failureRow = ({ code, message, hint }: SteadystateError): Probed["failure"] => ({
  ...{ code, message },
  ...(hint === undefined ? {} : { hint }),
});

/** The word for every target, which none may bear. */
const refuseAll = (name: string): void => {
  if (name !== "all") return;
  throw new SteadystateError("usage", "probe looks at one target, and all is the word for every one", {
    hint: "steadystate sweep",
  });
};
