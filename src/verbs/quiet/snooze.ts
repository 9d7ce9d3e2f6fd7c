import { z } from "zod";
import { SteadystateError } from "../../errors.ts";
import { Duration, FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import {
  deedOf,
  Force,
  MaxSeverity,
  Note,
  spanOf,
  WishRow,
  wishLine,
  wishNote,
  wishOf,
  wishRow,
} from "./wish.ts";

export const snooze = defineVerb({
  name: "snooze",
  room: "quiet",
  summary: "Hide a finding for a while",
  tier: "write",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    finding: FindingRef,
    for: Duration.optional().describe("how long: 90s, 15m, 6h, 3d, 2w"),
    days: z.number().int().min(1).max(3650).optional().describe("the same in whole days"),
    note: Note,
    maxSeverity: MaxSeverity,
    force: Force,
  }),
  positionals: ["finding", "for"],
  examples: ["snooze 4f2a91 3d", "snooze 4f2a91 6h --note 'deploy under way'"],
  output: WishRow,
  async run({ finding: ref, for: time, days, note, maxSeverity, force }, ctx) {
    if ((time === undefined) === (days === undefined))
      throw new SteadystateError("usage", "snooze needs one time: a duration, or --days", {
        hint: `steadystate snooze ${ref} 3d`,
      });
    const span = spanOf(time ?? `${days}d`);
    const asked = { ref, kind: "snoozed", span, insists: true, note, maxSeverity, force } as const;
    const wish = await wishOf({ ...asked, owner: undefined }, ctx);
    return wishRow(wish, await (await ctx.history.open()).suppress(wish, deedOf(ctx)));
  },
  view: (result) => [
    { kind: "line", tone: "good", text: wishLine(result) },
    { kind: "note", text: wishNote(result) },
    {
      kind: "next",
      commands: [
        { command: `steadystate unmute ${result.fingerprint.slice(0, 12)}`, why: "hear of it again now" },
      ],
    },
  ],
});
