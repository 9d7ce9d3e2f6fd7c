import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { shellWord } from "../../core/shell-word.ts";
import { openDesk } from "../../engine/gate/desk.ts";
import { settleFindings } from "../../engine/gate/settle-findings.ts";
import type { Asked } from "../../engine/locate.ts";
import { heardOf } from "../../engine/quiet.ts";
import { lookAndRemember } from "../../engine/scan.ts";
import { lookAt } from "../../engine/targets.ts";
import { outcomes, SteadystateError } from "../../errors.ts";
import { Label, LookPath, LookTarget, SourceName, VarFiles } from "../inputs.ts";
import { GapRow } from "../look/rows.ts";
import { defineVerb } from "../verb.ts";
import { reconciledView } from "./reconciled-view.ts";
import { exitOf, SettledRow, settledRow, worstOutcome } from "./settled-row.ts";

export const ReconcileOutput = z.strictObject({
  source: z.string(),
  path: z.string().describe("what was looked at"),
  applied: z.boolean().describe("--apply was given"),
  apply: z.string().describe("the command that takes what is inside the bound"),
  complete: z.boolean().describe("everything that was asked about was seen"),
  gaps: z.array(GapRow).describe("what was not seen, and why"),
  muted: z.number().int().describe("drifts that somebody muted, and that are left alone"),
  items: z.array(SettledRow).describe("each drift, what can be taken back first"),
});
export type Reconciled = z.infer<typeof ReconcileOutput>;

export const reconcile = defineVerb({
  name: "reconcile",
  room: "act",
  summary: "Put what drifted back to what is declared",
  tier: ({ apply }) => (apply === true ? "write" : "read"),
  effect: ({ apply }) => (apply === true ? "infra" : "state"),
  doors: "all",
  input: z.strictObject({
    path: LookPath,
    source: SourceName,
    target: LookTarget,
    label: Label,
    only: z.array(z.string().min(1)).default([]).describe("address of a drift to put right; repeatable"),
    varFile: VarFiles,
    apply: z
      .boolean()
      .default(false)
      .describe("take what is inside the bound, and offer the rest; without it nothing is offered"),
  }),
  positionals: ["path"],
  examples: [
    "reconcile infra",
    "reconcile infra --apply",
    "reconcile --target prod --only aws_s3_bucket.logs",
  ],
  details: [
    "Looks anew and remembers it as scan does, then shows for each drift what would",
    "be done. Exactly the plan that was shown is applied; what it would change",
    "besides, or destroy, never runs unattended.",
  ],
  output: ReconcileOutput,
  async run({ apply, only, varFile, ...named }, ctx) {
    const asked = { ...(await lookAt(named, "reconcile", ctx)), varFiles: varFile };
    const seen = await driftsOf(asked, ctx);
    const chosen = choose(seen.drifts, only);
    const history = apply ? await openDesk(ctx) : await ctx.history.lookToWrite();
    const how = { manner: apply ? "take" : "preview", varFiles: varFile } as const;
    const settled = history === undefined ? [] : await settleFindings(chosen, how, history, ctx);
    const { source, path, complete, gaps, muted } = seen;
    return {
      ...{
        source,
        path,
        applied: apply,
        apply: commandOf({ ...named, only, varFile }),
        complete,
        gaps,
        muted,
      },
      items: settled.map(settledRow),
    };
  },
  view: reconciledView,
  outcome: ({ applied, complete, items }) => {
    const waits = applied ? outcomes.refused : outcomes.done;
    return worstOutcome([...items.map((row) => exitOf(row, waits)), complete ? 0 : outcomes.blind]);
  },
});

type Named = { readonly [name in "path" | "source" | "target" | "label"]?: string | undefined } & {
  readonly only: readonly string[];
  readonly varFile: readonly string[];
};

const commandOf = ({ path, source, target, label, only, varFile }: Named): string => {
  const flag = (name: string, values: readonly (string | undefined)[]): readonly string[] =>
    values.flatMap((value) => (value === undefined ? [] : [`--${name}`, shellWord(value)]));
  return [
    ...["steadystate", "reconcile", ...(path === undefined ? [] : [shellWord(path)])],
    ...[...flag("source", [source]), ...flag("target", [target]), ...flag("label", [label])],
    ...[...flag("only", only), ...flag("var-file", varFile), "--apply"],
  ].join(" ");
};

type Seen = Pick<Reconciled, "source" | "path" | "complete" | "gaps" | "muted"> & {
  readonly drifts: readonly Finding[];
};

/** The drifts of one remembered look that nobody muted, as memory has them. */
const driftsOf = async (asked: Asked, ctx: Context): Promise<Seen> => {
  const scanned = await lookAndRemember(asked, "default", ctx);
  const { loud, muted } = await heardOf(scanned, ctx);
  const [look] = scanned.report.looks;
  const history = await ctx.history.lookToWrite();
  const drifts: Finding[] = [];
  for (const { departure } of loud) {
    if (departure.type !== "drift") continue;
    const known = (await history?.byPrefix(departure.fingerprint, 12)) ?? [];
    const own = known.find(({ resolutionScope }) => resolutionScope === look?.scope.resolution);
    if (own !== undefined) drifts.push(own);
  }
  return {
    source: look?.scope.source ?? "",
    path: look?.scope.path ?? "",
    complete: look?.coverage.status === "complete",
    gaps: (look?.coverage.gaps ?? []).map(({ what, why }) => ({ what, why })),
    muted: muted.filter(({ item }) => item.departure.type === "drift").length,
    drifts,
  };
};

/** Throws `not-found` for an address at which nothing drifted. */
const choose = (drifts: readonly Finding[], only: readonly string[]): readonly Finding[] => {
  if (only.length === 0) return drifts;
  const unknown = only.find((address) => !drifts.some(({ label }) => label === address));
  if (unknown === undefined) return drifts.filter(({ label }) => only.includes(label));
  throw new SteadystateError("not-found", `nothing drifted at ${unknown}`, {
    hint: "leave --only out to see what did",
    details: { drifted: drifts.map(({ label }) => label) },
  });
};
