import type { Context } from "../context.ts";
import { assess } from "../core/assess.ts";
import type { PlatformSettings } from "../core/layer.ts";
import type { Observation } from "../core/observation.ts";
import type { Report } from "../core/report.ts";
import type { Tuning } from "../core/score/tuning.ts";
import type { Waiver } from "../core/waive.ts";
import { platformOf } from "./platform.ts";
import { openWaivers } from "./quiet.ts";

/** What looks are judged by, beside what they saw. */
export type Standards = {
  readonly tuning: Tuning;
  readonly platform: PlatformSettings;
  /** Those that still run. */
  readonly waivers: readonly Waiver[];
};

/** Some looks as one, with everything of which the report is made. */
export type Judged = {
  readonly report: Report;
  readonly observations: readonly Observation[];
  readonly standards: Standards;
};

/** Tells the warnings of some looks, and judges them as one. */
export const judgedOf = async (
  observations: readonly Observation[],
  tuning: Tuning,
  ctx: Context,
): Promise<Judged> => {
  for (const { warnings } of observations) for (const warning of warnings) ctx.notice(warning);
  const platform = await platformOf(ctx);
  const standards = { tuning, platform, waivers: await openWaivers(ctx) };
  return { report: assess(observations, standards), observations, standards };
};
