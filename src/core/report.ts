import type { Departure } from "./departure.ts";
import type { Layer } from "./layer.ts";
import type { Observation } from "./observation.ts";
import type { Flag } from "./rules/rule.ts";
import type { Tuning } from "./score/tuning.ts";
import type { Severity, SeverityCounts } from "./severity.ts";
import type { Disposition } from "./triage.ts";
import type { Waived } from "./waive.ts";

/** A departure with what the core made of it. Severity is its own, never its group's. */
export type Item = {
  readonly departure: Departure;
  readonly title: string;
  readonly severity: Severity;
  readonly flags: readonly Flag[];
  readonly layer: Layer;
  readonly disposition: Disposition;
};

/** What is shown as one thing: a single item or a group of items that changed alike. A view, never a finding. */
export type Alert = {
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly items: readonly Item[];
};

export type Report = {
  readonly tuning: Tuning;
  /** Every scored item, worst first. */
  readonly items: readonly Item[];
  /** Items at or above the bar, grouped, worst first. */
  readonly alerts: readonly Alert[];
  /** Items below the bar. */
  readonly signals: readonly Item[];
  readonly counts: SeverityCounts;
  /** Flags that waivers took away, in the order of the items. */
  readonly waived: readonly Waived[];
  /** Baseline violations of which a waiver left nothing: there, and neither counted nor judged. */
  readonly excused: readonly Item[];
  readonly looks: readonly Omit<Observation, "departures">[];
};
