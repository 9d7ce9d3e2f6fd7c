import type { Departure } from "./departure.ts";
import { byCodeUnit } from "./order.ts";
import { compareSeverity, isAtLeast, type Severity } from "./severity.ts";

/** impaired = failing now; review = not failing, but serious; noted = the rest. Told by type, never by evidence. */
export const dispositions = ["impaired", "review", "noted"] as const;
export type Disposition = (typeof dispositions)[number];

export const dispositionOf = (type: Departure["type"], severity: Severity): Disposition => {
  if (type === "symptom") return isAtLeast(severity, "medium") ? "impaired" : "noted";
  return isAtLeast(severity, "high") ? "review" : "noted";
};

type Ranked = { readonly severity: Severity; readonly firstSeen: number; readonly fingerprint: string };

/** The single worst: highest severity, then the oldest, then by fingerprint. */
export const worstOf = <T extends Ranked>(candidates: readonly T[]): T | undefined =>
  [...candidates].sort(
    (a, b) =>
      compareSeverity(b.severity, a.severity) ||
      a.firstSeen - b.firstSeen ||
      byCodeUnit(a.fingerprint, b.fingerprint),
  )[0];
