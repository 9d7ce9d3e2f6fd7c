import type { Context } from "../context.ts";
import { assess } from "../core/assess.ts";
import type { Coverage, Observation, Scope } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { parseDuration } from "../core/time.ts";
import type { SteadystateError } from "../errors.ts";
import type { Remembered } from "../history/history.ts";
import { gather } from "./gather.ts";
import type { Asked } from "./locate.ts";

export type Scanned = { readonly report: Report; readonly remembered: Remembered | undefined };

/** One stateless look: gather and assess; a dark scope throws its error. */
export const lookOnce = async (asked: Asked, tuning: Tuning, ctx: Context): Promise<Report> => {
  const gathered = await gather(asked, undefined, ctx);
  if (!gathered.seen) throw gathered.error;
  return reportOf(gathered.observation, tuning, ctx);
};

/** One remembered look. A dark scope is remembered as such before its error is thrown. */
export const lookAndRemember = async (asked: Asked, tuning: Tuning, ctx: Context): Promise<Scanned> => {
  const history = await ctx.history.open();
  const startedAt = ctx.now();
  const gathered = await gather(asked, history.seal, ctx);
  const grace = await graceOf(ctx);
  const base = { startedAt, grace };
  if (!gathered.seen) {
    await history.remember({
      ...base,
      ...darkLook(gathered.scope, gathered.error),
      finishedAt: ctx.now(),
      observedAt: ctx.now(),
    });
    throw gathered.error;
  }
  const { observation } = gathered;
  const report = await reportOf(observation, tuning, ctx);
  const finishedAt = ctx.now();
  const remembered = await history.remember({
    ...base,
    scope: observation.scope,
    coverage: observation.coverage,
    assertions: observation.assertions,
    finishedAt,
    observedAt: Math.min(observation.observedAt ?? finishedAt, finishedAt),
    items: report.items,
  });
  return { report, remembered };
};

const reportOf = async (observation: Observation, tuning: Tuning, ctx: Context): Promise<Report> => {
  const { platform } = await ctx.config();
  return assess([observation], { tuning, platform });
};

const darkLook = (scope: Scope, error: SteadystateError) => {
  const coverage: Coverage = {
    status: "failed",
    basis: "declared-vs-real",
    gaps: [{ what: scope.path, why: error.message }],
    looked: 0,
  };
  return { scope, coverage, assertions: { passed: 0, failed: 0, unknown: 0 }, items: [] };
};

const defaultGrace = 30 * 60_000;

/** `STEADYSTATE_RESOLVE_AFTER`: a duration, a bare number of minutes, or 0 for at once; anything else is told and ignored. */
const graceOf = async (ctx: Context): Promise<number> => {
  const text = ctx.hands.env.get("STEADYSTATE_RESOLVE_AFTER");
  if (text === undefined) return defaultGrace;
  if (/^\d+$/.test(text)) return Number(text) * 60_000;
  const span = parseDuration(text);
  if (span === undefined) ctx.notice(`STEADYSTATE_RESOLVE_AFTER is not a duration: ${text}; using 30m`);
  return span ?? defaultGrace;
};
