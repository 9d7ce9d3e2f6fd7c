// The shapes in which history hands out what it tells.
import { z } from "zod";
import { type AuditEvent, type AuditRow, auditEvents } from "../../core/audit.ts";
import type { EventRow } from "../../history/history.ts";
import { present } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";

const Decision = z.strictObject({
  seq: z.number().int(),
  at: z.string().describe("UTC"),
  event: z.enum(auditEvents),
  actor: z.string().describe("stable id, as the door knew it"),
  onBehalfOf: z.string().optional(),
  approver: z.string().optional(),
  fingerprint: z.string().optional(),
  target: z.string().optional(),
  decision: z.string().optional(),
  outcome: z.string().optional(),
  argv: z.array(z.string()).optional().describe("the command that ran, or was to run"),
  exitCode: z.number().optional(),
  reason: z.string().optional(),
  environment: z.string().optional(),
  runId: z.string().optional(),
  offer: z.string().optional().describe("digest of the offer"),
  hash: z.string(),
});

const Change = z.strictObject({
  at: z.string().describe("UTC"),
  fingerprint: z.string(),
  title: z.string(),
  transition: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional().describe("whose hand it was; absent for what a look showed"),
  note: z.string().optional(),
});

export const Chain = z.strictObject({
  rows: z.number().int(),
  head: z.string().describe("hash of the last row; anchor it elsewhere to detect truncation"),
  brokenAt: z.number().int().optional().describe("sequence number of the first row that does not follow"),
  keyedFrom: z.number().int().optional().describe("first row that is keyed; every later one must be"),
  macs: z
    .enum(["checked", "unchecked", "missing", "none"])
    .describe("unchecked: no key here; missing: there is a key, and no row is keyed"),
});

export const Anchors = z.strictObject({
  from: z.string(),
  own: z.number().int().describe("anchors of this store"),
  others: z.number().int(),
  agreesUntil: z.number().int().describe("the chain is as it was anchored up to this row"),
  brokenAt: z.number().int().optional().describe("first row that was anchored and is gone or another"),
  how: z.enum(["cut", "replaced", "foreign"]).optional(),
});

const Anchored = z.strictObject({
  to: z.string(),
  store: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  rows: z.number().int(),
  at: z.string().describe("UTC"),
});

export const HistoryOutput = z.strictObject({
  head: z.string().optional().describe("hash of the last row of the audit, unverified"),
  decisions: z.array(Decision).describe("the audit, newest first"),
  changes: z.array(Change).describe("transitions of findings, newest first"),
  chain: Chain.optional(),
  anchors: Anchors.optional().describe("what the anchors of --against say"),
  anchored: Anchored.optional().describe("the anchor that was made"),
});
export type HistoryResult = z.infer<typeof HistoryOutput>;

export const decisionOf = ({
  seq,
  ts,
  event,
  actor,
  hash,
  argv,
  ...row
}: AuditRow): z.infer<typeof Decision> => ({
  seq,
  at: instant(ts),
  event,
  actor: actor.id,
  ...present({
    onBehalfOf: actor.onBehalfOf,
    approver: row.approver,
    fingerprint: row.fingerprint,
    target: row.target,
    decision: row.decision,
    outcome: row.outcome,
    exitCode: row.exitCode,
    reason: row.reason,
    environment: row.environment,
    runId: row.runId,
    offer: row.offerDigest,
  }),
  ...(argv === undefined ? {} : { argv: [...argv] }),
  hash,
});

export const changeOf = (row: EventRow): z.infer<typeof Change> => {
  const { at, fingerprint, title, transition, from, to, by, note } = row;
  return { at: instant(at), fingerprint, title, transition, ...present({ from, to, by, note }) };
};

/** Kinds of rows that the reference knew none of: what began, what was offered, and changes that are no decision. */
const unknownToReference: readonly AuditEvent[] = [
  ...(["intent", "offered", "muted", "snoozed", "unmuted", "resolved", "reopened"] as const),
  ...(["mutes-committed", "check-added", "check-removed"] as const),
];

export const isLegacy = ({ event }: z.infer<typeof Decision>): boolean => !unknownToReference.includes(event);

/** The reference's shape, whose keys and their order programs go by. */
export const legacyRow = (row: z.infer<typeof Decision>) => ({
  fingerprint: row.fingerprint ?? "",
  source: row.event,
  drift_identity: row.target ?? "",
  actor: row.actor,
  decision: row.decision ?? null,
  outcome: row.outcome ?? null,
  environment: row.environment ?? null,
  detail: row.reason ?? null,
  at: row.at,
});
