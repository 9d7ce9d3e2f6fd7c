import type { Context } from "../context.ts";
import type { Item, Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { type Judgement, judge } from "../core/verdict.ts";
import type { Remembered } from "../history/history.ts";
import { graceOf } from "./grace.ts";
import { joined, lookAtChecks, rememberChecks } from "./look-at-checks.ts";
import { maxAgeOf } from "./max-age.ts";
import { loudChecks } from "./probe-target.ts";
import { committedWish, type Heard, hear, openMutes } from "./quiet.ts";
import { judgedOf } from "./report-of.ts";

/** What the checks for everybody told, asked once for all targets. */
export type WallLook = {
  readonly report: Report;
  readonly remembered: Remembered | undefined;
  readonly heard: Heard;
  readonly judgement: Judgement;
  /** How many were asked. */
  readonly asked: number;
};

/** Asks the committed checks that are for everybody; `undefined` where there is none and nothing to be told of the file. */
export const lookAtWall = async (
  { stateless, tuning }: { readonly stateless: boolean; readonly tuning: Tuning },
  ctx: Context,
): Promise<WallLook | undefined> => {
  const startedAt = ctx.now();
  const standing = stateless ? undefined : await ctx.history.standing();
  const { looks, smoke } = await lookAtChecks({ label: undefined }, standing, ctx);
  if (smoke.asked.length + looks.length + smoke.faults.length === 0) return undefined;
  const observations = looks.map(({ observation }) => observation);
  const { report } = await judgedOf(observations, tuning, ctx);
  const told =
    stateless || looks.length === 0
      ? []
      : await rememberChecks(looks, report, {
          history: await ctx.history.open(),
          startedAt,
          finishedAt: ctx.now(),
          grace: graceOf(ctx),
        });
  const remembered = joined(told);
  const committed = committedWish(await openMutes(ctx));
  // Committed mutes are laid into memory by the looks at the targets, which may come later than this.
  const wishOf = (item: Item) =>
    remembered?.recollections.get(item.departure.fingerprint)?.suppression ?? committed(item);
  const heard = hear(report.items, wishOf, ctx.now());
  return {
    ...{ report, remembered, heard },
    judgement: judge({
      asked: undefined,
      known: true,
      checks: loudChecks(smoke.asked, heard),
      faults: smoke.faults,
      scopes: [],
      symptoms: [],
      maxAge: await maxAgeOf(ctx),
    }),
    asked: smoke.asked.length,
  };
};
