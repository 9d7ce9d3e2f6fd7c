import { z } from "zod";
import { type Outcome, outcomes } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { exitOf, SettledRow, worstOutcome } from "../act/settled-row.ts";
import { LookedOutput, lookedTail } from "./looked.ts";
import { autonomies, settledDoc } from "./settle-alerts.ts";
import { stampOf } from "./stamp.ts";

/** What a scan answers, now or told again. */
export const ScannedOutput = LookedOutput.extend({
  autonomy: z.enum(autonomies),
  settled: z.array(SettledRow).describe("what was put to the gate; empty where only observed"),
});
type Scanned = z.infer<typeof ScannedOutput>;

export const scannedTail = {
  view: (result: Scanned, how: { readonly verbose: boolean }): Doc => [
    ...lookedTail.view(result, how),
    ...(result.autonomy === "observe" ? [] : settledDoc(result.settled)),
  ],
  bare: lookedTail.bare,
  outcome: (result: Scanned): Outcome =>
    worstOutcome([
      outcomes[lookedTail.outcome(result)],
      ...result.settled.map((row) => exitOf(row, outcomes.done)),
    ]),
  stamp: stampOf,
} as const;
