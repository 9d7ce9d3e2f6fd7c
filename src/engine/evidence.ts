import type { Observation, Scope } from "../core/observation.ts";
import { servingKind } from "../core/probes.ts";
import { targetOf } from "../core/scope.ts";
import type { ScopeEvidence } from "../core/verdict.ts";

type Looked = Pick<Observation, "scope" | "coverage" | "assertions"> & { readonly observedAt: number };

export const scopeName = ({ path, identity }: Pick<Scope, "path" | "identity">): string =>
  identity === "" ? path : `${path} (${identity})`;

/** What one look at one scope, of now or remembered, says for a verdict. */
export const scopeEvidence = (
  { scope, coverage, assertions, observedAt }: Looked,
  now: number,
): ScopeEvidence => ({
  name: scopeName(scope),
  source: scope.source,
  target: targetOf(scope.identity),
  status: coverage.status,
  basis: coverage.basis,
  age: now - observedAt,
  assertions,
  gaps: coverage.gaps,
  tellsServing: servingKind(scope.source) !== undefined,
});
