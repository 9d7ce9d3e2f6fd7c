import type { Context } from "../context.ts";
import type { Gap } from "../core/observation.ts";
import { barOf, type Tuning } from "../core/score/tuning.ts";
import { isAtLeast } from "../core/severity.ts";
import { formatDuration } from "../core/time.ts";
import { toldBy } from "../core/told-by.ts";
import type { Verdict } from "../core/verdict.ts";
import {
  compareLooks,
  type Happened,
  nothingWatched,
  type SeenScope,
  type Watched,
} from "../core/watching.ts";
import { SteadystateError } from "../errors.ts";
import { withDeadline } from "./deadline.ts";
import { lookAtTarget, type TargetLook } from "./probe-target.ts";

export type WatchHow = {
  readonly stateless: boolean;
  readonly deep: boolean;
  readonly tuning: Tuning;
  /** Whether a happening is what is watched for. */
  readonly isMeant: (happened: Happened) => boolean;
  /** Milliseconds in all; `undefined` until somebody interrupts. */
  readonly span: number | undefined;
  /** Milliseconds from the end of a look to the next. */
  readonly interval: number;
  /** Milliseconds for each look. */
  readonly deadline: number;
  /** Whether the first thing that is caught ends it. */
  readonly once: boolean;
};

/** Something that happened, and in which look it was seen. */
export type Event = Happened & { readonly look: number; readonly caught: boolean };

export type Watch = {
  readonly looks: number;
  /** Looks of which nothing, and of which a part only, could be seen. */
  readonly failed: number;
  readonly partial: number;
  /** How often a look was compared with one before it. */
  readonly compared: number;
  readonly events: readonly Event[];
  readonly ended: "caught" | "time" | "interrupted";
  /** Of the last look. */
  readonly verdict: Verdict;
  readonly unseen: readonly Gap[];
};

type Run = {
  readonly looks: number;
  readonly failed: number;
  readonly partial: number;
  readonly compared: number;
  readonly events: readonly Event[];
  readonly watched: Watched;
  readonly last: Polled;
};

/** One look: what of it can be compared, and what could not be seen. */
type Polled = {
  readonly scopes: readonly SeenScope[];
  readonly unseen: readonly Gap[];
  readonly verdict: Verdict;
};

/**
 * Looks at one target again and again and tells what happened between two looks. Throws for a wrong call; a look that fails later
 * on is told and counted, and the watch goes on.
 */
export const watchTarget = (name: string, how: WatchHow, ctx: Context): Promise<Watch> =>
  ctx.timing.gently(async (interrupt) => {
    const { elapsed, pause } = ctx.timing;
    const end = how.span === undefined ? Number.POSITIVE_INFINITY : elapsed() + how.span;
    const ended = (run: Run): Watch["ended"] | undefined => {
      if (how.once && run.events.some(({ caught }) => caught)) return "caught";
      if (interrupt.aborted) return "interrupted";
      return elapsed() >= end ? "time" : undefined;
    };
    let run = afterLook(nothingYet, await poll(name, how, ctx), how, ctx);
    for (let why = ended(run); ; why = ended(run)) {
      if (why !== undefined) return told(run, why);
      heartbeat(name, run, how, ctx);
      await pause(Math.min(how.interval, Math.max(0, end - elapsed())), interrupt);
      if (interrupt.aborted) return told(run, "interrupted");
      run = afterLook(run, await poll(name, how, ctx), how, ctx);
    }
  });

const nothingYet: Run = {
  ...{ looks: 0, failed: 0, partial: 0, compared: 0, events: [] },
  watched: nothingWatched,
  last: { scopes: [], unseen: [], verdict: "UNKNOWN" },
};

const told = ({ watched: _, last, ...run }: Run, ended: Watch["ended"]): Watch => ({
  ...run,
  ended,
  verdict: last.verdict,
  unseen: last.unseen,
});

const heartbeat = (
  name: string,
  { looks, events }: Run,
  { interval }: WatchHow,
  { progress }: Context,
): void => {
  const caught = events.filter((event) => event.caught).length;
  progress(`watching ${name}: ${looks} looks, ${caught} caught, the next within ${formatDuration(interval)}`);
};

const poll = (
  name: string,
  { stateless, deep, tuning, deadline }: WatchHow,
  ctx: Context,
): Promise<Polled> => {
  ctx.progress(`looking at ${name}`);
  return withDeadline(deadline, ctx, async (limited) => {
    try {
      const look = await lookAtTarget(name, { stateless, deep, tuning, verb: "watch" }, limited);
      return polledOf(look);
    } catch (thrown) {
      if (!(thrown instanceof SteadystateError) || thrown.exit !== 3) throw thrown;
      return { scopes: [], unseen: [{ what: name, why: thrown.message }], verdict: "UNKNOWN" };
    }
  });
};

const polledOf = ({ report, looks, remembered, heard, judgement, failure, name }: TargetLook): Polled => {
  const loud = heard.loud.filter(({ severity }) => isAtLeast(severity, barOf[report.tuning]));
  const known = new Set(
    [...(remembered?.recollections ?? [])].flatMap(([key, { state }]) => (state === "new" ? [] : [key])),
  );
  const gaps = report.looks.flatMap(({ coverage }) => coverage.gaps);
  return {
    scopes: looks.map((look) => ({
      resolution: look.scope.resolution,
      status: look.coverage.status,
      items: toldBy(look, loud),
      known,
    })),
    unseen: gaps.length === 0 && failure !== undefined ? [{ what: name, why: failure.message }] : gaps,
    verdict: judgement.verdict,
  };
};

const afterLook = (run: Run, last: Polled, how: WatchHow, ctx: Context): Run => {
  const look = run.looks + 1;
  const { happened, after } = compareLooks(run.watched, last.scopes);
  const events = happened.map((one) => ({ ...one, look, caught: isCatch(one) && how.isMeant(one) }));
  for (const event of events) if (how.isMeant(event)) tell(event, ctx);
  const seen = last.scopes.filter(({ status }) => status !== "failed");
  const isWhole = last.scopes.length > 0 && last.scopes.every(({ status }) => status === "complete");
  if (!isWhole) tellUnseen(run, last, seen.length === 0, ctx);
  return {
    looks: look,
    failed: run.failed + Number(seen.length === 0),
    partial: run.partial + Number(seen.length > 0 && !isWhole),
    compared: run.compared + Number(seen.some(({ resolution }) => run.watched.has(resolution))),
    events: [...run.events, ...events],
    watched: after,
    last,
  };
};

/** What is gone is told, and is nothing to be caught. */
const isCatch = ({ kind }: Happened): boolean => kind !== "disappeared";

const tell = ({ kind, severity, title, was, is }: Happened, { notice, now }: Context): void => {
  const growth = was === undefined ? "" : ` (${was} to ${is})`;
  const at = new Date(now()).toISOString().slice(11, 19);
  notice(`${at} ${kind}${growth}: [${severity}] ${title}`);
};

/** Told once for as long as the reason stays the same. */
const tellUnseen = ({ looks, last }: Run, { unseen }: Polled, isDark: boolean, { notice }: Context): void => {
  const [gap] = unseen;
  const before = looks === 0 ? undefined : last.unseen[0];
  if (gap === undefined || (gap.what === before?.what && gap.why === before.why)) return;
  const what = isDark ? "could not look" : "could look in part only";
  notice(`look ${looks + 1} ${what}: ${gap.what}: ${gap.why}`);
};
