import type { Observation } from "../../core/observation.ts";
import { judgeApplications } from "../../platform/gitops/argocd/judge.ts";
import { lookerOf, sightOf } from "../gitops/live.ts";
import type { Frame, Reading } from "../source.ts";

/** Throws as `judgeApplications` does. */
export const parseApplications = (reading: Reading, frame: Frame): Observation => {
  const seen = judgeApplications(sightOf(reading), lookerOf("argocd", frame));
  return { scope: frame.scope, ...seen, warnings: [...reading.warnings, ...seen.warnings] };
};
