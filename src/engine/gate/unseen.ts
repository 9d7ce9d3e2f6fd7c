import type { Context } from "../../context.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Finding } from "../../core/finding.ts";
import type { Aim, OfferParts } from "../../core/gate/offer.ts";
import type { Use } from "../../core/runbook/ledger.ts";
import { printInstant } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";

/** What put something right at a target and ended after the newest look at a finding began: that look cannot have seen it. */
export type Unseen = readonly Use[];

type Here = { readonly finding: Finding; readonly aim: Pick<Aim, "target" | "path"> };

export const unseenAt = async ({ finding, aim }: Here, history: History, ctx: Context): Promise<Unseen> => {
  const { resolutionScope, lastObserved } = finding;
  const looks = await history.lastLooks();
  const look = looks.find(({ scope }) => scope.resolution === resolutionScope);
  const seen = Math.min(lastObserved, look?.startedAt ?? lastObserved);
  const uses = await history.gate.uses({ target: aim.target ?? aim.path, since: seen - longestRun });
  return uses.filter(({ end, ended }) => end === "verified" && isSince(ended, seen, ctx));
};

/** Milliseconds that a run may have begun before it ended. */
const longestRun = 3_600_000;

/** A clock that went back tells nobody what came first: a person may say so, and nothing else does. */
const isSince = (ended: number | undefined, seen: number, { actor, now }: Context): boolean =>
  ended !== undefined && ended >= seen && !(ended > now() && actor.class === "human");

/** Throws `refused` for a second effect on a finding that was put right and not looked at since. */
export const demandSeenAgain = (finding: Finding, unseen: Unseen): void => {
  const done = unseen.find(({ fingerprint }) => fingerprint === finding.fingerprint);
  if (done === undefined) return;
  throw new SteadystateError(
    "refused",
    `${finding.title}: was put right at ${printInstant(done.ended ?? 0)} by ${done.entry ?? done.action}, and no look has seen it since`,
    { hint: "steadystate scan", details: { fingerprint: finding.fingerprint } },
  );
};

/** Why the very same is not done once more for another finding of one thing; `undefined` where it was not done. */
export const doneAlready = (
  { action, argv }: Pick<OfferParts, "action" | "argv">,
  unseen: Unseen,
): string | undefined => {
  const words = canonicalJson(argv);
  const done = unseen.find((use) => use.action === action.name && canonicalJson(use.argv) === words);
  return done === undefined
    ? undefined
    : `${action.name} did exactly this at ${printInstant(done.ended ?? 0)} and helped another finding; no look has seen what is left since`;
};
