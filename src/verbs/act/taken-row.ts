import { z } from "zod";
import type { Judged } from "../../core/gate/judge.ts";
import type { Taken } from "../../engine/gate/take.ts";
import type { Outcome } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { ActedRow, actedBlocks, actedOutcome, actedRow } from "./acted-row.ts";
import { decisions, OfferRow, offerBlocks, offerRow } from "./offer-row.ts";

/** What asking for an action came to. */
export const TakenRow = z.strictObject({
  state: z
    .enum(["acted", "waits", "previewed", "noop"])
    .describe("waits: it is offered, and somebody must approve it; noop: nothing is left to do"),
  acted: ActedRow.optional(),
  offer: OfferRow.optional(),
  why: z.string().optional().describe("why nothing is left to do, or why it waits"),
});
export type TakenRow = z.infer<typeof TakenRow>;

export const takenRow = (taken: Taken): TakenRow => {
  switch (taken.kind) {
    case "noop":
      return { state: "noop", why: taken.why };
    case "previewed":
      return { state: "previewed", offer: offerRow(taken.draft, taken.approval), ...whyNot(taken.judged) };
    case "waits":
      return { state: "waits", offer: offerRow(taken.offer, taken.approval), ...whyNot(taken.judged) };
    case "acted":
      return { state: "acted", acted: actedRow(taken.acted) };
  }
};

const whyNot = (judged: Judged): Pick<TakenRow, "why"> => (judged.ok ? {} : { why: judged.why });

export const takenBlocks = ({ state, acted, offer, why }: TakenRow): Doc => {
  if (acted !== undefined) return actedBlocks(acted);
  if (offer === undefined) return [{ kind: "line", tone: "good", text: `nothing is left to do: ${why}` }];
  return state === "previewed"
    ? [
        { kind: "heading", text: "Nothing was done: this is what it would be" },
        ...offerBlocks(offer),
        { kind: "line", text: why === undefined ? "it would run at once" : `it would wait: ${why}` },
      ]
    : [
        { kind: "line", tone: "warn", text: `nothing was done yet: ${why ?? "a person decides"}` },
        ...offerBlocks(offer),
        decisions(offer),
      ];
};

export const takenOutcome = ({ state, acted }: TakenRow): Outcome => {
  if (acted !== undefined) return actedOutcome(acted);
  return state === "waits" ? "refused" : "done";
};
