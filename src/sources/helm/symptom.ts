import type { SymptomCategory } from "../../core/categories.ts";
import { departureFingerprint, legacyDepartureFingerprint, type Symptom } from "../../core/departure.ts";
import type { Identity } from "../../core/identity.ts";
import type { Masker } from "../../core/secret.ts";
import type { Severity } from "../../core/severity.ts";
import { calledOf, type Release, type Standing } from "./release.ts";

type Told = { readonly category: SymptomCategory; readonly severity: Severity; readonly said: string };

/** A release that is not well; `undefined` for one that is, and for one that is only under way. */
export const symptomOf = (
  release: Release,
  standing: Standing,
  { scope, at, masker }: { readonly scope: string; readonly at: number; readonly masker: Masker },
): Symptom | undefined => {
  const told = toldOf(release, standing);
  if (told === undefined) return undefined;
  const identity: Identity = {
    ...{ style: "path", scope, group: "", kind: "HelmRelease", key: "" },
    namespace: masker.text(release.namespace),
    name: masker.text(release.name),
  };
  const { status, revision, chart, appVersion, updated } = release;
  const since = updated === undefined ? "an unknown moment" : new Date(updated).toISOString();
  return {
    type: "symptom",
    identity,
    fingerprint: departureFingerprint(identity, "release"),
    legacy: legacyDepartureFingerprint("helm", { ...identity, kind: "" }, changeOf(status)),
    provenance: { source: "helm", address: masker.text(calledOf(release)), file: undefined, line: undefined },
    category: told.category,
    family: "release",
    severity: told.severity,
    title: `release ${identity.name} ${told.said}`,
    detail: `${status} since ${since}${lasting(updated, at)}`,
    workload: undefined,
    evidence: Object.fromEntries(
      Object.entries({ status, revision: String(revision), chart, app: appVersion, since })
        .filter(([, value]) => value !== "")
        .map(([name, value]) => [name, masker.text(value)]),
    ),
  };
};

const toldOf = ({ status }: Release, standing: Standing): Told | undefined => {
  switch (standing) {
    case "failed":
      return { category: "ReleaseFailed", severity: "high", said: "failed" };
    case "stuck":
      return status === "uninstalling"
        ? {
            category: "ReleaseUninstalling",
            severity: "medium",
            said: "does not come to the end of its removal",
          }
        : { category: "ReleasePending", severity: "medium", said: `is stuck in ${status}` };
    case "unclear":
      return { category: "ReleaseUnclear", severity: "medium", said: "is in a state that nobody knows" };
    default:
      return undefined;
  }
};

/** What the reference took it for. */
const changeOf = (status: string): "added" | "removed" | "modified" =>
  status === "pending-install" ? "added" : status === "uninstalling" ? "removed" : "modified";

const lasting = (updated: number | undefined, at: number): string =>
  updated === undefined || at < updated ? "" : `, ${Math.floor((at - updated) / 60_000)} min`;
