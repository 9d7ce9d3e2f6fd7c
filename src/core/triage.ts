import type { Departure } from "./departure.ts";
import { isAtLeast, type Severity } from "./severity.ts";

/** impaired = failing now; review = not failing, but serious; noted = the rest. Told by type, never by evidence. */
export const dispositions = ["impaired", "review", "noted"] as const;
export type Disposition = (typeof dispositions)[number];

export const dispositionOf = (type: Departure["type"], severity: Severity): Disposition => {
  if (type === "symptom") return isAtLeast(severity, "medium") ? "impaired" : "noted";
  return isAtLeast(severity, "high") ? "review" : "noted";
};
