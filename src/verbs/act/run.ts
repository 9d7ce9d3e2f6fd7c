import { z } from "zod";
import type { VettedAction } from "../../core/actions/action.ts";
import type { Parameters } from "../../core/gate/offer.ts";
import { nearest } from "../../core/nearest.ts";
import { actionNamed } from "../../engine/gate/subject.ts";
import { SteadystateError } from "../../errors.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { TakenRow, takenBlocks, takenOutcome } from "./taken-row.ts";
import { DryRun, takenFor } from "./taking.ts";

export const run = defineVerb({
  name: "run",
  room: "act",
  summary: "Take a vetted action or a runbook entry for a finding",
  tier: ({ dryRun }) => (dryRun === true ? "read" : "write"),
  effect: ({ dryRun }) => (dryRun === true ? "none" : "infra"),
  doors: "all",
  input: z.strictObject({
    action: z.string().min(1).describe("name of a vetted action or runbook entry (see: steadystate actions)"),
    finding: FindingRef,
    set: z.array(z.string()).default([]).describe("what the action needs beside the finding: replicas=3"),
    dryRun: DryRun,
  }),
  positionals: ["action", "finding", "set"],
  examples: ["run scale 4f2a91 replicas=3", "run cordon 77ab02 --dry-run"],
  details: [
    "What it is done to comes from the finding and cannot be said otherwise.",
    "Inside the bound it runs at once; everything else waits for approve.",
  ],
  output: TakenRow,
  async run({ action: name, finding: ref, set, dryRun }, ctx) {
    const { entries } = await ctx.solutions();
    if (entries.some((entry) => entry.name === name)) {
      const [more] = set;
      if (more !== undefined) throw asked(name, `an entry of the runbook takes no ${more}`);
      return takenFor(ref, dryRun, ctx, ({ fingerprint }) => ({
        finding: fingerprint,
        action: name,
        entry: name,
      }));
    }
    const action = actionNamed(name);
    const named = namedIn(set, action);
    return takenFor(ref, dryRun, ctx, ({ fingerprint }) => ({
      finding: fingerprint,
      action: action.name,
      named,
    }));
  },
  view: takenBlocks,
  outcome: takenOutcome,
});

/** `name=value`, each name one that the action has and given once. Throws `usage`. */
const namedIn = (set: readonly string[], { name: action, parameters }: VettedAction): Parameters => {
  const known = Object.keys(parameters.shape);
  const pairs = set.map((text) => {
    const at = text.indexOf("=");
    const name = at === -1 ? text : text.slice(0, at);
    if (at < 1) throw asked(action, `set: "${text}" is no name=value`);
    if (!known.includes(name)) {
      const close = nearest(name, known);
      throw asked(action, `it has no ${name}${close === undefined ? "" : `, did you mean ${close}?`}`);
    }
    return [name, typedOf(text.slice(at + 1))] as const;
  });
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw asked(action, `${twice} is given twice`);
  return Object.fromEntries(pairs);
};

/** A plain number is one; what the action makes of it, its own schema says. */
const typedOf = (text: string): string | number => (/^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : text);

const asked = (action: string, why: string): SteadystateError =>
  new SteadystateError("usage", `${action}: ${why}`, { hint: "steadystate actions" });
