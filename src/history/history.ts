import type { Actor } from "../core/actor.ts";
import type { AuditRecord, AuditRow } from "../core/audit.ts";
import type { CheckState } from "../core/checks/lasting.ts";
import type { Finding, Suppression, Transition } from "../core/finding.ts";
import type { Assertions, Coverage, Scope } from "../core/observation.ts";
import type { Item } from "../core/report.ts";
import type { Serving } from "../core/serving.ts";
import type { Severity } from "../core/severity.ts";
import type { CommittedMute } from "../core/suppression.ts";
import type { Waiver } from "../core/waive.ts";
import type { GateMemory } from "./gate.ts";

/** One look to remember. Instants are milliseconds UTC. */
export type Look = {
  readonly scope: Scope;
  readonly coverage: Coverage;
  /** Fingerprints that the look was blind to, where it saw everything else. */
  readonly blindTo?: ReadonlySet<string> | undefined;
  readonly assertions: Assertions;
  /** The application workloads that a probe saw. */
  readonly serving?: readonly Serving[] | undefined;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** When reality was looked at; a captured document may be older than the scan. */
  readonly observedAt: number;
  /** Everything scored, above the bar or not. */
  readonly items: readonly Item[];
  /** Milliseconds that a finding may be absent before it resolves. */
  readonly grace: number;
  /** What mutes.json holds, to be laid into memory; left out, what was laid in before stands. */
  readonly mutes?: CommittedMutes | undefined;
  /** The waivers that took a flag away in this look. */
  readonly waived?: readonly Pick<Waiver, "rule" | "resource">[] | undefined;
};

export type CommittedMutes = {
  readonly entries: readonly CommittedMute[];
  /** A part of the file cannot be read: what it held before hides nothing, and keeps its ceiling for when it is mended. */
  readonly broken: boolean;
};

/** What memory says of one item of the look just taken. */
export type Recollection = {
  readonly state: "new" | "recurring" | "reopened";
  readonly firstSeen: number;
  readonly suppression: Suppression | undefined;
  /** The severity at the previous sighting, when it differs. */
  readonly was: Severity | undefined;
};

export type Remembered = {
  readonly scan: number;
  readonly recollections: ReadonlyMap<string, Recollection>;
  /** Resolved by this look, with their titles. */
  readonly resolved: readonly { readonly fingerprint: string; readonly title: string }[];
  /** Absent now, grace still running. */
  readonly absent: number;
  /** Findings of this scope that could not be looked at. */
  readonly stale: number;
};

/** Who may look at one resolution scope now. Kept alive until it is released, or the process ends. */
export type Lease = {
  readonly resolution: string;
  readonly holder: string;
  /** Does nothing the second time, and nothing where another run took it over. */
  readonly release: () => Promise<void>;
};

/** The latest look at one resolution scope. */
export type LastLook = {
  readonly scope: Scope;
  readonly coverage: Coverage;
  readonly assertions: Assertions;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly observedAt: number;
  readonly items: number;
  /** The latest look that was complete, where there was one. */
  readonly lastComplete: number | undefined;
};

export type FindingFilter = {
  /** Default: everything but resolved. */
  readonly presence?: readonly Finding["presence"][] | undefined;
  readonly type?: readonly Finding["type"][] | undefined;
  readonly atLeast?: Severity | undefined;
  /** Case-insensitive substring of title, label or fingerprint. */
  readonly keyword?: string | undefined;
  /** Exact workload or resource name, case-insensitive. */
  readonly workload?: string | undefined;
  readonly layer?: Finding["layer"] | undefined;
  /** Leaves out what is muted or snoozed at this instant. */
  readonly loudAt?: number | undefined;
  /** Only what is muted or snoozed at this instant. */
  readonly quietAt?: number | undefined;
  /** With `quietAt`: only what this kind of wish holds back. */
  readonly quietKind?: Suppression["kind"] | undefined;
  /** Worst first, then oldest, then fingerprint; `undefined` is unlimited. */
  readonly limit?: number | undefined;
};

/** How many remembered findings stand in each state, suppressed ones apart. */
export type Tally = {
  readonly open: Readonly<Record<Finding["disposition"] | "platform", Readonly<Record<Severity, number>>>>;
  readonly muted: number;
  readonly absent: number;
  readonly stale: number;
  readonly resolved: number;
};

export type EventRow = {
  readonly at: number;
  readonly scan: number | undefined;
  readonly fingerprint: string;
  readonly title: string;
  readonly transition: Transition;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Actor and, where there is one, on whose behalf. */
  readonly by: string | undefined;
  /** What they said of it; of a finding closed by hand, how it was put right. */
  readonly note: string | undefined;
};

/** Every member narrows; a fingerprint may be its beginning. `since` is milliseconds UTC, `actor` a stable id. */
export type EventFilter = {
  readonly fingerprint?: string | undefined;
  readonly actor?: string | undefined;
  readonly since?: number | undefined;
  readonly limit: number;
};
export type AuditFilter = EventFilter & { readonly environment?: string | undefined };

/** What became of walking the whole chain. */
export type VerifiedAudit = {
  readonly rows: number;
  /** Hash of the last row. */
  readonly head: string;
  /** Sequence number of the first row that does not follow, or whose mac does not fit. */
  readonly brokenAt: number | undefined;
  /** The first row that has a mac. */
  readonly keyedFrom: number | undefined;
  /** Whether the macs were compared: without the key only that none is missing is known. */
  readonly hasKey: boolean;
};

/** `store` tells one store from another; an empty chain ends at 0 with the genesis hash. */
export type AuditHead = { readonly store: string; readonly seq: number; readonly hash: string };

/** A person's wish as it is kept, by its key: a fingerprint of ours or a legacy one. */
export type KeptSuppression = Suppression & {
  readonly key: string;
  readonly title: string | undefined;
  readonly boundAt: number | undefined;
  /** When a look last met something that it is about. */
  readonly matchedAt: number | undefined;
  /** Findings, not resolved, that it is about now, whether or not it holds them back. */
  readonly meets: number;
  /** Whether it meets them by the reference's fingerprint, which is the same in every scope. */
  readonly legacy: boolean;
};

export type WaiverMatch = Pick<Waiver, "rule" | "resource"> & { readonly matchedAt: number };

/** What is asked for; what it does not name is as in {@link Suppression}. */
export type Wish = Omit<Suppression, "by"> & { readonly key: string; readonly title: string };

/** Whose hand it was. `at` in milliseconds UTC. */
export type Deed = { readonly actor: Actor; readonly at: number };
export type SaidDeed = Deed & { readonly note: string | undefined };

/**
 * What may be remembered and asked. Async, so that a server database can stand behind it. Every member throws
 * `store-unusable` when the store cannot be read or written.
 */
export type History = {
  /**
   * Records one look in one short transaction; only a complete look resolves, and only its own scope. Where a lease
   * is given and no longer ours, nothing is written and `busy` is thrown.
   */
  readonly remember: (look: Look, lease?: Lease) => Promise<Remembered>;
  /**
   * The one right to look at a scope. What a dead or silent run left is taken over; where a live one holds it, waits for at
   * most `wait` milliseconds, then throws `busy` that names it.
   */
  readonly lease: (scope: Pick<Scope, "resolution" | "path">, wait: number) => Promise<Lease>;
  readonly findings: (filter: FindingFilter) => Promise<readonly Finding[]>;
  /** How many rows `findings` would give without its limit. */
  readonly count: (filter: FindingFilter) => Promise<number>;
  /** Findings whose fingerprint (or legacy fingerprint) begins with this hex text; at most `limit`. */
  readonly byPrefix: (prefix: string, limit: number) => Promise<readonly Finding[]>;
  readonly tally: (now: number) => Promise<Tally>;
  readonly lastLooks: () => Promise<readonly LastLook[]>;
  /** The workloads that are known, by the resolution scope that they were seen in. */
  readonly serving: () => Promise<ReadonlyMap<string, readonly Serving[]>>;
  /** Newest first. */
  readonly events: (filter: EventFilter) => Promise<readonly EventRow[]>;
  /** Every wish, by key. */
  readonly suppressions: () => Promise<readonly KeptSuppression[]>;
  /** Each waiver that ever took a flag away, and when last. */
  readonly waiverMatches: () => Promise<readonly WaiverMatch[]>;
  /** Replaces any wish of the same key. False where exactly that was wished already. */
  readonly suppress: (wish: Wish, deed: Deed) => Promise<boolean>;
  /** Lifts the wishes of these keys and answers which there were. */
  readonly lift: (keys: readonly string[], deed: Deed) => Promise<readonly string[]>;
  /** Closes a finding in every scope; false where it is closed. Touches no time of a sighting, as `reopen` does not. */
  readonly resolve: (fingerprint: string, deed: SaidDeed) => Promise<boolean>;
  /** Takes a closed finding up again; false where it is open. */
  readonly reopen: (fingerprint: string, deed: SaidDeed) => Promise<boolean>;
  /** Appends one row to the chain and gives it back with its sequence number and hashes. */
  readonly appendAudit: (record: AuditRecord) => Promise<AuditRow>;
  /** Newest first. */
  readonly audit: (filter: AuditFilter) => Promise<readonly AuditRow[]>;
  /** Walks the whole chain. Throws `config-invalid` where the key of the audit is named and cannot be used. */
  readonly verifyAudit: () => Promise<VerifiedAudit>;
  /** The end of the chain as it is now, unverified. */
  readonly auditHead: () => Promise<AuditHead>;
  /** The hashes of these rows by sequence number, as far as there are such rows. */
  readonly auditHashes: (seqs: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** What is remembered of the checks of one identity scope, by name. */
  readonly checkStates: (identity: string) => Promise<ReadonlyMap<string, CheckState>>;
  /** Replaces it; `at` is the end of the look. */
  readonly recordCheckStates: (
    identity: string,
    states: ReadonlyMap<string, CheckState>,
    at: number,
  ) => Promise<void>;
  /** Offers, their claims and what became of them. */
  readonly gate: GateMemory;
  /** HMAC of a secret under the store's own key (D8). */
  readonly seal: (secret: string) => string;
  readonly close: () => Promise<void>;
};
