import { z } from "zod";
import { probeWishes } from "../../core/probes.ts";
import { lookAt } from "../../engine/targets.ts";
import { outcomes, SteadystateError } from "../../errors.ts";
import { exitOf, SettledRow, worstOutcome } from "../act/settled-row.ts";
import {
  Deep,
  Duration,
  FailOn,
  KubeContext,
  Kubeconfig,
  Label,
  LookPath,
  LookTarget,
  SourceName,
  Stateless,
  TuningName,
  VarFiles,
  Verbose,
} from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { LookedOutput, lookedTail, takeLook } from "./looked.ts";
import { Autonomy, autonomies, settleAlerts, settledDoc } from "./settle-alerts.ts";

const Input = z.strictObject({
  path: LookPath,
  source: SourceName,
  target: LookTarget,
  context: KubeContext,
  kubeconfig: Kubeconfig,
  probe: z
    .enum(probeWishes)
    .optional()
    .describe(
      "what else tells how it fares: auto takes the one that fits the source; a target's own without it",
    ),
  deep: Deep,
  stateless: Stateless,
  tuning: TuningName,
  label: Label,
  varFile: VarFiles,
  checks: z.boolean().default(true).describe("also ask the committed checks; --no-checks leaves them out"),
  failOn: FailOn,
  wait: Duration.optional().describe(
    "wait so long for another scan of the same scope, instead of ending with status 3",
  ),
  autonomy: Autonomy,
  verbose: Verbose,
});

const Output = LookedOutput.extend({
  autonomy: z.enum(autonomies),
  settled: z.array(SettledRow).describe("what was put to the gate; empty where only observed"),
});

export const scan = defineVerb({
  name: "scan",
  room: "look",
  summary: "Compare declared with real, and remember what is found",
  tier: ({ autonomy = "observe" }) => (autonomy === "observe" ? "read" : "write"),
  effect: ({ stateless, autonomy }) =>
    autonomy === "auto" ? "infra" : stateless === true ? "none" : "state",
  doors: "all",
  input: Input,
  settings: {
    path: { config: ["defaults.path"] },
    tuning: { config: ["defaults.tuning"] },
    source: { config: ["defaults.source"] },
  },
  positionals: ["path"],
  examples: [
    "scan .",
    "scan plan.json --stateless --json",
    "scan infra --label prod --fail-on high",
    "scan --target prod",
    "scan --source k8s-live --probe auto --context prod",
    "scan --target prod --deep",
    "scan overlays/prod --source kustomize-live --context prod",
    "scan infra --autonomy suggest",
  ],
  details: [
    "With --autonomy auto what is inside the bound is done at once, as automation,",
    "and looked at again; everything else waits for a person in pending.",
  ],
  output: Output,
  async run({ stateless, tuning, varFile, checks, failOn, wait, deep, autonomy, ...named }, ctx) {
    const asked = { ...(await lookAt(named, "scan", ctx)), varFiles: varFile, checks, deep };
    if (deep && asked.probe === undefined)
      throw new SteadystateError("usage", "--deep is for a probe, and none is asked", {
        hint: "add --probe auto for a source of Kubernetes, or --probe kubectl for any other",
      });
    if (stateless && autonomy !== "observe")
      throw new SteadystateError("usage", `--autonomy ${autonomy} works on what is remembered`, {
        hint: "leave --stateless out",
      });
    const looked = await takeLook(asked, { stateless, tuning, failOn, wait }, ctx);
    if (autonomy === "observe") return { ...looked, autonomy, settled: [] };
    return { ...looked, autonomy, settled: [...(await settleAlerts(looked, autonomy, { varFile }, ctx))] };
  },
  view: (result, how) => [
    ...lookedTail.view(result, how),
    ...(result.autonomy === "observe" ? [] : settledDoc(result.settled)),
  ],
  bare: lookedTail.bare,
  outcome: (result) =>
    worstOutcome([
      outcomes[lookedTail.outcome(result)],
      ...result.settled.map((row) => exitOf(row, outcomes.done)),
    ]),
});
