import type { Context } from "../../context.ts";
import type { Actor } from "../../core/actor.ts";
import type { Finding } from "../../core/finding.ts";
import type { Fate } from "../../core/gate/fate.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { solutionDigest } from "../../core/runbook/vouching.ts";
import { targetOf } from "../../core/scope.ts";
import { SteadystateError } from "../../errors.ts";
import { policyOf } from "../policy.ts";
import { judgeAhead } from "./expect.ts";
import { type Deed, deedOf } from "./subject.ts";
import { openWays } from "./ways.ts";
import { withheldByRule } from "./withheld.ts";

/** What the policy of a context makes of a finding that opened at an instant (milliseconds UTC). */
export type FateOf = (finding: Finding, openedAt: number) => Promise<Fate>;

/**
 * Asks what the gate itself asks, of the files that this context gives out, as for what runs by itself. Reads nothing live: what
 * the thing would say, the budget and what is remembered of a remedy can each only hold back more. A stop file does not count.
 */
export const openFates = async (given: Context): Promise<FateOf> => {
  const ctx = { ...given, actor: nobodyThere, notice: () => {} };
  const waysFor = await openWays(ctx);
  const policies = openPolicies(ctx);
  return async (finding, openedAt) => {
    const { ways, unfit } = waysFor(finding);
    const [first] = ways;
    if (first === undefined) return silent(unfitWhy(unfit, finding));
    const { name: remedy, wish } = first;
    const deed = await deedOr(finding, wish, ctx);
    if (typeof deed === "string") return silent(`${remedy}: ${deed}`);
    const policy = await policies(deed.aim.target, openedAt);
    const withheld = await withheldByRule(deed, ctx);
    const judged = judgeAhead(deed, policy, { actor: nobodyThere, at: openedAt, withheld });
    const meaning = deed.entry === undefined ? remedy : `${remedy} ${solutionDigest(deed.entry)}`;
    return judged.ok
      ? { is: "unattended", remedy, meaning }
      : { is: "waits", remedy, meaning, why: judged.why };
  };
};

const silent = (why: string): Fate => ({ is: "silent", why });

const nobodyThere: Actor = {
  ...{ class: "automation", id: "steadystate:what-if", name: "what-if", channel: "terminal" },
  onBehalfOf: undefined,
};

const unfitWhy = (
  [first]: readonly { readonly name: string; readonly why: string }[],
  { type, source, category }: Finding,
): string =>
  first === undefined
    ? `nothing is offered for ${type === "drift" ? `drift of ${source}` : category}`
    : `${first.name}: ${first.why}`;

type Means = Parameters<typeof deedOf>[1];

/** The deed, or why there is none. */
const deedOr = async (finding: Finding, means: Means, ctx: Context): Promise<Deed | string> => {
  try {
    const deed = await deedOf(finding, means, ctx);
    return deed.executor.reaches === "cluster" && targetOf(finding.identity.scope) === undefined
      ? "it was seen through a context of a machine, and an effect is aimed at committed targets only"
      : deed;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "config-invalid") throw thrown;
    return thrown.message;
  }
};

/** The findings of one look opened together, and meet the same freezes. */
const openPolicies = (ctx: Context): ((target: string | undefined, at: number) => Promise<Policy>) => {
  const known = new Map<string, Promise<Policy>>();
  return async (target, at) => {
    const key = JSON.stringify([target, at]);
    const policy = known.get(key) ?? policyOf({ target }, { ...ctx, now: () => at });
    known.set(key, policy);
    return { ...(await policy), stopped: undefined };
  };
};
