import type { Generated } from "kysely";
import type { AuditEvent } from "../core/audit.ts";
import type { Finding, Presence, Suppression, Transition } from "../core/finding.ts";
import type { OfferState } from "../core/gate/offer.ts";
import type { Coverage } from "../core/observation.ts";
import type { Severity } from "../core/severity.ts";

/** A resolution scope, written once instead of in each of its findings. */
export type ScopeTable = {
  id: Generated<number>;
  resolution: string;
  identity: string;
  source: string;
  path: string;
  environment: string | null;
  workspace: string | null;
  /** Newest instant at which reality was looked at here: `last_observed` of every finding that has none of its own. */
  observed_at: number;
  /** End of that look: `sighted_at` of the same findings. */
  sighted_at: number;
  /** Which application workloads are known here and whether each serves, as JSON; null where no probe looked. */
  serving: string | null;
};

/**
 * One row per fingerprint and scope: two sources may see one thing. What the newest look of its scope showed unchanged has
 * no times of its own, so that a look writes what differs instead of everything.
 */
export type FindingTable = {
  fingerprint: string;
  scope_id: number;
  legacy: string;
  type: Finding["type"];
  name: string;
  label: string;
  title: string;
  severity: Severity;
  layer: Finding["layer"];
  disposition: Finding["disposition"];
  workload: string | null;
  /** Everything that the look told, as JSON; the columns above repeat what is asked for. */
  facts: string;
  content: string;
  digest: string;
  seals: string | null;
  presence: Presence;
  first_seen: number;
  last_observed: number | null;
  sighted_at: number | null;
  stale_since: number | null;
  resolved_at: number | null;
  updated_at: number;
};

/**
 * A person's wish about a fingerprint, apart from presence: it holds in every scope and outlives the finding. The fingerprint
 * may be a legacy one. `rules` (JSON) and `max_severity` are the ceiling that was bound at the first match.
 */
export type SuppressionTable = {
  fingerprint: string;
  kind: Suppression["kind"];
  until: number | null;
  by: string | null;
  note: string | null;
  max_severity: Severity | null;
  title: string | null;
  owner: string | null;
  rules: string | null;
  origin: "local" | "committed";
  /** When the ceiling was taken. */
  bound_at: number | null;
  /** When it last met a finding. */
  matched_at: number | null;
  updated_at: number;
};

/** Held by the run that looks at a scope; one that ended without a word is over at `expires_at`. */
export type LeaseTable = {
  resolution: string;
  holder: string;
  pid: number;
  host: string;
  taken_at: number;
  expires_at: number;
};

/** Since when a committed check fails, by the looks that remember. */
export type CheckStateTable = {
  /** Identity scope of the wall that the check is committed in. */
  identity: string;
  name: string;
  failing_since: number | null;
  last_failed: number | null;
  /** When it first answered again since it last failed. */
  last_passed: number | null;
  updated_at: number;
};

export type ScanTable = {
  id: Generated<number>;
  scope_id: number;
  started_at: number;
  finished_at: number;
  observed_at: number;
  status: Coverage["status"];
  basis: Coverage["basis"];
  gaps: string;
  looked: number;
  items: number;
  severities: string;
  asserted_passed: number;
  asserted_failed: number;
  asserted_unknown: number;
};

export type EventTable = {
  id: Generated<number>;
  at: number;
  scan_id: number | null;
  fingerprint: string;
  title: string;
  transition: Transition;
  from_value: string | null;
  to_value: string | null;
  by: string | null;
  note: string | null;
};

export type AuditTable = {
  seq: number;
  ts: number;
  event: AuditEvent;
  run_id: string | null;
  offer_digest: string | null;
  fingerprint: string | null;
  target: string | null;
  actor: string;
  approver: string | null;
  decision: string | null;
  outcome: string | null;
  argv: string | null;
  exit_code: number | null;
  duration_ms: number | null;
  envelope: string | null;
  bound_digest: string | null;
  reason: string | null;
  stdout_tail: string | null;
  stderr_tail: string | null;
  environment: string | null;
  prev_hash: string;
  hash: string;
  /** Of the hash, by a key from outside the store. */
  mac: string | null;
};

/** One effect that was offered; the columns before `content` repeat what is asked for of it. */
export type OfferTable = {
  id: string;
  digest: string;
  state: OfferState;
  fingerprint: string;
  action: string;
  /** Name of the runbook entry; null for the catalog alone. */
  entry: string | null;
  /** Name of the target, or the path where it has none. */
  target: string;
  content: string;
  mac: string;
  offered_at: number;
  expires_at: number;
  decided_by: string | null;
  decided_at: number | null;
  why: string | null;
  declined_until: number | null;
  run_id: string | null;
  began_at: number | null;
  /** Until when the run may last, however long its lease is renewed. */
  ends_at: number | null;
  pid: number | null;
  host: string | null;
  lease_until: number | null;
  ended_at: number | null;
  /** When a look saw again what it had put right. */
  relapsed_at: number | null;
};

/** By the rule and the pattern of a committed waiver. */
export type WaiverMatchTable = { rule: string; resource: string; matched_at: number };

export type Tables = {
  waiver_matches: WaiverMatchTable;
  scopes: ScopeTable;
  findings: FindingTable;
  suppressions: SuppressionTable;
  scans: ScanTable;
  events: EventTable;
  audit: AuditTable;
  leases: LeaseTable;
  offers: OfferTable;
  check_states: CheckStateTable;
  identity: { id: string };
  migrations: { version: number; at: number };
};
