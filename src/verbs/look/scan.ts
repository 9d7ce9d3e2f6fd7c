import { z } from "zod";
import { probeWishes } from "../../core/probes.ts";
import { lookAt } from "../../engine/targets.ts";
import { SteadystateError } from "../../errors.ts";
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
  verbose: Verbose,
});

export const scan = defineVerb({
  name: "scan",
  room: "look",
  summary: "Compare declared with real, and remember what is found",
  tier: "read",
  effect: ({ stateless }) => (stateless === true ? "none" : "state"),
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
  ],
  output: LookedOutput,
  async run({ stateless, tuning, varFile, checks, failOn, wait, deep, ...named }, ctx) {
    const asked = { ...(await lookAt(named, "scan", ctx)), varFiles: varFile, checks, deep };
    if (deep && asked.probe === undefined)
      throw new SteadystateError("usage", "--deep is for a probe, and none is asked", {
        hint: "add --probe auto for a source of Kubernetes, or --probe kubectl for any other",
      });
    return takeLook(asked, { stateless, tuning, failOn, wait }, ctx);
  },
  ...lookedTail,
});
