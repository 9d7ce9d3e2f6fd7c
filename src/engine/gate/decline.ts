import type { Context } from "../../context.ts";
import type { Offer } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import { forget, openDesk } from "./desk.ts";
import { findOffer } from "./find-offer.ts";
import { recordOf } from "./records.ts";

/** Only what is offered can be declined. Throws `refused`, `not-found`, `ambiguous`. */
export const declineOffer = async (
  ref: string,
  { until, why }: { readonly until: number | undefined; readonly why: string | undefined },
  ctx: Context,
): Promise<Offer> => {
  const history = await openDesk(ctx);
  const offer = await findOffer(ref, history);
  const { actor, now } = ctx;
  const record = recordOf(
    "declined",
    offer,
    { actor, at: now() },
    {
      decision: "declined",
      outcome: "declined",
      reason: why,
    },
  );
  if (await history.gate.close(offer.id, "declined", { why, until, record })) {
    await forget(offer, history, ctx);
    return offer;
  }
  const again = await findOffer(offer.digest, history);
  throw new SteadystateError(
    "refused",
    `the offer ${offer.digest.slice(0, 12)} is ${again.state}: only what is offered can be declined`,
    {
      hint: "steadystate pending --all",
    },
  );
};
