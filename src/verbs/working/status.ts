import { z } from "zod";
import { askHealth } from "../../engine/health.ts";
import { defineVerb } from "../verb.ts";
import { HealthOutput, healthDoc, healthResult } from "./verdict.ts";

/** The bare call: the verdict card where something is known, a quick start where nothing is. Its status is always 0. */
export const status = defineVerb({
  name: "status",
  room: "working",
  summary: "The bare call: verdict, and what to do next",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["", "status --json"],
  output: HealthOutput.extend({
    known: z.boolean().describe("whether anything was ever scanned or declared here"),
    wallAbove: z
      .string()
      .optional()
      .describe("a parent folder that has steadystate/, probably the one that was meant"),
  }),
  async run(_, ctx) {
    const answer = await askHealth({ workload: undefined, maxAge: undefined, checks: undefined }, ctx);
    const { wallAbove } = ctx.place;
    return {
      ...healthResult(answer, undefined, ctx.now()),
      known: answer.scopes.length + answer.checks.length > 0,
      ...(wallAbove === undefined ? {} : { wallAbove }),
    };
  },
  view: ({ known, wallAbove, ...result }) => [
    ...(known
      ? healthDoc(result)
      : [
          { kind: "heading" as const, text: "Nothing is known here yet" },
          {
            kind: "next" as const,
            commands: [
              ...(wallAbove === undefined
                ? []
                : [{ command: `steadystate -C ${wallAbove}`, why: "the wall above this folder" }]),
              {
                command: "steadystate scan .",
                why: "compare this folder's Terraform with what is real, and remember",
              },
              {
                command: "steadystate ci plan.json",
                why: "gate a captured `terraform show -json` document, offline",
              },
              { command: "steadystate --help", why: "everything it can do, on one screen" },
            ],
          },
        ]),
  ],
});
