import { z } from "zod";
import type { Context } from "../../context.ts";
import { assess } from "../../core/assess.ts";
import { isTripped, type thresholds } from "../../core/ci-gate.ts";
import { type Folded, foldReport } from "../../core/correlate/fold.ts";
import type { Judging } from "../../core/recording/recording.ts";
import type { Item, Report } from "../../core/report.ts";
import { type Tuning, tunings } from "../../core/score/tuning.ts";
import { countSeverities } from "../../core/severity.ts";
import { parseDuration } from "../../core/time.ts";
import type { Asked } from "../../engine/locate.ts";
import { type Heard, hear, openMutes, wishesOf } from "../../engine/quiet.ts";
import { openRunbook, type Runbook, runbookOf } from "../../engine/runbook.ts";
import { lookAndRemember, lookOnce } from "../../engine/scan.ts";
import type { Remembered } from "../../history/history.ts";
import { AlertRow, Counts, ItemRow } from "../../view/rows.ts";
import { bareAlert } from "./bare.ts";
import { lookedView } from "./looked-view.ts";
import {
  alertRows,
  LookRow,
  lookRows,
  MutedRow,
  memoryOf,
  mutedRows,
  rowOf,
  WaivedRow,
  waivedCount,
  waivedRows,
} from "./rows.ts";

const Resolved = z.strictObject({ fingerprint: z.string(), title: z.string() });

/** What a look found, whichever verb took it. */
export const LookedOutput = z.strictObject({
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
export type Looked = z.infer<typeof LookedOutput>;

/** How a look is taken and judged. */
type How = {
  readonly stateless: boolean;
  readonly tuning: Tuning;
  readonly failOn: (typeof thresholds)[number];
  /** How long another look at the same scope is waited for. */
  readonly wait: string | undefined;
};

/** One look and what it found. */
export const takeLook = async (
  asked: Asked,
  { stateless, tuning, failOn, wait }: How,
  ctx: Context,
): Promise<Looked> => {
  const { report, judging } = await judgeLook(asked, { stateless, tuning, failOn, wait }, ctx);
  return toldOf(report, judging);
};

/** One look, with everything of which its answer is made. */
export const judgeLook = async (
  asked: Asked,
  { stateless, tuning, failOn, wait }: How,
  ctx: Context,
): Promise<{ readonly report: Report; readonly judging: Judging }> => {
  // First: a runbook that is named and not there is a wrong call, which must leave nothing behind.
  const { entries: solutions } = await openRunbook(ctx);
  const { report, observations, standards, remembered } = stateless
    ? await lookOnce(asked, tuning, ctx)
    : await lookAndRemember(asked, tuning, ctx, wait === undefined ? 0 : parseDuration(wait));
  const mutes = remembered === undefined ? (await openMutes(ctx)).entries : [];
  const now = ctx.now();
  return { report, judging: { ...standards, now, failOn, mutes, solutions, remembered, observations } };
};

/** The whole answer of one look, made of nothing but its argument. */
export const answerOf = (judging: Judging): Looked => toldOf(assess(judging.observations, judging), judging);

const toldOf = (report: Report, { now, failOn, mutes, solutions, remembered }: Judging): Looked =>
  lookedOf(
    { report, remembered, heard: hear(report.items, wishesOf(remembered, mutes), now) },
    { stateless: remembered === undefined, failOn, runbook: runbookOf(solutions) },
    now,
  );

/** In the shape of the reference. */
export const bareLooked = (result: Looked) => ({
  summary: {
    alerts: result.alerts.length,
    signals: result.signals.length,
    resolved: result.resolved.length,
  },
  alerts: result.alerts.map((alert) => bareAlert(alert, result.looks[0]?.environment)),
  resolved: result.resolved,
  spend: null,
});

/** What every verb that takes a look does with what it found. */
export const lookedTail = {
  view: lookedView,
  bare: bareLooked,
  outcome: ({ tripped, complete }: Looked) => (tripped ? "tripped" : complete ? "done" : "blind"),
} as const;

type Told = { readonly report: Report; readonly remembered: Remembered | undefined };

type Telling = Pick<How, "stateless" | "failOn"> & {
  readonly runbook: Runbook;
  /** What is muted is shown with the rest; it is neither counted nor judged all the same. */
  readonly unmute?: boolean;
};

/** What is told of a look, with what memory knows of when each finding was first seen. */
export const foldSeen = ({ report, remembered }: Told, heard: readonly Item[]): Folded =>
  foldReport(report, {
    heard,
    seenSince: (fingerprint) => remembered?.recollections.get(fingerprint)?.firstSeen,
  });

/** What is told of a look whose items were parted already; `now` in milliseconds UTC. */
export const lookedOf = (
  { report, remembered, heard: { loud, muted } }: Told & { readonly heard: Heard },
  { stateless, failOn, runbook, unmute = false }: Telling,
  now: number,
): Looked => {
  const memory = memoryOf(remembered, now);
  const { alerts, signals } = foldSeen({ report, remembered }, unmute ? report.items : loud);
  return {
    tuning: report.tuning,
    stateless,
    tripped: isTripped(loud, failOn),
    complete: report.looks.every(({ coverage }) => coverage.status === "complete"),
    counts: muted.length === 0 ? report.counts : { ...countSeverities(loud) },
    alerts: alertRows(alerts, runbook, memory),
    signals: signals.map((item) => rowOf(item, runbook, memory)),
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
