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
import { judgeLook, takeLook } from "./looked.ts";
import { recordLook } from "./recorded.ts";
import { ScannedOutput, scannedTail } from "./scanned.ts";
import { Autonomy, settleAlerts } from "./settle-alerts.ts";

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
  record: z
    .string()
    .min(1)
    .optional()
    .describe("file to keep all that the answer is made of, redacted, for replay; not for agents"),
  verbose: Verbose,
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
    "scan --target prod --record incident.json",
  ],
  details: [
    "With --autonomy auto what is inside the bound is done at once, as automation,",
    "and looked at again; everything else waits for a person in pending.",
  ],
  output: ScannedOutput,
  async run({ stateless, tuning, varFile, checks, failOn, wait, deep, autonomy, record, ...named }, ctx) {
    const asked = { ...(await lookAt(named, "scan", ctx)), varFiles: varFile, checks, deep };
    if (deep && asked.probe === undefined)
      throw new SteadystateError("usage", "--deep is for a probe, and none is asked", {
        hint: "add --probe auto for a source of Kubernetes, or --probe kubectl for any other",
      });
    demandObserving({ stateless, record, autonomy });
    const how = { stateless, tuning, failOn, wait };
    if (record !== undefined) return recordLook(record, () => judgeLook(asked, how, ctx), ctx);
    const looked = await takeLook(asked, how, ctx);
    if (autonomy === "observe") return { ...looked, autonomy, settled: [] };
    return { ...looked, autonomy, settled: [...(await settleAlerts(looked, autonomy, { varFile }, ctx))] };
  },
  ...scannedTail,
});

/** What is put to the gate is neither forgotten nor told again. */
const demandObserving = ({
  stateless,
  record,
  autonomy,
}: Pick<z.output<typeof Input>, "stateless" | "record" | "autonomy">): void => {
  if (autonomy === "observe" || (!stateless && record === undefined)) return;
  throw new SteadystateError(
    "usage",
    stateless
      ? `--autonomy ${autonomy} works on what is remembered`
      : `--record keeps what a look saw, and --autonomy ${autonomy} does more than look`,
    { hint: `leave ${stateless ? "--stateless" : "--record"} out` },
  );
};
