import type { Observation } from "../core/observation.ts";

/** Two clocks may differ by a little. */
const clockSkew = 60_000;

export const undatedWarning =
  "the document does not say when it was made, or names an instant to come: what it asserts is no evidence that it works now";

/** A look as far as it is evidence: where nobody knows when assertions passed, nobody knows whether they still do. */
export const asEvidence = (
  observation: Observation,
  now: number,
): { readonly observation: Observation; readonly isDated: boolean } => {
  const { observedAt, assertions } = observation;
  if (observedAt !== undefined && observedAt <= now + clockSkew) return { observation, isDated: true };
  const { passed, failed, unknown } = assertions;
  return {
    observation: { ...observation, assertions: { passed: 0, failed, unknown: unknown + passed } },
    isDated: false,
  };
};
