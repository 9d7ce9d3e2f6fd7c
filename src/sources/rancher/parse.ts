import type { Observation } from "../../core/observation.ts";
import { judgeFleet } from "../../platform/gitops/fleet/judge.ts";
import { lookerOf, sightOf } from "../gitops/live.ts";
import type { Frame, Reading } from "../source.ts";

/** Throws as `judgeFleet` does. */
export const parseFleet = (reading: Reading, frame: Frame): Observation => {
  const seen = judgeFleet(sightOf(reading), lookerOf("rancher", frame));
  return { scope: frame.scope, ...seen, warnings: [...reading.warnings, ...seen.warnings] };
};
