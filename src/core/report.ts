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

export const claims = ["likely", "co-located"] as const;

/** A drift beside a failing thing: proven as far as it can be (law L6), or only there, which is not proven to be the cause. */
export type Cause = {
  readonly claim: (typeof claims)[number];
  readonly drift: Item;
  /** What of it can bring about the trouble: field paths, or that it is gone or there. */
  readonly fields: readonly string[];
  /** What speaks for it, one clause each. */
  readonly because: readonly string[];
  /** What speaks against it; empty where nothing was found. */
  readonly against: readonly string[];
};

/**
 * What is shown as one thing: a single item, a group of items that changed alike, or what fails together with the drift that is
 * its likely cause. A view, never a finding.
 */
export type Alert = {
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly items: readonly Item[];
  /** Of what fails in it. Several likely ones cannot be told apart; a muted one is named here and is none of the items. */
  readonly causes?: readonly Cause[];
};

export type Report = {
  readonly tuning: Tuning;
  /** Every scored item, worst first. */
  readonly items: readonly Item[];
  readonly counts: SeverityCounts;
  /** Flags that waivers took away, in the order of the items. */
  readonly waived: readonly Waived[];
  /** Baseline violations of which a waiver left nothing: there, and neither counted nor judged. */
  readonly excused: readonly Item[];
  readonly looks: readonly Omit<Observation, "departures">[];
};
