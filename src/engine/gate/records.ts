import type { Actor } from "../../core/actor.ts";
import type { AuditEvent, AuditRecord } from "../../core/audit.ts";
import { printEnvelope } from "../../core/bound/envelope.ts";
import type { OfferDraft } from "../../core/gate/offer.ts";
import { redactText } from "../../core/secret.ts";

export type Told = Partial<
  Pick<
    AuditRecord,
    | "runId"
    | "approver"
    | "decision"
    | "outcome"
    | "argv"
    | "exitCode"
    | "durationMs"
    | "boundDigest"
    | "reason"
    | "stdoutTail"
    | "stderrTail"
  >
>;

/** One row about an offer; `at` is milliseconds UTC. */
export const recordOf = (
  event: AuditEvent,
  offer: OfferDraft,
  { actor, at }: { readonly actor: Actor; readonly at: number },
  told: Told = {},
): AuditRecord => ({
  ts: at,
  event,
  runId: told.runId,
  offerDigest: offer.digest,
  fingerprint: offer.evidence.fingerprint,
  target: offer.target.target ?? offer.target.path,
  actor,
  approver: told.approver,
  decision: told.decision,
  outcome: told.outcome,
  argv: told.argv ?? offer.argv,
  exitCode: told.exitCode,
  durationMs: told.durationMs,
  envelope: printEnvelope(offer.action.envelope),
  boundDigest: told.boundDigest ?? offer.bound,
  reason: told.reason === undefined ? undefined : redactText(told.reason),
  stdoutTail: told.stdoutTail,
  stderrTail: told.stderrTail,
  environment: offer.target.environment,
});
