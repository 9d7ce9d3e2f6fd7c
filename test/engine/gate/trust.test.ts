import fc from "fast-check";
import { expect, test } from "vitest";
import type { Actor } from "../../../src/core/actor.ts";
import { resolveBound } from "../../../src/core/bound/bound.ts";
import { ceilings } from "../../../src/core/bound/envelope.ts";
import { judge } from "../../../src/core/gate/judge.ts";
import { runEnds } from "../../../src/core/gate/offer.ts";
import type { Use } from "../../../src/core/runbook/ledger.ts";
import { deedOf } from "../../../src/engine/gate/subject.ts";
import { withheldBy, withheldByRule } from "../../../src/engine/gate/withheld.ts";
import { policyOf } from "../../../src/engine/policy.ts";
import { itemOf, lookAt } from "../../history/temporary.ts";
import { agent, contextIn } from "../../support/context.ts";
import { makeIdentity, makeScope, makeSymptom } from "../../support/make.ts";
import { temporaryFolder } from "../../support/repo.ts";

const now = 1_800_000_000_000;
const day = 86_400_000;
const person: Actor = {
  ...{ class: "human", id: "os:ana", name: "ana", channel: "terminal", onBehalfOf: undefined },
};
const robot: Actor = { ...person, class: "automation", id: "steadystate:auto" };

const anyUse = (target: string): fc.Arbitrary<Use> =>
  fc.record({
    entry: fc.constantFrom(undefined, "bounce"),
    action: fc.constantFrom("rollout-restart", "rollout-restart", "scale"),
    argv: fc.constant(["rollout", "restart"]),
    target: fc.constant(target),
    fingerprint: fc.constant("f"),
    began: fc.integer({ min: now - 40 * day, max: now + day }),
    end: fc.constantFrom(...runEnds, undefined),
    ended: fc.constantFrom(undefined, now),
    relapsed: fc.constantFrom(undefined, now),
    takesBack: fc.boolean(),
  });

test("whatever the record, nothing more gets through than without it", async () => {
  const folder = temporaryFolder({ "steadystate/config.toml": "[runbook]\ndistrust_after = 2\n" });
  const ctx = await contextIn(folder.root, { now: () => now, actor: robot });
  const history = await ctx.history.open();
  const scope = makeScope({ target: "shop", source: "kubectl" });
  const identity = makeIdentity({
    ...{
      style: "path",
      kind: "deployment",
      namespace: "shop",
      name: "web",
      group: "apps",
      scope: scope.identity,
    },
  });
  await history.remember(lookAt([itemOf(makeSymptom({ identity }))], { scope }));
  const [finding] = await history.findings({});
  if (finding === undefined) throw new Error("nothing was remembered");
  const deed = await deedOf(finding, { action: "rollout-restart" }, ctx);
  const policy = await policyOf(deed.aim, ctx);
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyUse("shop"), { maxLength: 6 }),
      fc.constantFrom(person, robot, agent),
      fc.constantFrom("take", "reflex", "approve"),
      fc.constantFrom(...ceilings),
      async (uses, actor, wanted, ceiling) => {
        const asked = { ...ctx, actor };
        const own = { ...history, gate: { ...history.gate, uses: async () => uses } };
        const committed = { ceilings: { self_healing: ceiling }, envMayWiden: false };
        const bound = resolveBound({ committed, variable: undefined, fault: undefined });
        const asking = {
          ...{ actor, deed: wanted, proposer: robot, envelope: deed.action.envelope, subject: "web" },
          ...{ namespace: "shop", confirmed: { name: undefined, reason: undefined }, offeredAt: now, now },
        };
        const judged = (withheld: string | undefined) => judge({ ...asking, withheld }, { ...policy, bound });
        const without = judged(await withheldByRule(deed, asked));
        const withIt = judged(await withheldBy(deed, own, asked));
        if (wanted === "approve") expect(withIt).toEqual(without);
        if (withIt.ok) expect(without.ok).toBe(true);
        if (without.ok && !withIt.ok) {
          taken += 1;
          expect(withIt).toMatchObject({ event: "escalated", why: expect.stringContaining("did not help") });
        }
      },
    ),
    { numRuns: 1200 },
  );
  // About fifty of them.
  expect(taken, "it takes something away at all").toBeGreaterThan(10);
});
