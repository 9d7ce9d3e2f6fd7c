import type { Context } from "../context.ts";
import { assess } from "../core/assess.ts";
import type { Assertions, Coverage, Observation, Scope } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { parseDuration } from "../core/time.ts";
import type { SteadystateError } from "../errors.ts";
import type { History, LastLook, Lease, Remembered } from "../history/history.ts";
import { type Claim, withClaim } from "./claim.ts";
import { type Gathered, gather } from "./gather.ts";
import type { Asked } from "./locate.ts";
import { itemsOfSource, joined, lookAtChecks, rememberChecks } from "./look-at-checks.ts";
import { openMutes, openWaivers } from "./quiet.ts";

export type Scanned = { readonly report: Report; readonly remembered: Remembered | undefined };

/** One stateless look: gather and assess; a dark scope throws its error. */
export const lookOnce = async (asked: Asked, tuning: Tuning, ctx: Context): Promise<Report> => {
  const gathered = await gather(asked, undefined, ctx);
  if (!gathered.seen) throw gathered.error;
  const checks = asked.checks === true ? await lookAtChecks(asked, undefined, ctx) : [];
  return reportOf([gathered.observation, ...checks.map(({ observation }) => observation)], tuning, ctx);
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
  return withClaim(wait, ctx, (claim) => lookClaimed({ asked, tuning, standing, claim }, ctx));
};

type Claimed = {
  readonly asked: Asked;
  readonly tuning: Tuning;
  readonly standing: History | undefined;
  readonly claim: Claim;
};

const lookClaimed = async ({ asked, tuning, standing, claim }: Claimed, ctx: Context): Promise<Scanned> => {
  const startedAt = ctx.now();
  const grace = graceOf(ctx);
  const mutes = await openMutes(ctx);
  const seal = standing?.seal ?? (await ctx.history.sealAhead());
  const gathered = await gather(asked, seal, ctx, claim);
  if (!gathered.seen) {
    const dark = { startedAt, grace, claim };
    await rememberDark(gathered, dark, ctx);
    if (asked.checks === true && gathered.error.code !== "input-invalid")
      await rememberChecksAlone({ asked, tuning, scope: gathered.scope }, dark, ctx);
    throw gathered.error;
  }
  const history = standing ?? (await ctx.history.open());
  const observation = history.seal("") === seal("") ? gathered.observation : gathered.sealed(history.seal);
  const checks = asked.checks === true ? await lookAtChecks(asked, history, ctx) : [];
  const report = await reportOf([observation, ...checks.map((look) => look.observation)], tuning, ctx);
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
  const told = await rememberChecks(checks, report, {
    history: under(lease, history),
    startedAt,
    finishedAt,
    grace,
  });
  return { report, remembered: joined(remembered, told) };
};

/** Whatever one scan remembers stands or falls with its one lease. */
const under = (lease: Lease, history: History): History => ({
  ...history,
  remember: (look) => history.remember(look, lease),
});

type Dark = { readonly startedAt: number; readonly grace: number; readonly claim: Claim };

/** The source stayed dark; the checks answer all the same. */
const rememberChecksAlone = async (
  { asked, tuning, scope }: Pick<Claimed, "asked" | "tuning"> & { readonly scope: Scope },
  { startedAt, grace, claim }: Dark,
  ctx: Context,
): Promise<void> => {
  const looks = await lookAtChecks(asked, await ctx.history.look(), ctx);
  if (looks.length === 0) return;
  const report = await reportOf(
    looks.map(({ observation }) => observation),
    tuning,
    ctx,
  );
  const history = under(await claim.take(scope), await ctx.history.open());
  await rememberChecks(looks, report, { history, startedAt, finishedAt: ctx.now(), grace });
  ctx.notice("the checks were asked and remembered all the same: steadystate findings");
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

/** What was never seen as a scope is a mistake of the caller; what memory knows, or what a tool could not read, went dark. */
const rememberDark = async (
  { scope: asked, unplaced, error }: Extract<Gathered, { readonly seen: false }>,
  { startedAt, grace, claim }: Dark,
  ctx: Context,
): Promise<void> => {
  const looks = (await (await ctx.history.look())?.lastLooks()) ?? [];
  const known = unplaced
    ? newestLike(asked, looks)
    : looks.find(({ scope }) => scope.resolution === asked.resolution);
  const isMistake = unplaced || error.code === "nothing-to-look-at" || error.code === "input-invalid";
  if (known === undefined && isMistake) return;
  const scope = known?.scope ?? asked;
  const history = await ctx.history.open();
  const finishedAt = ctx.now();
  const look = { ...darkLook(scope, error), startedAt, finishedAt, observedAt: finishedAt, grace };
  await history.remember(look, await claim.take(scope));
};

const newestLike = ({ identity, source }: Scope, looks: readonly LastLook[]): LastLook | undefined =>
  looks
    .filter(({ scope }) => scope.identity === identity && scope.source === source)
    .sort((a, b) => b.finishedAt - a.finishedAt)[0];

const reportOf = async (
  observations: readonly Observation[],
  tuning: Tuning,
  ctx: Context,
): Promise<Report> => {
  for (const { warnings } of observations) for (const warning of warnings) ctx.notice(warning);
  const { platform } = await ctx.config();
  const named = (ctx.hands.env.get("STEADYSTATE_PLATFORM_NAMESPACES") ?? "").split(",");
  const namespaces = [
    ...platform.namespaces,
    ...named.map((name) => name.trim().toLowerCase()).filter(Boolean),
  ];
  const waivers = await openWaivers(ctx);
  return assess(observations, { tuning, platform: { ...platform, namespaces }, waivers });
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
const graceOf = (ctx: Context): number => {
  const text = ctx.hands.env.get("STEADYSTATE_RESOLVE_AFTER");
  if (text === undefined) return defaultGrace;
  if (/^\d+$/.test(text)) return Number(text) * 60_000;
  const span = parseDuration(text);
  if (span === undefined) ctx.notice(`STEADYSTATE_RESOLVE_AFTER is not a duration: ${text}; using 30m`);
  return span ?? defaultGrace;
};
