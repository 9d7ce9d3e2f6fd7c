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

/** A check that does not get what it demands, as something that is failing now; nothing for any other answer. */
export const symptomOf = (check: Check, result: CheckResult, scope: string): Symptom | undefined => {
  if (!isBad(result) && result.status !== "noted") return undefined;
  const identity: Identity = {
    style: "path",
    scope,
    group: "",
    kind: checkKind,
    namespace: "",
    name: check.name,
    key: "",
  };
  const legacy: Identity = { ...identity, kind: "custom" };
  return {
    type: "symptom",
    identity,
    fingerprint: departureFingerprint(identity, "check"),
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
