import type { Context } from "../context.ts";
import { isMeantBy } from "../core/gate/pattern.ts";
import type { Policy } from "../core/gate/policy.ts";
import type { TargetLedger } from "../core/runbook/ledger.ts";
import { SteadystateError } from "../errors.ts";
import { lookUpLedgers, withdrawnIn } from "./ledger.ts";
import { type CommittedFreeze, freezePlanOf, policyOf, protectedTargetsOf } from "./policy.ts";

/** The policy as it holds for no target in particular, and what of it is committed for some. */
export type Posture = {
  readonly policy: Policy;
  readonly freezes: readonly CommittedFreeze[];
  readonly protectedTargets: readonly string[];
  /** What is written and means less than its writer may have had in mind. */
  readonly remarks: readonly string[];
  /** What runs unattended no more at some target, because it did not help there (law L12). */
  readonly withdrawn: readonly TargetLedger[];
};

export const postureOf = async (ctx: Context): Promise<Posture> => {
  const policy = await policyOf({ target: undefined }, ctx);
  const freezes = await freezePlanOf(ctx);
  const protectedTargets = await protectedTargetsOf(ctx);
  const names = await targetNames(ctx);
  const { ledgers, unread } = await lookUpLedgers(ctx);
  const meant = (pattern: string): boolean => names?.some((name) => isMeantBy(pattern, name)) ?? true;
  const idle = (where: string, patterns: readonly string[]): readonly string[] =>
    patterns
      .filter((pattern) => !meant(pattern))
      .map((pattern) => `${where} names ${pattern}, and no committed target is called so`);
  return {
    policy,
    freezes,
    protectedTargets,
    remarks: [
      ...policy.bound.remarks,
      ...idle("[bound] protected_targets", protectedTargets),
      ...freezes.flatMap(({ window }) => idle("[[freeze]]", window.targets)),
      ...orphanGlass(policy),
      ...(unread === undefined ? [] : [unread]),
    ],
    withdrawn: withdrawnIn(ledgers, (await ctx.solutions()).entries),
  };
};

/** Nobody could take what cannot be taken back, and whoever needs it finds out too late. */
const orphanGlass = ({ roles, stopped }: Policy): readonly string[] =>
  roles.breakglass.length > 0 || stopped !== undefined
    ? []
    : ["nobody has the role breakglass: what cannot be taken back, or reaches a node, nobody can do here"];

/** `undefined` where the file cannot be read: then nothing is said about it here. */
const targetNames = async (ctx: Context): Promise<readonly string[] | undefined> => {
  try {
    const { entries, faults } = await ctx.targets();
    return faults.length > 0 ? undefined : entries.map(({ name }) => name);
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return undefined;
  }
};
