import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import type { Judged } from "../../core/gate/judge.ts";
import type { Offer, OfferDraft } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { type Acted, act } from "./act.ts";
import { type Proposed, preview, propose, type Wish } from "./propose.ts";
import { recordOf } from "./records.ts";
import { tellOnce } from "./tell-once.ts";

export type Taken =
  | { readonly kind: "noop"; readonly finding: Finding; readonly why: string }
  /** Nothing was written down. */
  | ({ readonly kind: "previewed"; readonly draft: OfferDraft } & Judgements)
  /** A person decides, who may be the one who asked. */
  | ({ readonly kind: "waits"; readonly offer: Offer } & Judgements)
  | { readonly kind: "acted"; readonly acted: Acted };

/** What the one who asks may: have it at once, and approve it. */
type Judgements = { readonly judged: Judged; readonly approval: Judged };

/** What asking for an action would come to; writes nothing down. */
export const previewed = async (wish: Wish, history: History, ctx: Context): Promise<Taken> => {
  const seen = await preview(wish, history, ctx);
  if (seen.kind === "noop") return seen;
  const { draft, judged, approval } = seen;
  return { kind: "previewed", draft, judged, approval };
};

/** Offers an action, and runs nothing. Throws as `propose` does, and `refused` for what was declined. */
export const offered = async (wish: Wish, history: History, ctx: Context): Promise<Taken> => {
  const proposed = await propose(wish, history, ctx);
  if (proposed.kind === "noop") return proposed;
  const { judged, approval } = proposed;
  return { kind: "waits", offer: standing(proposed), judged, approval };
};

/** Offers an action, and takes it at once where the one who asks may. Throws as `propose` and `act` do. */
export const take = async (wish: Wish, history: History, ctx: Context): Promise<Taken> => {
  const insist = wish.insist ?? ctx.actor.class === "human";
  const proposed = await propose({ ...wish, insist }, history, ctx);
  if (proposed.kind === "noop") return proposed;
  const { judged, approval } = proposed;
  const offer = standing(proposed);
  if (judged.ok) return { kind: "acted", acted: await act({ offer, deed: "take" }, history, ctx) };
  const record = recordOf(judged.event, offer, { actor: ctx.actor, at: ctx.now() }, { reason: judged.why });
  await (ctx.actor.class === "automation" ? tellOnce(record, history) : history.gate.tell([record]));
  return { kind: "waits", offer, judged, approval };
};

/** Throws `refused` for what was declined. */
export const standing = ({ offering }: Extract<Proposed, { readonly kind: "offer" }>): Offer => {
  if (offering !== undefined && offering.outcome !== "declined") return offering.offer;
  const { digest = "", why, declinedUntil } = offering?.offer ?? {};
  const because = why === undefined ? "" : `: ${why}`;
  throw new SteadystateError("refused", `exactly this was declined${because}`, {
    hint: `steadystate reoffer ${digest.slice(0, 12)}`,
    details: { offer: digest, until: declinedUntil },
  });
};
