import { z } from "zod";
import type { Context } from "../../context.ts";
import { byOf } from "../../core/actor.ts";
import { SteadystateError } from "../../errors.ts";
import type { Wish } from "../../history/history.ts";
import type { Doc } from "../../view/doc.ts";
import { instant } from "../../view/words.ts";
import { Duration, FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import {
  deedOf,
  Force,
  MaxSeverity,
  Note,
  Owner,
  shownFile,
  spanOf,
  WishRow,
  wishLine,
  wishNote,
  wishOf,
  wishRow,
} from "./wish.ts";

const Output = WishRow.extend({
  committed: z.string().optional().describe("the file that it was written to; commit it"),
});

export const mute = defineVerb({
  name: "mute",
  room: "quiet",
  summary: "Hide a finding until it gets worse",
  tier: "write",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    finding: FindingRef,
    for: Duration.optional().describe("hide it so long: 12h, 7d, 4w; without an end unless given"),
    forever: z.boolean().default(false).describe("insist on no end for what is high or critical"),
    note: Note,
    owner: Owner,
    maxSeverity: MaxSeverity,
    commit: z.boolean().default(false).describe("write it to mutes.json too, for everybody and for ci"),
    force: Force,
  }),
  positionals: ["finding"],
  examples: ["mute 4f2a91 --note 'known, ticket 12'", "mute 4f2a91 --for 7d", "mute 4f2a91 --commit"],
  details: [
    "A mute hides what is there now. Whatever is more severe than that, or is",
    "flagged by another rule, breaks through. What is high or critical is muted",
    "--for a time, or --forever.",
  ],
  output: Output,
  async run({ finding: ref, for: time, forever, note, owner, maxSeverity, commit, force }, ctx) {
    if (time !== undefined && forever)
      throw new SteadystateError("usage", "--for and --forever exclude each other", {
        hint: `steadystate mute ${ref} --for ${time}`,
      });
    if (commit && ctx.actor.class === "agent")
      throw new SteadystateError("not-granted", "what is muted for everybody is for a person to decide", {
        hint: "leave out commit, or ask a person",
      });
    const span = time === undefined ? undefined : spanOf(time);
    const asked = { ref, kind: "muted", span, insists: forever, note, owner, maxSeverity, force } as const;
    const wish = await wishOf(asked, ctx);
    const committed = commit ? await write(wish, ctx) : undefined;
    const changed = await (await ctx.history.open()).suppress(
      { ...wish, origin: commit ? "committed" : "local" },
      deedOf(ctx),
    );
    return { ...wishRow(wish, changed), ...(committed === undefined ? {} : { committed }) };
  },
  view: (result): Doc => [
    { kind: "line", tone: "good", text: wishLine(result) },
    { kind: "note", text: wishNote(result) },
    {
      kind: "next",
      commands: [
        ...(result.committed === undefined
          ? []
          : [{ command: `git add ${result.committed}`, why: "commit it, so that it counts for everybody" }]),
        { command: `steadystate unmute ${result.fingerprint.slice(0, 12)}`, why: "hear of it again" },
      ],
    },
  ],
});

/** First the file: one that cannot be written leaves memory as it was. */
const write = async (wish: Wish, ctx: Context): Promise<string> => {
  const { path } = await ctx.commit.mutes({
    add: [
      {
        key: wish.key,
        title: wish.title,
        by: byOf(ctx.actor),
        note: wish.note,
        added: instant(ctx.now()).slice(0, 10),
        maxSeverity: wish.maxSeverity,
        rules: wish.rules,
        expires: wish.until,
        owner: wish.owner,
      },
    ],
    remove: [],
  });
  return shownFile(path, ctx);
};
