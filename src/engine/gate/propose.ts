import type { Context } from "../../context.ts";
import { subjectOf } from "../../core/actions/action.ts";
import type { Finding } from "../../core/finding.ts";
import { type Asking, type Judged, judge } from "../../core/gate/judge.ts";
import { type OfferDraft, offerDigest, type Parameters } from "../../core/gate/offer.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { SteadystateError } from "../../errors.ts";
import type { Offering } from "../../history/gate.ts";
import type { History } from "../../history/history.ts";
import { policyOf } from "../policy.ts";
import { type Built, build } from "./build.ts";
import { forget } from "./desk.ts";
import { neverInterrupted, withReach } from "./reach.ts";
import { recordOf } from "./records.ts";
import { actionNamed, type Deed, deedOf, demandOpen, standsFor } from "./subject.ts";
import { demandSeenAgain, doneAlready, sightingOf, unseenNow } from "./unseen.ts";
import { withheldBy } from "./withheld.ts";

export type Wish = {
  /** Whole fingerprint. */
  readonly finding: string;
  /** Name of the catalog's action; with an entry, what that does goes before it. */
  readonly action: string;
  /** Name of the runbook entry that is meant. */
  readonly entry?: string | undefined;
  /** What a person said beside what the finding tells. */
  readonly named?: Parameters;
  /** Offered although exactly this was declined. */
  readonly insist?: boolean;
  /** Why it is offered, where nobody asked for it by name: kept with the row of the offer. */
  readonly because?: string | undefined;
};

export type Proposed =
  | { readonly kind: "noop"; readonly finding: Finding; readonly why: string }
  | {
      readonly kind: "offer";
      readonly finding: Finding;
      readonly draft: OfferDraft;
      /** Things that it is about, where the executor can count them. */
      readonly size: number | undefined;
      /** `undefined` where nothing was to be remembered. */
      readonly offering: Offering | undefined;
      /** Whether the one who asks may have it at once. */
      readonly judged: Judged;
      /** Whether the one who asks may approve it. */
      readonly approval: Judged;
    };

/** Works an offer out from a finding and writes it down. Runs nothing. Throws `refused`, `not-found`, `usage`, `source-failed`. */
export const propose = (wish: Wish, history: History, ctx: Context): Promise<Proposed> =>
  worked(wish, history, ctx, async (draft) => {
    const by = { actor: ctx.actor, at: ctx.now() };
    const record = recordOf("offered", draft, by, { reason: wish.because });
    const offering = await history.gate.offer(draft, { insist: wish.insist === true, record });
    for (const old of offering.superseded) await forget(old, history, ctx);
    // What was made for it is not needed where another stands in its place.
    if (offering.outcome !== "new") await forget(draft, history, ctx);
    return offering;
  });

/** The same, written down nowhere. */
export const preview = (wish: Wish, history: History, ctx: Context): Promise<Proposed> =>
  worked(wish, history, ctx, async (draft) => {
    await forget(draft, history, ctx);
    return undefined;
  });

const worked = async (
  { finding: fingerprint, action, entry, named: said = {} }: Wish,
  history: History,
  ctx: Context,
  write: (draft: OfferDraft) => Promise<Offering | undefined>,
): Promise<Proposed> => {
  const fits = (one: Finding): boolean =>
    entry === undefined ? actionNamed(action).draw(subjectOf(one)).ok : true;
  const finding = await demandOpen(fingerprint, history, { now: ctx.now(), fits });
  const deed = await deedOf(finding, { action, entry }, ctx);
  const unseen = await unseenNow(await sightingOf(deed, history, ctx), history, ctx);
  demandSeenAgain(finding, unseen);
  const named = namedBy(deed, said);
  const policy = await policyOf(deed.aim, ctx);
  return withReach(
    deed.executor,
    { aim: deed.aim, interrupt: neverInterrupted, seal: history.seal },
    ctx,
    async (reach) => {
      const built = await build(deed, named, reach, policy.bound.digest);
      const noop = "noop" in built ? built.noop : doneAlready(finding, built.parts, unseen);
      if ("noop" in built || noop !== undefined) return { kind: "noop", finding, why: noop ?? "" };
      const draft = draftOf({ deed, named, policy }, built, ctx);
      const offering = await write(draft);
      const withheld = await withheldBy(deed, history, ctx);
      const judgedFor = (way: Asking["deed"]): Judged =>
        judge({ ...askingFor(offering?.offer ?? draft, way, ctx), withheld }, policy);
      const [judged, approval] = [judgedFor("take"), judgedFor("approve")];
      const { size } = built.foresight;
      return { kind: "offer", finding, draft, size, offering, judged, approval };
    },
  );
};

/** What an entry was given in the file is not said otherwise by whoever asks for it. */
const namedBy = ({ entry, finding }: Deed, said: Parameters): Parameters => {
  if (entry === undefined) return said;
  const [more] = Object.keys(said);
  if (more !== undefined)
    throw new SteadystateError("usage", `${more} cannot be said beside the runbook entry ${entry.name}`, {
      hint: `steadystate run ${entry.name} ${finding.fingerprint.slice(0, 12)}`,
    });
  return entry.solution.kind === "action" ? entry.solution.parameters : {};
};

type Drafting = { readonly deed: Deed; readonly named: Parameters; readonly policy: Policy };

const draftOf = (
  { deed: { finding }, named, policy }: Drafting,
  { parts, foresight: { told, inverse, alsoReaches = [] } }: Built,
  ctx: Context,
): OfferDraft => ({
  ...parts,
  digest: offerDigest(parts),
  title: finding.title,
  ...standsFor(finding),
  alsoReaches,
  ...{ told, inverse, named },
  offeredBy: ctx.actor,
  offeredAt: ctx.now(),
  expiresAt: ctx.now() + policy.expires,
});

/** One request as the policy judges it. */
export const askingFor = (
  offer: OfferDraft,
  deed: Asking["deed"],
  { actor, now }: Pick<Context, "actor" | "now">,
  confirmed: Asking["confirmed"] = { name: undefined, reason: undefined },
): Asking => ({
  ...{ actor, deed, confirmed },
  proposer: offer.offeredBy,
  envelope: offer.action.envelope,
  subject: offer.subject,
  namespace: offer.namespace,
  alsoReaches: offer.alsoReaches,
  offeredAt: offer.offeredAt,
  now: now(),
  reference: offer.digest.slice(0, 12),
});
