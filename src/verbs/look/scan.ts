import { z } from "zod";
import type { Context } from "../../context.ts";
import { checksSource } from "../../core/checks/names.ts";
import { judgeGate, thresholds } from "../../core/ci-gate.ts";
import { groupItems } from "../../core/correlate/group.ts";
import type { Report } from "../../core/report.ts";
import { tunings } from "../../core/score/tuning.ts";
import { countSeverities } from "../../core/severity.ts";
import { parseDuration } from "../../core/time.ts";
import { committedWish, hear, openMutes } from "../../engine/quiet.ts";
import { openRunbook, type Runbook } from "../../engine/runbook.ts";
import { lookAndRemember, lookOnce, type Scanned } from "../../engine/scan.ts";
import { lookAt } from "../../engine/targets.ts";
import type { Doc } from "../../view/doc.ts";
import { AlertRow, Counts, ItemRow } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import {
  Duration,
  KubeContext,
  Kubeconfig,
  Label,
  LookPath,
  LookTarget,
  SourceName,
  TuningName,
  VarFiles,
  Verbose,
} from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { bareAlert } from "./bare.ts";
import {
  alertRows,
  alertsBlocks,
  asidePhrase,
  LookRow,
  lookBlocks,
  lookRows,
  MutedRow,
  mutedBlocks,
  mutedRows,
  rowOf,
  WaivedRow,
  waivedBlocks,
  waivedCount,
  waivedRows,
} from "./rows.ts";

const Input = z.strictObject({
  path: LookPath,
  source: SourceName,
  target: LookTarget,
  context: KubeContext,
  kubeconfig: Kubeconfig,
  stateless: z.boolean().default(false).describe("remember nothing; of mutes only the committed ones count"),
  tuning: TuningName,
  label: Label,
  varFile: VarFiles,
  checks: z.boolean().default(true).describe("also ask the committed checks; --no-checks leaves them out"),
  failOn: z.enum(thresholds).default("none").describe("end with status 1 from this severity on"),
  wait: Duration.optional().describe(
    "wait so long for another scan of the same scope, instead of ending with status 3",
  ),
  verbose: Verbose,
});

const Resolved = z.strictObject({ fingerprint: z.string(), title: z.string() });

const Output = z.strictObject({
  tuning: z.enum(tunings),
  stateless: z.boolean(),
  tripped: z.boolean().describe("a finding is at or above --fail-on"),
  complete: z.boolean().describe("everything that was asked about was seen"),
  counts: Counts,
  alerts: z.array(AlertRow).describe("at or above the bar of the tuning, grouped, worst first"),
  signals: z.array(ItemRow).describe("below the bar"),
  muted: z.number().int().describe("muted or snoozed, and neither counted nor shown above"),
  mutedItems: z.array(MutedRow),
  waived: z.number().int().describe("findings of which a committed waiver took a rule's flag away"),
  waivedItems: z.array(WaivedRow),
  resolved: z.array(Resolved).describe("gone since the last complete look at this scope"),
  absent: z.number().int().describe("not seen this time; they resolve when the grace is over"),
  stale: z.number().int().describe("known findings that this look could not see"),
  looks: z.array(LookRow),
});
type Output = z.infer<typeof Output>;

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
    "scan overlays/prod --source kustomize-live --context prod",
  ],
  output: Output,
  async run({ stateless, tuning, varFile, checks, failOn, wait, ...named }, ctx) {
    const asked = { ...(await lookAt(named, "scan", ctx)), varFiles: varFile, checks };
    // First: a runbook that is named and not there is a wrong call, which must leave nothing behind.
    const runbook = await openRunbook(ctx);
    const scanned: Scanned = stateless
      ? { report: await lookOnce(asked, tuning, ctx), remembered: undefined }
      : await lookAndRemember(asked, tuning, ctx, wait === undefined ? 0 : parseDuration(wait));
    return resultOf(scanned, { stateless, failOn, runbook }, ctx);
  },
  view: (result, { verbose }) => [
    ...headBlocks(result),
    ...alertsBlocks(result.alerts, { verbose, most: 25 }),
    ...mutedBlocks(result.mutedItems),
    ...waivedBlocks(result.waivedItems),
    ...resolvedBlocks(result),
    ...lookBlocks(result.looks),
    ...nextBlocks(result),
  ],
  bare: (result) => ({
    summary: {
      alerts: result.alerts.length,
      signals: result.signals.length,
      resolved: result.resolved.length,
    },
    alerts: result.alerts.map((alert) => bareAlert(alert, result.looks[0]?.environment)),
    resolved: result.resolved,
    spend: null,
  }),
  outcome: ({ tripped, complete }) => (tripped ? "tripped" : complete ? "done" : "blind"),
});

const resultOf = async (
  { report, remembered }: Scanned,
  {
    stateless,
    failOn,
    runbook,
  }: Pick<z.infer<typeof Input>, "stateless" | "failOn"> & { readonly runbook: Runbook },
  ctx: Context,
): Promise<Output> => {
  const now = ctx.now();
  const { loud, muted } = hear(
    report.items,
    remembered === undefined
      ? committedWish(await openMutes(ctx))
      : ({ departure }) => remembered.recollections.get(departure.fingerprint)?.suppression,
    now,
  );
  const below = new Set(report.signals);
  const memory = remembered === undefined ? undefined : { recollections: remembered.recollections, now };
  const heard: Report = { ...report, items: loud };
  // Grouping is dear; where nothing is left out, the report has done it.
  const alerts = muted.length === 0 ? report.alerts : groupItems(loud.filter((item) => !below.has(item)));
  return {
    tuning: report.tuning,
    stateless,
    tripped: judgeGate(heard, [], { threshold: failOn, onUnknown: "pass" }).gate === "fail",
    complete: report.looks.every(({ coverage }) => coverage.status === "complete"),
    counts: muted.length === 0 ? report.counts : { ...countSeverities(loud) },
    alerts: alertRows(alerts, runbook, memory),
    signals: loud.filter((item) => below.has(item)).map((item) => rowOf(item, runbook, memory)),
    muted: muted.length,
    mutedItems: mutedRows(muted),
    waived: waivedCount(report),
    waivedItems: waivedRows(report),
    resolved: [...(remembered?.resolved ?? [])],
    absent: remembered?.absent ?? 0,
    stale: remembered?.stale ?? 0,
    looks: lookRows(report),
  };
};

const headBlocks = ({ alerts, signals, muted, waived, complete, looks }: Output): Doc => {
  const compared = looks.filter(({ source }) => source !== checksSource);
  const recordedOnly = compared.every(({ basis }) => basis === "declared-vs-recorded");
  const quiet = asidePhrase({ muted, waived });
  const small = signals.length === 0 ? "" : `; ${plural(signals.length, "signal")} below the bar`;
  if (alerts.length > 0)
    return [{ kind: "heading", text: `${plural(alerts.length, "alert")}${small}${quiet}` }];
  if (!complete)
    return [{ kind: "line", tone: "warn", text: `nothing found in what could be seen${small}${quiet}` }];
  const vouched = looks.every(({ basis }) => basis !== "unverified");
  const agreed = recordedOnly ? "the code and the recorded state agree" : "declared and real agree";
  const clean = vouched ? agreed : "nothing departs in the part of a plan that was given";
  const all = signals.length === 0 && muted + waived > 0;
  const text = all
    ? `everything that departs is ${waived === 0 ? "muted" : muted === 0 ? "waived" : "muted or waived"}`
    : small === ""
      ? clean
      : "nothing at or above the bar";
  return [
    {
      kind: "line",
      tone: signals.length + muted + waived === 0 ? "good" : "plain",
      text: `${text}${small}${quiet}`,
    },
  ];
};

/** What is not remembered cannot be shown again. */
const nextBlocks = ({ alerts, stateless }: Output): Doc => {
  const worst = alerts[0]?.items[0];
  if (stateless || worst === undefined) return [];
  return [
    {
      kind: "next",
      commands: [
        {
          command: `steadystate show ${worst.fingerprint.slice(0, 12)}`,
          why: "the worst alone, and what became of it",
        },
        { command: "steadystate health", why: "whether it works all the same" },
      ],
    },
  ];
};

const resolvedBlocks = ({ resolved, absent, stale }: Output): Doc => [
  ...(resolved.length === 0
    ? []
    : [
        { kind: "heading" as const, text: `Resolved since the last look: ${resolved.length}` },
        { kind: "list" as const, items: resolved.slice(0, 10).map(({ title }) => title) },
      ]),
  ...(absent === 0
    ? []
    : [
        {
          kind: "note" as const,
          text: `${plural(absent, "finding")} not seen any more; resolved when the grace is over`,
        },
      ]),
  ...(stale === 0
    ? []
    : [
        {
          kind: "line" as const,
          tone: "warn" as const,
          text: `${plural(stale, "known finding")} could not be looked at`,
        },
      ]),
];
