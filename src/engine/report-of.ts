import type { Context } from "../context.ts";
import { assess } from "../core/assess.ts";
import type { Observation } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import { platformOf } from "./platform.ts";
import { openWaivers } from "./quiet.ts";

/** Tells the warnings of some looks, and judges them as one. */
export const reportOf = async (
  observations: readonly Observation[],
  tuning: Tuning,
  ctx: Context,
): Promise<Report> => {
  for (const { warnings } of observations) for (const warning of warnings) ctx.notice(warning);
  const platform = await platformOf(ctx);
  const waivers = await openWaivers(ctx);
  return assess(observations, { tuning, platform, waivers });
};
