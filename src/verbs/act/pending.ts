import { z } from "zod";
import type { Context } from "../../context.ts";
import { judge } from "../../core/gate/judge.ts";
import type { Offer } from "../../core/gate/offer.ts";
import { askingFor } from "../../engine/gate/propose.ts";
import { policyOf } from "../../engine/policy.ts";
import type { Doc } from "../../view/doc.ts";
import { plural } from "../../view/words.ts";
import { RowLimit } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { decisions, OfferRow, offerBlocks, offerRow, type OfferRow as Row } from "./offer-row.ts";

const open = ["offered", "running", "unknown"] as const;

export const pending = defineVerb({
  name: "pending",
  room: "act",
  summary: "What waits for a decision, and what it would do",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    all: z.boolean().default(false).describe("also what was decided, ended or ran out"),
    limit: RowLimit.default(50),
  }),
  positionals: [],
  examples: ["pending", "pending --all --json"],
  details: [
    "What is approved is an offer by its digest: exactly this command, for this",
    "finding, at this target, as things stood. What moves meanwhile voids it.",
  ],
  output: z.strictObject({ offers: z.array(OfferRow).describe("newest first") }),
  async run({ all, limit }, ctx) {
    await ctx.config();
    const history = await ctx.history.look();
    if (history === undefined) return { offers: [] };
    const most = limit === 0 ? undefined : limit;
    const offers = await history.gate.list(all ? { limit: most } : { states: open, limit: most });
    return { offers: await Promise.all(offers.map((offer) => rowFor(offer, ctx))) };
  },
  view: ({ offers }) =>
    offers.length === 0
      ? [
          { kind: "line", text: "nothing waits for a decision" },
          {
            kind: "next",
            commands: [{ command: "steadystate findings", why: "what is open; steadystate fix <finding>" }],
          },
        ]
      : [
          { kind: "heading", text: `${plural(offers.length, "offer")}, the newest first` },
          ...offers.flatMap(offerBlocks),
          ...nextOf(offers),
        ],
});

const nextOf = (offers: readonly Row[]): Doc => {
  const first = offers.find(({ state }) => state === "offered");
  return first === undefined ? [] : [decisions(first)];
};

/** What the one who asks would be told on approving it now. */
export const rowFor = async (offer: Offer, ctx: Context): Promise<Row> => {
  const policy = await policyOf(offer.target, ctx);
  return offerRow(offer, judge(askingFor(offer, "approve", ctx), policy));
};
