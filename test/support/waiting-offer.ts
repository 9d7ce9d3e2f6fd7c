import type { Context } from "../../src/context.ts";
import { resolveBound } from "../../src/core/bound/bound.ts";
import { type OfferParts, offerDigest } from "../../src/core/gate/offer.ts";
import { recordOf } from "../../src/engine/gate/records.ts";
import { makeIdentity, makeScope, makeSymptom } from "./make.ts";

const name = { namespace: "shop", name: "zero" };
const scope = makeScope({
  source: "kubectl",
  target: "eu",
  environment: "eu",
  realPath: "/",
  shownPath: "eu",
});

/** A workload of the small kubectl that was killed for want of memory and has no pods any more: nothing is left to restart. */
export const sick = makeSymptom({
  identity: makeIdentity({
    style: "path",
    scope: scope.identity,
    group: "apps",
    kind: "Deployment",
    ...name,
  }),
  family: "memory",
  category: "OOMKilled",
  title: "Deployment shop/zero was killed for want of memory",
  workload: "zero",
});

const parts: OfferParts = {
  action: { name: "rollout-restart", envelope: { reversibility: "self_healing", impact: "service" } },
  parameters: { kind: "deployment", ...name },
  argv: ["kubectl", "rollout", "restart", "deployment/zero", "--namespace=shop"],
  target: { target: "eu", source: "kubectl", path: "/", environment: "eu" },
  evidence: { fingerprint: sick.fingerprint, type: "symptom", category: "OOMKilled", diff: [] },
  change: { uid: "zero-1", revision: "1" },
  bound: resolveBound({ committed: undefined, variable: undefined, fault: undefined }).digest,
};

/** Digest of what {@link rememberWaiting} offers. */
export const waitingDigest = offerDigest(parts);

/** Lets the finding be remembered, and its restart be offered. */
export const rememberWaiting = async ({
  history: memory,
  actor,
}: Pick<Context, "history" | "actor">): Promise<void> => {
  const history = await memory.open();
  const at = Date.now();
  const times = { startedAt: at, finishedAt: at, observedAt: at, grace: 0 };
  await history.remember({
    scope,
    coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 1 },
    assertions: { passed: 0, failed: 1, unknown: 0 },
    ...times,
    items: [
      {
        departure: sick,
        title: sick.title,
        severity: "high",
        flags: [],
        layer: "application",
        disposition: "impaired",
      },
    ],
  });
  const draft = {
    ...parts,
    ...{ digest: waitingDigest, title: sick.title, subject: "zero", namespace: "shop", alsoReaches: [] },
    ...{ told: ["2 pods replaced one after the other"], inverse: undefined, named: {} },
    ...{ offeredBy: actor, offeredAt: at, expiresAt: at + 86_400_000 },
  };
  await history.gate.offer(draft, { insist: false, record: recordOf("offered", draft, { actor, at }) });
};
