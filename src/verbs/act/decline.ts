import { z } from "zod";
import { redactText } from "../../core/secret.ts";
import { parseDuration } from "../../core/time.ts";
import { declineOffer } from "../../engine/gate/decline.ts";
import { instant } from "../../view/words.ts";
import { Duration, OfferRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { Reason } from "./approve.ts";
import { shortDigest } from "./offer-row.ts";

export const decline = defineVerb({
  name: "decline",
  room: "act",
  summary: "Say no to an offer, for good or for a while",
  tier: "write",
  effect: "state",
  doors: "human",
  input: z.strictObject({
    offer: OfferRef,
    for: Duration.optional().describe("how long exactly this is not offered again; until reoffer without it"),
    reason: Reason,
  }),
  positionals: ["offer"],
  examples: ["decline 8f3a91c2 --reason 'deploy at noon'", "decline 8f3a91c2 --for 4h"],
  details: ["Only exactly this is declined: what differs in anything is another offer."],
  output: z.strictObject({
    offer: z.string(),
    action: z.string(),
    title: z.string(),
    until: z.string().optional().describe("UTC; absent until somebody says reoffer"),
  }),
  async run({ offer: ref, for: span, reason }, ctx) {
    const until = span === undefined ? undefined : ctx.now() + (parseDuration(span) ?? 0);
    const why = reason === undefined ? undefined : redactText(reason);
    const { digest, action, title } = await declineOffer(ref, { until, why }, ctx);
    return {
      ...{ offer: digest, action: action.name, title },
      ...(until === undefined ? {} : { until: instant(until) }),
    };
  },
  view: ({ offer, action, title, until }) => [
    { kind: "line", tone: "good", text: `declined: ${action} for ${title}` },
    {
      kind: "note",
      text: until === undefined ? "it is not offered again" : `it is not offered again until ${until}`,
    },
    {
      kind: "next",
      commands: [
        { command: `steadystate reoffer ${shortDigest(offer)}`, why: "if it should be offered after all" },
      ],
    },
  ],
});
