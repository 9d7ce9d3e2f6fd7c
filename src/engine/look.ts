import type { Context } from "../context.ts";
import type { Observation } from "../core/observation.ts";
import type { Tuning } from "../core/score/tuning.ts";
import type { SteadystateError } from "../errors.ts";
import type { History, Remembered } from "../history/history.ts";
import { type Beside, besideSource, lookBeside, nothingBeside, rememberBeside, toldOnce } from "./beside.ts";
import { type Claim, withClaim } from "./claim.ts";
import { asEvidence, undatedWarning } from "./dated.ts";
import { gather } from "./gather.ts";
import { graceOf } from "./grace.ts";
import type { Asked } from "./locate.ts";
import { itemsOfSource, joined } from "./look-at-checks.ts";
import { withOneCluster } from "./one-cluster.ts";
import { openMutes } from "./quiet.ts";
import { darkObservation, rememberDark, type Unseen } from "./remember-dark.ts";
import { type Judged, judgedOf } from "./report-of.ts";

/** What one look saw, of its source and beside it. */
export type Seen = Judged & {
  /** `undefined` where nothing was remembered. */
  readonly remembered: Remembered | undefined;
  /** Of the source, dark or not, as far as it is evidence; what is beside it is in `beside`. */
  readonly observation: Observation;
  readonly beside: Beside;
  /** Why the source stayed dark. */
  readonly failure: SteadystateError | undefined;
};

export type Looking = {
  readonly tuning: Tuning;
  /** Whether what is beside a source that stayed dark is looked at all the same. */
  readonly goesOn: (failure: SteadystateError) => boolean;
};

/** One look that nobody remembers. Throws for a wrong call; a dark source comes back as `failure`. */
export const look = (asked: Asked, how: Looking, ctx: Context): Promise<Seen> =>
  withOneCluster(asked, async (lending) => {
    const gathered = await gather(lending, undefined, ctx);
    const source = gathered.seen ? gathered.observation : darkObservation(gathered);
    const failure = gathered.seen ? undefined : gathered.error;
    const goesOn = failure === undefined || how.goesOn(failure);
    const beside = goesOn
      ? toldOnce(source, await lookBeside(besideSource(lending, gathered), undefined, undefined, ctx))
      : nothingBeside;
    const { observation } = asEvidence(source, ctx.now());
    const judged = await judgedOf([source, ...beside.observations], how.tuning, ctx);
    return { ...judged, remembered: undefined, observation, beside, failure };
  });

/**
 * One remembered look, the only one at its scope meanwhile; where another run looks there it waits `wait` milliseconds, then
 * throws `busy`. What stayed dark is remembered as such; bad input makes no store.
 */
export const lookRemembering = async (
  asked: Asked,
  how: Looking & { readonly wait: number },
  ctx: Context,
): Promise<Seen> => {
  const standing = await ctx.history.standing();
  return withOneCluster(asked, (lending) =>
    withClaim(how.wait, ctx, (claim) =>
      withClaim(how.wait, ctx, (aside) => lookClaimed({ asked: lending, how, standing, claim, aside }, ctx)),
    ),
  );
};

type Claimed = {
  readonly asked: Asked;
  readonly how: Looking;
  readonly standing: History | undefined;
  readonly claim: Claim;
  /** For the health beside the source. */
  readonly aside: Claim;
};

type Begun = {
  readonly startedAt: number;
  readonly grace: number;
  readonly mutes: Awaited<ReturnType<typeof openMutes>>;
};

const lookClaimed = async (all: Claimed, ctx: Context): Promise<Seen> => {
  const { asked, standing, claim } = all;
  const begun = { startedAt: ctx.now(), grace: graceOf(ctx), mutes: await openMutes(ctx) };
  const seal = standing?.seal ?? (await ctx.history.sealAhead());
  const gathered = await gather(asked, seal, ctx, claim);
  const claimed = { ...all, asked: besideSource(asked, gathered) };
  if (!gathered.seen) return lookedDark(gathered, claimed, begun, ctx);
  const history = standing ?? (await ctx.history.open());
  const isSameSeal = history.seal("") === seal("");
  return lookedLight(
    isSameSeal ? gathered.observation : gathered.sealed(history.seal),
    history,
    claimed,
    begun,
    ctx,
  );
};

const lookedLight = async (
  source: Observation,
  history: History,
  { asked, how, claim, aside }: Claimed,
  { startedAt, grace, mutes }: Begun,
  ctx: Context,
): Promise<Seen> => {
  const beside = toldOnce(source, await lookBeside(asked, history, aside, ctx));
  const judged = await judgedOf([source, ...beside.observations], how.tuning, ctx);
  const { report } = judged;
  const finishedAt = ctx.now();
  const { observation, isDated } = asEvidence(source, finishedAt);
  const { scope, coverage, assertions, observedAt } = observation;
  if (!isDated && source.assertions.passed > 0) ctx.notice(undatedWarning);
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
  return { ...judged, remembered: joined([remembered, ...told]), observation, beside, failure: undefined };
};

/** The source stayed dark; what is beside it answers all the same. */
const lookedDark = async (
  gathered: Unseen,
  { asked, how, claim, aside }: Claimed,
  { startedAt, grace }: Begun,
  ctx: Context,
): Promise<Seen> => {
  const dark = await rememberDark(gathered, { startedAt, grace, claim }, ctx);
  const observation = darkObservation(gathered);
  const goesOn = how.goesOn(gathered.error);
  const beside = goesOn ? await lookBeside(asked, await ctx.history.look(), aside, ctx) : nothingBeside;
  const judged = await judgedOf([observation, ...beside.observations], how.tuning, ctx);
  const { report } = judged;
  const told = await rememberAlone({ beside, report, gathered, startedAt, grace, claim, aside }, ctx);
  const remembered = joined([...(dark === undefined ? [] : [dark]), ...told]);
  return { ...judged, remembered, observation, beside, failure: gathered.error };
};

type Alone = Pick<Claimed, "claim" | "aside"> &
  Pick<Begun, "startedAt" | "grace"> & {
    readonly beside: Beside;
    readonly report: Judged["report"];
    readonly gathered: Unseen;
  };

const rememberAlone = async (
  { beside, report, gathered, startedAt, grace, claim, aside }: Alone,
  ctx: Context,
): Promise<readonly Remembered[]> => {
  const { health, checks } = beside;
  if (checks.length === 0 && (health === undefined || health.dark !== undefined)) {
    const dark =
      health?.dark === undefined
        ? undefined
        : await rememberDark(health.dark, { startedAt, grace, claim: aside }, ctx);
    return dark === undefined ? [] : [dark];
  }
  const history = await ctx.history.open();
  const lease = await claim.take(gathered.scope);
  return rememberBeside(
    beside,
    report,
    { history, lease, aside, startedAt, finishedAt: ctx.now(), grace },
    ctx,
  );
};
