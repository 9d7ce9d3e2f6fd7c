import { z } from "zod";
import type { Context } from "../../context.ts";
import { type GateResult, judgeGate, stancesOnUnknown, thresholds } from "../../core/ci-gate.ts";
import { groupItems } from "../../core/correlate/group.ts";
import { countSeverities } from "../../core/severity.ts";
import { askChecks } from "../../engine/checks.ts";
import { committedWish, hear, openMutes } from "../../engine/quiet.ts";
import { openRunbook } from "../../engine/runbook.ts";
import { lookOnce } from "../../engine/scan.ts";
import type { Doc } from "../../view/doc.ts";
import { AlertRow, CheckRow, Counts } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { Label, LookPath, SourceName, TuningName, VarFiles, Verbose } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import {
  alertRows,
  alertsBlocks,
  asidePhrase,
  checkBlocks,
  GapRow,
  LookRow,
  lookBlocks,
  lookRows,
  MutedRow,
  mutedBlocks,
  mutedRows,
  WaivedRow,
  waivedBlocks,
  waivedCount,
  waivedRows,
} from "./rows.ts";

const Output = z.strictObject({
  gate: z.enum(["pass", "fail", "cannot-tell"]),
  threshold: z.enum(thresholds).describe("from which severity on a finding fails the gate"),
  onUnknown: z.enum(stancesOnUnknown).describe("what the gate does where it cannot tell"),
  failing: z.number().int().describe("findings and checks at or above the threshold"),
  below: z.number().int().describe("scored findings under the threshold"),
  cannotTell: z.array(z.string()).describe("things that can be judged only after apply"),
  unread: z.array(GapRow).describe("what was not seen at all"),
  muted: z.number().int().describe("muted by the committed file, and neither counted nor judged"),
  mutedItems: z.array(MutedRow),
  waived: z.number().int().describe("findings of which a committed waiver took a rule's flag away"),
  waivedItems: z.array(WaivedRow),
  counts: Counts,
  alerts: z.array(AlertRow).describe("what fails the gate, grouped, worst first"),
  lesser: z.array(AlertRow).describe("the rest, grouped, worst first"),
  checks: z.array(CheckRow),
  looks: z.array(LookRow),
});
type Output = z.infer<typeof Output>;

export const ci = defineVerb({
  name: "ci",
  room: "look",
  summary: "Gate a pipeline: fail on drift, exposure or a failed check",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    path: LookPath,
    source: SourceName,
    failOn: z
      .string()
      .toLowerCase()
      .pipe(z.enum(thresholds))
      .default("high")
      .describe("severity from which on a finding fails the gate: any, low, medium, high, critical, none"),
    onUnknown: z
      .enum(stancesOnUnknown)
      .default("fail")
      .describe("where the gate cannot tell: fail (status 3) or pass"),
    tuning: TuningName,
    label: Label,
    varFile: VarFiles,
    checks: z
      .boolean()
      .default(false)
      .describe("also ask the committed http checks; off, so that CI calls no address"),
    verbose: Verbose,
  }),
  settings: {
    path: { config: ["ci.path", "defaults.path"] },
    tuning: { config: ["defaults.tuning"] },
    source: { config: ["ci.source", "defaults.source"] },
    failOn: { config: ["ci.fail_on"] },
    onUnknown: { config: ["ci.on_unknown"] },
    checks: { config: ["ci.checks"] },
  },
  positionals: ["path"],
  examples: ["ci", "ci plan.json --fail-on medium", "ci infra --output report.md"],
  details: [
    "A captured plan is made by",
    "",
    "terraform plan -out plan.bin",
    "terraform show -json plan.bin > plan.json",
    "",
    "and read offline, without credentials. A folder is planned by terraform",
    "itself, which must be initialised there. Nothing is remembered. Status 0",
    "passes, 1 fails, 3 could not tell: a part was not seen, or can be judged",
    "only after apply.",
  ],
  output: Output,
  async run({ path, source, failOn, onUnknown, tuning, label, varFile, checks }, ctx) {
    const asked = { path: path ?? ".", source, label, varFiles: varFile };
    await tellUnused(ctx);
    const { report } = await lookOnce(asked, tuning, ctx);
    const smoke = checks
      ? await askChecks({ workload: undefined, checks: undefined }, ctx)
      : { results: [], faults: [] };
    const { loud, muted } = hear(report.items, committedWish(await openMutes(ctx)), ctx.now());
    const result = judgeGate({ looks: report.looks, items: loud }, smoke.results, {
      threshold: failOn,
      onUnknown,
    });
    const runbook = await openRunbook(ctx);
    return {
      ...gateFacts(result, smoke.faults),
      muted: muted.length,
      mutedItems: mutedRows(muted),
      waived: waivedCount(report),
      waivedItems: waivedRows(report),
      counts: { ...countSeverities(loud) },
      alerts: alertRows(groupItems(result.failing), runbook),
      lesser: alertRows(groupItems(result.below), runbook),
      checks: [...smoke.results],
      looks: lookRows(report),
    };
  },
  view: (result, { verbose }) => [
    { kind: "gate", gate: result.gate, text: gateText(result) },
    ...doubtLines(result),
    ...checkBlocks(result.checks),
    ...alertsBlocks(result.alerts, { verbose, most: 50 }),
    ...lesserBlocks(result),
    ...mutedBlocks(result.mutedItems),
    ...waivedBlocks(result.waivedItems),
    ...lookBlocks(result.looks),
  ],
  outcome: ({ gate }) => (gate === "fail" ? "tripped" : gate === "cannot-tell" ? "blind" : "done"),
});

/** Nobody is told and nothing is proposed yet; whoever configured it must not wait for it. */
const tellUnused = async (ctx: Context): Promise<void> => {
  const { ci: gate } = await ctx.config();
  for (const key of ["to", "deliver"] as const) {
    const value = gate[key];
    if (value === undefined || ["", "none", "console"].includes(value)) continue;
    ctx.notice(`[ci] ${key} = "${value}" is not used by this version`);
  }
};

/** A checks file that cannot be read leaves the gate without an answer that was asked for. */
const gateFacts = (result: GateResult, faults: readonly { what: string; why: string }[]) => ({
  gate:
    result.gate === "pass" && faults.length > 0 && result.onUnknown === "fail"
      ? ("cannot-tell" as const)
      : result.gate,
  threshold: result.threshold,
  onUnknown: result.onUnknown,
  failing: result.failing.length + result.failingChecks.length,
  below: result.below.length,
  cannotTell: result.cannotTell.map(({ title }) => title),
  unread: [...result.unread, ...faults].map(({ what, why }) => ({ what, why })),
});

const barPhrase = (threshold: Output["threshold"]): string =>
  threshold === "any"
    ? "of any severity"
    : threshold === "none"
      ? "that may fail"
      : `at or above ${threshold}`;

const gateText = ({ gate, failing, below, threshold, unread, cannotTell, muted, waived }: Output): string => {
  const under = below === 0 ? "" : `; ${plural(below, "finding")} under the gate`;
  const doubt = [
    asidePhrase({ muted, waived }),
    ...(unread.length === 0 ? [] : [`; ${unread.length} not seen`]),
    ...(cannotTell.length === 0 ? [] : [`; ${cannotTell.length} cannot be judged before apply`]),
  ].join("");
  switch (gate) {
    case "fail":
      return `${plural(failing, "finding")} ${barPhrase(threshold)}${under}${doubt}`;
    case "cannot-tell":
      return `nothing ${barPhrase(threshold)} in what was seen${under}${doubt}`;
    case "pass":
      if (threshold === "none") return `the gate is open: nothing fails it${under}${doubt}`;
      return below + muted + waived === 0
        ? `no findings${doubt}`
        : `nothing ${barPhrase(threshold)}${under}${doubt}`;
  }
};

/** What the looks and the checks below do not name themselves. */
const unnamed = ({ unread, looks, checks }: Output): Output["unread"] => {
  const named = new Set([
    ...looks.flatMap(({ gaps }) => gaps.map(({ what }) => what)),
    ...checks.map(({ name }) => `check ${name}`),
  ]);
  return unread.filter(({ what }) => !named.has(what));
};

const doubtLines = ({ cannotTell, onUnknown, gate, ...result }: Output): Doc => [
  ...cannotTell.slice(0, 10).map((title) => ({
    kind: "line" as const,
    tone: "warn" as const,
    text: `cannot be judged before apply: ${title}`,
  })),
  ...(cannotTell.length > 10 ? [{ kind: "note" as const, text: `and ${cannotTell.length - 10} more` }] : []),
  ...unnamed({ cannotTell, onUnknown, gate, ...result }).map(({ what, why }) => ({
    kind: "line" as const,
    tone: "warn" as const,
    text: `not seen: ${what}: ${why}`,
  })),
  ...(gate === "cannot-tell" || (onUnknown === "pass" && cannotTell.length > 0)
    ? [{ kind: "note" as const, text: doubtNote(onUnknown) }]
    : []),
];

const doubtNote = (onUnknown: Output["onUnknown"]): string =>
  onUnknown === "fail"
    ? "where it cannot tell, the gate stays shut (status 3); --on-unknown pass, or [ci] on_unknown, lets it through"
    : "where it cannot tell, the gate lets it through: on_unknown is pass";

const lesserBlocks = ({ lesser, below }: Output): Doc => {
  const shown = lesser.slice(0, 20);
  if (shown.length === 0) return [];
  return [
    { kind: "heading", text: `Under the gate: ${plural(below, "finding")}` },
    {
      kind: "table",
      columns: [{ title: "severity" }, { title: "what", grow: true }],
      rows: shown.map(({ severity, title }) => [severity, title]),
      more: lesser.length - shown.length,
    },
  ];
};
