import { departureFingerprint, legacyDepartureFingerprint, type Symptom } from "../departure.ts";
import type { Identity } from "../identity.ts";
import type { Scope } from "../observation.ts";
import { scopeOf } from "../scope.ts";
import { type Check, type CheckResult, isBad } from "./check.ts";
import { asksOf } from "./describe.ts";
import { checkKind, checksSource } from "./names.ts";
import type { Reach } from "./reach.ts";

/** Where a check is looked at: what is for everybody once for the wall, what is for some once for each that was asked about. */
export const checkScope = (
  { environments, targets }: Pick<Check, "environments" | "targets">,
  { environment, target }: Reach,
  { realPath, shownPath }: { readonly realPath: string; readonly shownPath: string },
): Scope =>
  scopeOf({
    source: checksSource,
    environment: environments.length === 0 ? undefined : environment,
    target: targets.length === 0 ? undefined : target,
    workspace: undefined,
    folder: undefined,
    realPath,
    shownPath,
  });

/** Each scope whose checks are asked for this reach, whether or not one stands there. */
export const checkScopes = (reach: Reach, path: Parameters<typeof checkScope>[2]): readonly Scope[] => {
  const named = [[], ["named"]];
  const kinds = named.flatMap((environments) => named.map((targets) => ({ environments, targets })));
  const scopes = kinds.map((kind) => checkScope(kind, reach, path));
  return [...new Map(scopes.map((scope) => [scope.resolution, scope])).values()];
};

const identityOf = (name: string, scope: string): Identity => ({
  style: "path",
  scope,
  group: "",
  kind: checkKind,
  namespace: "",
  name,
  key: "",
});

/** What its failing is remembered by, in the scope of that identity. */
export const checkFingerprint = (name: string, scope: string): string =>
  departureFingerprint(identityOf(name, scope), "check");

/** A check that does not get what it demands, as something that is failing now; nothing for any other answer. */
export const symptomOf = (check: Check, result: CheckResult, scope: string): Symptom | undefined => {
  if (!isBad(result) && result.status !== "noted") return undefined;
  const identity = identityOf(check.name, scope);
  const legacy: Identity = { ...identity, kind: "custom" };
  return {
    type: "symptom",
    identity,
    fingerprint: checkFingerprint(check.name, scope),
    legacy: legacyDepartureFingerprint("custom-check", legacy, check.name),
    provenance: { source: checksSource, address: check.name, file: undefined, line: undefined },
    category: check.name,
    family: "check",
    severity: result.severity,
    title: check.emit.title,
    detail: result.reason,
    workload: check.workload,
    evidence: { asked: asksOf(check) },
  };
};
