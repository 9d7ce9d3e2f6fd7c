import type { Actor } from "../../../src/core/actor.ts";
import type { AuditRecord } from "../../../src/core/audit.ts";
import { type OfferDraft, type OfferParts, offerDigest } from "../../../src/core/gate/offer.ts";
import type { Claim } from "../../../src/history/gate.ts";

export const start = 1_750_000_000_000;
export const minute = 60_000;

export const ana: Actor = {
  class: "human",
  id: "os:ana",
  name: "Ana",
  channel: "terminal",
  onBehalfOf: undefined,
};

export const recordOf = (fields: Partial<AuditRecord> = {}): AuditRecord => ({
  ts: start,
  event: "requested",
  runId: undefined,
  offerDigest: undefined,
  fingerprint: "f".repeat(64),
  target: "prod",
  actor: ana,
  approver: undefined,
  decision: undefined,
  outcome: undefined,
  argv: undefined,
  exitCode: undefined,
  durationMs: undefined,
  envelope: undefined,
  boundDigest: undefined,
  reason: undefined,
  stdoutTail: undefined,
  stderrTail: undefined,
  environment: undefined,
  ...fields,
});

type Wish = { readonly finding?: string; readonly target?: string | undefined; readonly copies?: number };

export const draftOf = (
  { finding = "f", target = "prod", copies = 3 }: Wish = {},
  fields: Partial<OfferDraft> = {},
): OfferDraft => {
  const parts: OfferParts = {
    action: { name: "scale", envelope: { reversibility: "recoverable", impact: "service" } },
    parameters: { name: "web", replicas: copies, wait: true, of: ["a", "b c"] },
    argv: ["scale", "deployment/web", `--replicas=${copies}`],
    target: { target, source: "kubectl", path: "/wall", environment: undefined },
    evidence: {
      fingerprint: finding.repeat(64),
      type: "symptom",
      category: "unavailable",
      diff: [["replicas", "3", undefined]],
    },
    change: { uid: "u-1", replicas: "1" },
    bound: "b1",
  };
  return {
    ...parts,
    digest: offerDigest(parts),
    title: "web is not available",
    subject: "shop/web",
    namespace: "shop",
    alsoReaches: [],
    told: [`1 → ${copies} copies`],
    inverse: { action: "scale", parameters: { name: "web", replicas: 1 } },
    named: { replicas: copies },
    offeredBy: ana,
    offeredAt: start,
    expiresAt: start + 60 * minute,
    ...fields,
  };
};

export const claimOf = (
  offer: { readonly id: string; readonly digest: string },
  runId: string,
  fields: Partial<Claim> = {},
): Claim => ({
  id: offer.id,
  digest: offer.digest,
  runId,
  patience: 10 * minute,
  budget: { target: "prod", since: start - 60 * minute, most: 100 },
  again: { target: "prod", since: start - 60 * minute, why: () => undefined },
  intent: recordOf({ event: "intent", approver: "os:ana", decision: "approved" }),
  ...fields,
});
