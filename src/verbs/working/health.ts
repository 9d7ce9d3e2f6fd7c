import { z } from "zod";
import { askHealth } from "../../engine/health.ts";
import { CheckLabel, ChecksFile, CheckTarget, Duration, Workload } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { HealthOutput, healthDoc, healthResult } from "./verdict.ts";

export const health = defineVerb({
  name: "health",
  room: "working",
  summary: "Verdict: working, degraded, down or unknown",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    workload: Workload,
    maxAge: Duration.optional().describe("older evidence does not count, such as 15m or 6h"),
    label: CheckLabel,
    target: CheckTarget,
    checks: ChecksFile,
    exitZero: z.boolean().default(false).describe("end with status 0 whatever the verdict"),
  }),
  settings: { maxAge: { config: ["health.max_age"] } },
  positionals: ["workload"],
  examples: ["health", "health web", "health shop/web", "health --max-age 15m --json"],
  details: [
    "WORKING needs a positive answer and nothing unseen: an http check that gets",
    "what it demands, a probe that saw it serve (steadystate probe <target>), or a",
    "Terraform `check` block that passed in a fresh look. A workload is named as",
    "web, shop/web, deployment/web or deployment/shop/web; a name that several",
    "bear means all of them.",
    "",
    "Declare http checks in steadystate/checks.json, a list of entries such as",
    "",
    '{"name": "storefront", "workload": "web",',
    ' "read": {"kind": "http", "url": "https://shop.example.com/healthz"},',
    ' "when": {"status": 200, "body": "^ok"},',
    ' "emit": {"severity": "critical", "title": "the shop does not answer"}}',
  ],
  output: HealthOutput.extend({ exitZero: z.boolean() }),
  async run({ workload, maxAge, label, target, checks, exitZero }, ctx) {
    const answer = await askHealth({ workload, maxAge, label, target, checks }, ctx);
    return { ...healthResult(answer, workload, ctx.now()), exitZero };
  },
  view: (result) => healthDoc(result),
  outcome: ({ verdict, exitZero }) => {
    if (exitZero || verdict === "WORKING") return "done";
    return verdict === "UNKNOWN" ? "blind" : "tripped";
  },
});
