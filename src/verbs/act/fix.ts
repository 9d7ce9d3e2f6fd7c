import { z } from "zod";
import type { Finding } from "../../core/finding.ts";
import { openWays, type Way, type Ways } from "../../engine/gate/ways.ts";
import { SteadystateError } from "../../errors.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { TakenRow, takenBlocks, takenOutcome } from "./taken-row.ts";
import { DryRun, takenFor } from "./taking.ts";

export const fix = defineVerb({
  name: "fix",
  room: "act",
  summary: "Take what the runbook or the catalog offers for a finding",
  tier: ({ dryRun }) => (dryRun === true ? "read" : "write"),
  effect: ({ dryRun }) => (dryRun === true ? "none" : "infra"),
  doors: "all",
  input: z.strictObject({
    finding: z.string().min(1).describe("fingerprint of a finding, or its first 4 or more digits"),
    dryRun: DryRun,
  }),
  positionals: ["finding"],
  examples: ["fix 4f2a91", "fix 4f2a91 --dry-run"],
  details: [
    "A vouched entry of the runbook that answers goes before the catalog. Inside",
    "the bound it runs at once; everything else is offered and waits for approve.",
    "What What was done is looked at again: it helped, or it failed.",
  ],
  output: TakenRow,
  async run({ finding: ref, dryRun }, ctx) {
    const waysFor = await openWays(ctx);
    return takenFor(refOf(ref), dryRun, ctx, (finding) => firstWay(finding, waysFor(finding)).wish);
  },
  view: takenBlocks,
  outcome: takenOutcome,
});

/** Throws `usage`: the reference took a path here. */
const refOf = (text: string): string => {
  const read = FindingRef.safeParse(text);
  if (read.success) return read.data;
  const isPath = /[./\\]/.test(text);
  throw new SteadystateError(
    "usage",
    `fix takes a finding by at least 4 digits of its fingerprint, and "${text}" is none`,
    { hint: isPath ? `drift of a folder: steadystate reconcile ${text}` : "steadystate findings" },
  );
};

const firstWay = ({ category, fingerprint, title }: Finding, { ways: [first], unfit }: Ways): Way => {
  if (first !== undefined) return first;
  const because = unfit.map(({ name, why }) => `${name}: ${why}`).join("; ");
  throw new SteadystateError(
    "refused",
    `no action is offered for ${category} (${title})${because === "" ? "" : `; ${because}`}`,
    {
      hint: `what could be done to it, by name: steadystate actions ${fingerprint.slice(0, 12)}`,
      details: { category, unfit },
    },
  );
};
