import type { Severity } from "../severity.ts";

/** How much is shown: the bar at which a signal becomes an event. */
export const tunings = ["lenient", "default", "strict"] as const;
export type Tuning = (typeof tunings)[number];

export const barOf: Readonly<Record<Tuning, Severity>> = {
  lenient: "high",
  default: "medium",
  strict: "low",
};
