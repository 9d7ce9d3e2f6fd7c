import type { Context } from "../../context.ts";
import { automation } from "../../core/actor.ts";
import type { Offer, RunEnd } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { type Asked, type Performed, perform } from "./perform.ts";
import { propose } from "./propose.ts";

/** How an effect that did not help was taken back; without `end` it waits for a person, or could not be. */
export type TakenBack = {
  readonly digest: string | undefined;
  readonly end: RunEnd | undefined;
  readonly why: string | undefined;
};

export type Acted = Performed & { readonly takenBack: TakenBack | undefined };

/** Performs an offer, and where it did not help takes it back by its inverse: at once where that is inside the bound, else as an offer. */
export const act = async (asked: Asked, history: History, ctx: Context): Promise<Acted> => {
  const performed = await perform(asked, history, ctx);
  const { inverse } = asked.offer;
  const takenBack =
    performed.end === "not-effective" && inverse !== undefined
      ? await takeBack(asked.offer, inverse, history, { ...ctx, actor: automation("revert", ctx.actor) })
      : undefined;
  return { ...performed, takenBack };
};

const takeBack = async (
  { evidence }: Offer,
  inverse: NonNullable<Offer["inverse"]>,
  history: History,
  ctx: Context,
): Promise<TakenBack> => {
  try {
    const wish = {
      finding: evidence.fingerprint,
      action: inverse.action,
      named: inverse.parameters,
      insist: true,
    };
    const proposed = await propose(wish, history, ctx);
    if (proposed.kind === "noop") return { digest: undefined, end: "noop", why: proposed.why };
    const { offering, judged } = proposed;
    const offer = offering?.offer;
    if (offer === undefined || !judged.ok)
      return { digest: offer?.digest, end: undefined, why: judged.ok ? undefined : judged.why };
    const { end, why } = await perform({ offer, deed: "reflex" }, history, ctx);
    return { digest: offer.digest, end, why };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return { digest: undefined, end: undefined, why: thrown.message };
  }
};
