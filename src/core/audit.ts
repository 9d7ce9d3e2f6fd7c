import { createHash, createHmac } from "node:crypto";
import type { Actor } from "./actor.ts";
import { canonicalJson } from "./canonical.ts";

export const auditEvents = [
  "intent",
  "result",
  "offered",
  "refused",
  "escalated",
  "declined",
  "vouched",
  "authored",
  "delivered",
  "dispatched",
  "requested",
  "bound-changed",
  "muted",
  "snoozed",
  "unmuted",
  "resolved",
  "reopened",
  "mutes-committed",
  "check-added",
  "check-removed",
] as const;
export type AuditEvent = (typeof auditEvents)[number];

/** One decision and what came of it. `ts` is milliseconds UTC; output tails are redacted before they come here. */
export type AuditRecord = {
  readonly ts: number;
  readonly event: AuditEvent;
  readonly runId: string | undefined;
  readonly offerDigest: string | undefined;
  readonly fingerprint: string | undefined;
  readonly target: string | undefined;
  readonly actor: Actor;
  readonly approver: string | undefined;
  readonly decision: string | undefined;
  readonly outcome: string | undefined;
  readonly argv: readonly string[] | undefined;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  readonly envelope: string | undefined;
  readonly boundDigest: string | undefined;
  readonly reason: string | undefined;
  readonly stdoutTail: string | undefined;
  readonly stderrTail: string | undefined;
  readonly environment: string | undefined;
};

/** A chained record: `hash` covers `prevHash` and every other field. */
export type AuditRow = AuditRecord & {
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
};

/** A change that is no effect on infrastructure: whose hand it was, when, and what it was about. */
export const deedRecord = (
  event: AuditEvent,
  { actor, at }: { readonly actor: Actor; readonly at: number },
  told: Partial<Pick<AuditRecord, "fingerprint" | "target" | "outcome" | "reason" | "argv" | "envelope">>,
): AuditRecord => ({
  ts: at,
  event,
  runId: undefined,
  offerDigest: undefined,
  fingerprint: told.fingerprint,
  target: told.target,
  actor,
  approver: undefined,
  decision: undefined,
  outcome: told.outcome,
  argv: told.argv,
  exitCode: undefined,
  durationMs: undefined,
  envelope: told.envelope,
  boundDigest: undefined,
  reason: told.reason,
  stdoutTail: undefined,
  stderrTail: undefined,
  environment: undefined,
});

export const genesisHash = "0".repeat(64);

/** SHA-256 over the previous hash and the canonical JSON of the row without its own hash. */
export const auditHash = (row: Omit<AuditRow, "hash">): string =>
  createHash("sha256").update(row.prevHash).update(canonicalJson(row)).digest("hex");

/** A chain walked so far. */
export type Chain = {
  readonly rows: number;
  /** Hash of the last row, to be anchored elsewhere: a dropped tail shows only against an anchor. */
  readonly head: string;
  /** Sequence number of the first row that does not follow from its predecessor; `undefined` while the chain holds. */
  readonly brokenAt: number | undefined;
};

export const emptyChain: Chain = { rows: 0, head: genesisHash, brokenAt: undefined };

/** Walks on over the next rows, so that a long chain need not be held at once. */
export const walkChain = (start: Chain, rows: Iterable<AuditRow>): Chain => {
  let { rows: count, head, brokenAt } = start;
  for (const { hash, ...row } of rows) {
    const follows = row.seq === count + 1 && row.prevHash === head && auditHash(row) === hash;
    if (!follows) brokenAt ??= row.seq;
    count += 1;
    head = hash;
  }
  return { rows: count, head, brokenAt };
};

/** HMAC-SHA256 of a row's hash under a key from outside the store: who has not the key makes no row that fits. */
export const auditMac = (key: Uint8Array, hash: string): string =>
  createHmac("sha256", key).update(hash).digest("hex");

/** The macs of a chain walked so far. */
export type Macs = {
  /** Sequence number of the first row that has one; every later row must have one too. */
  readonly from: number | undefined;
  /** The first row whose mac is missing or, with the key, another. */
  readonly brokenAt: number | undefined;
};

export const noMacs: Macs = { from: undefined, brokenAt: undefined };

export const walkMac = (
  { from, brokenAt }: Macs,
  { seq, hash, mac }: { readonly seq: number; readonly hash: string; readonly mac: string | undefined },
  key: Uint8Array | undefined,
): Macs => {
  const holds = mac === undefined ? from === undefined : key === undefined || auditMac(key, hash) === mac;
  return {
    from: from ?? (mac === undefined ? undefined : seq),
    brokenAt: brokenAt ?? (holds ? undefined : seq),
  };
};
