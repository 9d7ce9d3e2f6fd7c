import type { Observation } from "../core/observation.ts";
import { isProbe } from "../core/probes.ts";
import type { ScopeEvidence } from "../core/verdict.ts";

type Looked = Pick<Observation, "scope" | "coverage" | "assertions"> & { readonly observedAt: number };

/** What one look at one scope, of now or remembered, says for a verdict. */
export const scopeEvidence = (
  { scope, coverage, assertions, observedAt }: Looked,
  now: number,
): ScopeEvidence => ({
  name: scope.identity === "" ? scope.path : `${scope.path} (${scope.identity})`,
  source: scope.source,
  status: coverage.status,
  basis: coverage.basis,
  age: now - observedAt,
  assertions,
  gaps: coverage.gaps,
  tellsServing: isProbe(scope.source),
});
