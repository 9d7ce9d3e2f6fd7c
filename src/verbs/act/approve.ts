import { z } from "zod";
import { act } from "../../engine/gate/act.ts";
import { openDesk } from "../../engine/gate/desk.ts";
import { findOffer } from "../../engine/gate/find-offer.ts";
import { OfferRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { ActedRow, actedBlocks, actedOutcome, actedRow } from "./acted-row.ts";

const Confirm = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .optional()
  .describe("name of the thing, typed back, for what cannot be taken back or reaches far");
export const Reason = z.string().trim().min(1).max(500).optional().describe("why, for the audit");

export const approve = defineVerb({
  name: "approve",
  room: "act",
  summary: "Do exactly what was offered, once, and see if it helped",
  tier: "write",
  effect: "infra",
  doors: "human",
  input: z.strictObject({ offer: OfferRef, confirm: Confirm, reason: Reason }),
  positionals: ["offer"],
  examples: ["approve 8f3a91c2", "approve 8f3a91c2 --confirm worker-3 --reason 'disk is dead'"],
  details: [
    "What was reviewed is what runs: everything is read anew first, and where the",
    "command, the finding, the thing or the bound moved, nothing runs.",
    "Status 0: it helped; 3: it ran and nobody could see more; 6: refused;",
    "7: it failed, did not help, or was cut off.",
  ],
  output: ActedRow,
  async run({ offer: ref, confirm: name, reason }, ctx) {
    const history = await openDesk(ctx);
    const offer = await findOffer(ref, history);
    return actedRow(await act({ offer, deed: "approve", confirmed: { name, reason } }, history, ctx));
  },
  view: actedBlocks,
  outcome: actedOutcome,
});
