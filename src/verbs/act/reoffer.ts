import { z } from "zod";
import { openDesk } from "../../engine/gate/desk.ts";
import { findOffer } from "../../engine/gate/find-offer.ts";
import { propose } from "../../engine/gate/propose.ts";
import { standing } from "../../engine/gate/take.ts";
import { OfferRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { decisions, OfferRow, offerBlocks, offerRow } from "./offer-row.ts";

export const reoffer = defineVerb({
  name: "reoffer",
  room: "act",
  summary: "Offer again what was declined, ran out or moved",
  tier: "write",
  effect: "state",
  doors: "human",
  input: z.strictObject({ offer: OfferRef }),
  positionals: ["offer"],
  examples: ["reoffer 8f3a91c2", "reoffer 8f3a91c2 --json"],
  details: ["It is worked out anew from the finding as it is now, so its digest may be", "another."],
  output: z.strictObject({
    offer: OfferRow.optional(),
    noop: z.string().optional().describe("why nothing is left to offer"),
  }),
  async run({ offer: ref }, ctx) {
    const history = await openDesk(ctx);
    const { evidence, action, entry, named } = await findOffer(ref, history);
    const said = entry === undefined ? { named } : { entry: entry.name };
    const wish = { finding: evidence.fingerprint, action: action.name, ...said, insist: true };
    const proposed = await propose(wish, history, ctx);
    return proposed.kind === "noop"
      ? { noop: proposed.why }
      : { offer: offerRow(standing(proposed), proposed.approval) };
  },
  view: ({ offer, noop }) =>
    offer === undefined
      ? [{ kind: "line", text: `nothing is left to offer: ${noop}` }]
      : [{ kind: "heading", text: "Offered again" }, ...offerBlocks(offer), decisions(offer)],
});
