import type { Action, Departure, Direction, FieldDiff } from "./departure.ts";
import type { Identity } from "./identity.ts";
import type { Layer } from "./layer.ts";
import type { Severity } from "./severity.ts";
import type { Disposition } from "./triage.ts";

/**
 * Whether a remembered thing is there. `absent`: a complete look did not see it, and the grace runs; `stale`: its scope could
 * not be looked at; `resolved`: absent past the grace.
 */
export const presences = ["present", "absent", "stale", "resolved"] as const;
export type Presence = (typeof presences)[number];

/** A person's wish not to hear of it; apart from whether it is there. `until` is milliseconds UTC. */
export type Suppression = {
  readonly kind: "muted" | "snoozed";
  readonly until: number | undefined;
  readonly by: string | undefined;
  readonly note: string | undefined;
  readonly owner: string | undefined;
  /** `committed`: laid in from mutes.json, and gone when it goes from there. */
  readonly origin: "local" | "committed";
  /** Anything more severe breaks through; `undefined` until it met its first finding. */
  readonly maxSeverity: Severity | undefined;
  /** The rules that flagged the finding then; any other breaks through. */
  readonly rules: readonly string[] | undefined;
};

/** A rule that flagged it, as remembered. */
export type RememberedFlag = {
  readonly rule: string;
  readonly stance: string;
  readonly because: string;
  readonly hint: string;
};

/** A remembered departure. Instants are milliseconds UTC. */
export type Finding = {
  readonly fingerprint: string;
  readonly legacy: string;
  readonly type: Departure["type"];
  readonly identity: Identity;
  /** Printed identity. */
  readonly label: string;
  readonly resolutionScope: string;
  readonly source: string;
  readonly title: string;
  readonly severity: Severity;
  readonly layer: Layer;
  readonly disposition: Disposition;
  /** Rule id, symptom category, or a drift's direction: what a runbook entry's `for` is compared with. */
  readonly category: string;
  readonly direction: Direction | undefined;
  readonly action: Action | undefined;
  readonly workload: string | undefined;
  readonly flags: readonly RememberedFlag[];
  readonly evidence: Readonly<Record<string, string>>;
  readonly diff: readonly FieldDiff[];
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly presence: Presence;
  readonly suppression: Suppression | undefined;
  readonly firstSeen: number;
  readonly lastObserved: number;
  readonly staleSince: number | undefined;
  readonly resolvedAt: number | undefined;
};

/** What happens to a finding over time; one row each in the events table. */
export const transitions = [
  "opened",
  "reopened",
  "escalated",
  "eased",
  "changed",
  "absent",
  "stale",
  "resolved",
  "muted",
  "unmuted",
  "snoozed",
] as const;
export type Transition = (typeof transitions)[number];
