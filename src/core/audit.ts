import { createHash } from "node:crypto";
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
