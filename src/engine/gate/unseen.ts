import type { Context } from "../../context.ts";
import { reverterId } from "../../core/actor.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Finding } from "../../core/finding.ts";
import type { Aim, OfferParts } from "../../core/gate/offer.ts";
import type { Use } from "../../core/runbook/ledger.ts";
import { printInstant } from "../../core/time.ts";
import { SteadystateError } from "../../errors.ts";
import type { UseFilter } from "../../history/gate.ts";
import type { History } from "../../history/history.ts";

/** What whoever acts upon a finding goes by. Instants are milliseconds UTC. */
export type Sighting = {
  readonly finding: Finding;
  /** The uses that may have come after it. */
  readonly uses: UseFilter & { readonly target: string; readonly since: number };
  /** When the newest look at the finding began. */
  readonly seen: number;
  /** When whoever acts began to. */
  readonly asked: number;
};

type Here = { readonly finding: Finding; readonly aim: Pick<Aim, "target" | "path"> };

export const sightingOf = async (
  { finding, aim }: Here,
  history: History,
  ctx: Context,
): Promise<Sighting> => {
  const { resolutionScope, lastObserved } = finding;
  const looks = await history.lastLooks();
  const look = looks.find(({ scope }) => scope.resolution === resolutionScope);
  const seen = Math.min(lastObserved, look?.startedAt ?? lastObserved);
  const uses = { target: aim.target ?? aim.path, since: seen - longestRun };
  return { finding, uses, seen, asked: ctx.now() };
};

/** Milliseconds that a run may have begun before it ended. */
const longestRun = 3_600_000;

/** What ended at a target after the newest look at a finding began: that look cannot have seen it. */
export type Unseen = readonly Use[];

/**
 * What put something right counts for everybody. What did not, or nobody knows, counts for whatever acts by itself, and for a
 * person only where it ended while that person was being heard; and never for taking back the very thing that did not help.
 */
const unseenOf = (
  { seen, asked }: Pick<Sighting, "seen" | "asked">,
  uses: readonly Use[],
  { actor, now }: Pick<Context, "actor" | "now">,
): Unseen =>
  uses.filter(({ end, ended, began }) => {
    if (end === undefined || end === "noop") return false;
    const at = ended ?? began;
    // A clock that went back tells nobody what came first: a person may say so, and nothing else does.
    if (actor.class === "human" && at > now()) return false;
    if (end === "verified") return at >= seen;
    if (actor.class === "human") return at > asked;
    return actor.id !== reverterId && at >= seen;
  });

/** As it stands now; whatever ends before the claim is asked about there once more, by {@link whyNotAgain}. */
export const unseenNow = async (sighting: Sighting, history: History, ctx: Context): Promise<Unseen> =>
  unseenOf(sighting, await history.gate.uses(sighting.uses), ctx);

/** Throws `refused` for a second effect on a finding that something was done about and that was not looked at since. */
export const demandSeenAgain = (finding: Finding, unseen: Unseen): void => {
  const why = doneFor(finding, unseen);
  if (why !== undefined) throw unseenAgain(finding, why);
};

export const unseenAgain = ({ fingerprint }: Finding, why: string): SteadystateError =>
  new SteadystateError("refused", why, { hint: "steadystate scan", details: { fingerprint } });

const doneFor = ({ fingerprint, title }: Finding, unseen: Unseen): string | undefined => {
  const done = unseen.find((use) => use.fingerprint === fingerprint);
  if (done === undefined) return undefined;
  const [by, at] = [done.entry ?? done.action, printInstant(done.ended ?? done.began)];
  return done.end === "verified"
    ? `${title}: was put right at ${at} by ${by}, and no look has seen it since`
    : `${title}: ${by} ran for it until ${at} (${done.end}), and no look has seen it since`;
};

/**
 * Why the very same is not done once more for another finding of one thing; `undefined` where it was not done. Throws `refused`
 * where it was done and helped nothing.
 */
export const doneAlready = (finding: Finding, parts: Words, unseen: Unseen): string | undefined => {
  const done = sameDone(parts, unseen);
  if (done === undefined || done.use.end === "verified") return done?.why;
  throw unseenAgain(finding, done.why);
};

type Words = Pick<OfferParts, "action" | "argv">;

const sameDone = (
  { action, argv }: Words,
  unseen: Unseen,
): { readonly use: Use; readonly why: string } | undefined => {
  const words = canonicalJson(argv);
  const use = unseen.find((one) => one.action === action.name && canonicalJson(one.argv) === words);
  if (use === undefined) return undefined;
  const came = use.end === "verified" ? " and helped another finding" : ` (${use.end})`;
  const at = printInstant(use.ended ?? use.began);
  return {
    use,
    why: `${action.name} did exactly this at ${at}${came}; no look has seen what is left since`,
  };
};

/** Both at once: why this is not done after those uses. */
export const whyNotAgain = (
  sighting: Sighting,
  parts: Words,
  uses: readonly Use[],
  ctx: Pick<Context, "actor" | "now">,
): string | undefined => {
  const unseen = unseenOf(sighting, uses, ctx);
  return doneFor(sighting.finding, unseen) ?? sameDone(parts, unseen)?.why;
};
