import type { Offer } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";

/** The one offer whose digest begins so. Throws `not-found` or `ambiguous`; a finding's digits are told as what they are. */
export const findOffer = async (ref: string, history: History | undefined): Promise<Offer> => {
  const found = (await history?.gate.byPrefix(ref.toLowerCase(), 12)) ?? [];
  const [first, second] = found;
  if (second !== undefined)
    throw new SteadystateError("ambiguous", `${found.length} offers begin with ${ref}`, {
      hint: "give more digits of one of them",
      details: { candidates: found.map(({ digest, title }) => ({ offer: digest, title })) },
    });
  if (first !== undefined) return first;
  const [finding] = (await history?.byPrefix(ref.toLowerCase(), 1)) ?? [];
  if (finding === undefined)
    throw new SteadystateError("not-found", `no offer begins with ${ref}`, { hint: "steadystate pending" });
  throw new SteadystateError(
    "not-found",
    `${ref} is a finding: what is approved is an offer, which says exactly what would run`,
    { hint: `steadystate fix ${ref}, or: steadystate pending` },
  );
};
