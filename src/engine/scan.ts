import type { Context } from "../context.ts";
import { assess } from "../core/assess.ts";
import type { Assertions, Observation, Scope } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { parseDuration } from "../core/time.ts";
import type { History, Remembered } from "../history/history.ts";
import { lookBeside, rememberBeside } from "./beside.ts";
import { type Claim, withClaim } from "./claim.ts";
import { gather } from "./gather.ts";
import type { Asked } from "./locate.ts";
import { itemsOfSource, joined } from "./look-at-checks.ts";
import { withOneCluster } from "./one-cluster.ts";
import { platformOf } from "./platform.ts";
import { openMutes, openWaivers } from "./quiet.ts";
import { rememberDark } from "./remember-dark.ts";

export type Scanned = { readonly report: Report; readonly remembered: Remembered | undefined };

/** One stateless look: gather and assess; a dark scope throws its error. */
export const lookOnce = async (asked: Asked, tuning: Tuning, ctx: Context): Promise<Report> => {
  return withOneCluster(asked, async (lending) => {
    const gathered = await gather(lending, undefined, ctx);
    if (!gathered.seen) throw gathered.error;
    const { observations } = await lookBeside(lending, undefined, undefined, ctx);
    return reportOf([gathered.observation, ...observations], tuning, ctx);
  });
};

/**
 * One remembered look, the only one at its scope meanwhile; where another run looks there it waits `wait` milliseconds, then
 * throws `busy`. A dark scope is remembered as such before its error is thrown; bad input makes no store.
 */
export const lookAndRemember = async (
  asked: Asked,
  tuning: Tuning,
  ctx: Context,
  wait = 0,
): Promise<Scanned> => {
  const standing = await ctx.history.standing();
  return withOneCluster(asked, (lending) =>
    withClaim(wait, ctx, (claim) =>
      withClaim(wait, ctx, (aside) => lookClaimed({ asked: lending, tuning, standing, claim, aside }, ctx)),
    ),
  );
};

type Claimed = {
  readonly asked: Asked;
  readonly tuning: Tuning;
  readonly standing: History | undefined;
  readonly claim: Claim;
  /** For the health beside the source. */
  readonly aside: Claim;
};

const lookClaimed = async (
  { asked, tuning, standing, claim, aside }: Claimed,
  ctx: Context,
): Promise<Scanned> => {
  const startedAt = ctx.now();
  const grace = graceOf(ctx);
  const mutes = await openMutes(ctx);
  const seal = standing?.seal ?? (await ctx.history.sealAhead());
  const gathered = await gather(asked, seal, ctx, claim);
  if (!gathered.seen) {
    await rememberDark(gathered, { startedAt, grace, claim }, ctx);
    if (gathered.error.code !== "input-invalid")
      await rememberBesideAlone(
        { asked, tuning, scope: gathered.scope, claim, aside },
        { startedAt, grace },
        ctx,
      );
    throw gathered.error;
  }
  const history = standing ?? (await ctx.history.open());
  const observation = history.seal("") === seal("") ? gathered.observation : gathered.sealed(history.seal);
  const beside = await lookBeside(asked, history, aside, ctx);
  const report = await reportOf([observation, ...beside.observations], tuning, ctx);
  const { scope, coverage, observedAt } = observation;
  const finishedAt = ctx.now();
  const dated = observedAt !== undefined && observedAt <= finishedAt + clockSkew;
  const assertions = dated ? observation.assertions : undated(observation.assertions);
  if (!dated && observation.assertions.passed > 0) ctx.notice(undatedWarning);
  const look = {
    scope,
    coverage,
    assertions,
    items: [...itemsOfSource(report), ...report.excused],
    startedAt,
    finishedAt,
    observedAt: Math.min(observedAt ?? finishedAt, finishedAt),
    grace,
    mutes,
    waived: report.waived.map(({ waiver }) => waiver),
  };
  const lease = await claim.take(scope);
  const remembered = await history.remember(look, lease);
  const writing = { history, lease, aside, startedAt, finishedAt, grace };
  const told = await rememberBeside(beside, report, writing, ctx);
  return { report, remembered: joined(remembered, told) };
};

/** The source stayed dark; what is beside it answers all the same. */
const rememberBesideAlone = async (
  { asked, tuning, scope, claim, aside }: Omit<Claimed, "standing"> & { readonly scope: Scope },
  { startedAt, grace }: { readonly startedAt: number; readonly grace: number },
  ctx: Context,
): Promise<void> => {
  const beside = await lookBeside(asked, await ctx.history.look(), aside, ctx);
  const { health, checks, observations } = beside;
  const isHealthSeen = health !== undefined && health.dark === undefined;
  if (checks.length === 0 && !isHealthSeen) {
    if (health?.dark !== undefined) await rememberDark(health.dark, { startedAt, grace, claim: aside }, ctx);
    return;
  }
  const report = await reportOf(observations, tuning, ctx);
  const history = await ctx.history.open();
  const lease = await claim.take(scope);
  const writing = { history, lease, aside, startedAt, finishedAt: ctx.now(), grace };
  await rememberBeside(beside, report, writing, ctx);
  if (checks.length > 0)
    ctx.notice("the checks were asked and remembered all the same: steadystate findings");
  if (isHealthSeen && health.observation.coverage.status !== "failed")
    ctx.notice("the health of the cluster was looked at all the same: steadystate health");
};

/** Two clocks may differ by a little. */
const clockSkew = 60_000;

const undatedWarning =
  "the document does not say when it was made, or names an instant to come: what it asserts is no evidence that it works now";

/** Nobody knows when they passed, so nobody knows whether they still do. */
const undated = ({ passed, failed, unknown }: Assertions): Assertions => ({
  passed: 0,
  failed,
  unknown: unknown + passed,
});

const reportOf = async (
  observations: readonly Observation[],
  tuning: Tuning,
  ctx: Context,
): Promise<Report> => {
  for (const { warnings } of observations) for (const warning of warnings) ctx.notice(warning);
  const platform = await platformOf(ctx);
  const waivers = await openWaivers(ctx);
  return assess(observations, { tuning, platform, waivers });
};

const defaultGrace = 30 * 60_000;

/** `STEADYSTATE_RESOLVE_AFTER`: a duration, a bare number of minutes, or 0 for at once; anything else is told and ignored. */
const graceOf = (ctx: Context): number => {
  const text = ctx.hands.env.get("STEADYSTATE_RESOLVE_AFTER");
  if (text === undefined) return defaultGrace;
  if (/^\d+$/.test(text)) return Number(text) * 60_000;
  const span = parseDuration(text);
  if (span === undefined) ctx.notice(`STEADYSTATE_RESOLVE_AFTER is not a duration: ${text}; using 30m`);
  return span ?? defaultGrace;
};
