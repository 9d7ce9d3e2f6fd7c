import { expect, it } from "vitest";
import { resolveBound } from "../../../src/core/bound/bound.ts";
import { type Asking, judge } from "../../../src/core/gate/judge.ts";
import type { Policy } from "../../../src/core/gate/policy.ts";

const robot: Asking["actor"] = {
  class: "automation",
  id: "ci:runner",
  name: "runner",
  channel: "ci",
  onBehalfOf: undefined,
};

const policy: Policy = {
  bound: resolveBound({ committed: undefined, variable: undefined, fault: undefined }),
  stopped: undefined,
  freezes: [],
  protectedTarget: false,
  protectedNamespaces: ["kube-*", "payments"],
  perHour: 6,
  roles: { operator: [], approver: [], breakglass: [], committed: false },
  fourEyes: false,
  expires: 86_400_000,
  settle: 60_000,
};

const syncing = (alsoReaches: readonly string[]): Asking => ({
  ...{ actor: robot, deed: "reflex", proposer: robot, subject: "shop", namespace: "argocd", alsoReaches },
  envelope: { reversibility: "self_healing", impact: "service" },
  confirmed: { name: undefined, reason: undefined },
  ...{ offeredAt: 0, now: 0 },
});

it("what is protected is protected from an effect that begins elsewhere and reaches it", () => {
  expect(judge(syncing([]), policy)).toEqual({ ok: true, decision: "within-bound" });
  expect(judge(syncing(["shop", "web"]), policy)).toEqual({ ok: true, decision: "within-bound" });
  for (const reached of [["kube-system"], ["shop", "payments"]])
    expect(judge(syncing(reached), policy)).toMatchObject({
      ok: false,
      event: "escalated",
      why: expect.stringContaining(`the namespace ${reached.at(-1)} is protected`),
    });
});
