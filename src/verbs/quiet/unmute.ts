import { z } from "zod";
import type { Context } from "../../context.ts";
import { writeDown } from "../../engine/write-down.ts";
import { SteadystateError } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { findIn, findWish, notFound } from "../find.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { deedOf, shownFile } from "./wish.ts";

const Output = z.strictObject({
  fingerprint: z.string(),
  title: z.string(),
  changed: z.boolean().describe("false where nothing was muted"),
  removed: z.array(z.string()).describe("fingerprints taken out of the committed file"),
  committed: z.array(z.string()).describe("fingerprints that the committed file still mutes"),
  file: z.string().describe("the committed file"),
});
type Output = z.infer<typeof Output>;

export const unmute = defineVerb({
  name: "unmute",
  room: "quiet",
  summary: "Hear of a muted or snoozed finding again",
  tier: "write",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    finding: FindingRef,
    commit: z.boolean().default(false).describe("take it out of mutes.json too"),
  }),
  positionals: ["finding"],
  examples: ["unmute 4f2a91", "unmute 4f2a91 --commit"],
  output: Output,
  async run({ finding: ref, commit }, ctx) {
    if (commit && ctx.actor.class === "agent")
      throw new SteadystateError("not-granted", "what is muted for everybody is for a person to decide", {
        hint: "leave out commit, or ask a person",
      });
    const { keys, title, fingerprint } = await meant(ref, ctx);
    const change = commit ? await ctx.commit.mutes({ add: [], remove: keys }) : undefined;
    const standing = await ctx.history.standing();
    const lifted = (await standing?.lift(keys, deedOf(ctx))) ?? [];
    const { entries, path } = await ctx.mutes();
    // What memory lifted has its rows already.
    if (change !== undefined && change.removed.length > 0 && lifted.length === 0)
      await writeDown(
        "unmuted",
        { changed: shownFile(path, ctx), fingerprint, target: title, outcome: "committed" },
        ctx,
      );
    return {
      fingerprint,
      title,
      changed: lifted.length + (change?.removed.length ?? 0) > 0,
      removed: [...(change?.removed ?? [])],
      committed: entries.map(({ key }) => key).filter((key) => keys.includes(key)),
      file: shownFile(path, ctx),
    };
  },
  view: (result): Doc => [headLine(result), ...fileLines(result), nextStep(result)],
});

/** Every key under which it may be muted: its own, the reference's, or that of something never seen. */
const meant = async (ref: string, ctx: Context) => {
  const history = await ctx.history.lookToWrite();
  const finding = await findIn(history, ref);
  if (finding !== undefined) {
    const { fingerprint, legacy, title } = finding;
    return { fingerprint, title, keys: [...new Set([fingerprint, legacy])] };
  }
  const wish = await findWish(history, ref);
  if (wish !== undefined) return { fingerprint: wish.key, title: wish.title ?? wish.key, keys: [wish.key] };
  const { entries } = await ctx.mutes();
  const entry = entries.find(({ key }) => key === ref.toLowerCase());
  if (entry === undefined) throw notFound(ref);
  return { fingerprint: entry.key, title: entry.title ?? entry.key, keys: [entry.key] };
};

const headLine = ({ changed, title }: Output): Doc[number] =>
  changed
    ? { kind: "line", tone: "good", text: `no longer muted: ${title}` }
    : { kind: "line", text: `was not muted: ${title}` };

const fileLines = ({ committed, removed, file }: Output): Doc => [
  ...(removed.length === 0 ? [] : [{ kind: "note" as const, text: `taken out of ${file}; commit it` }]),
  ...(committed.length === 0
    ? []
    : [
        {
          kind: "line" as const,
          tone: "warn" as const,
          text: `${file} still mutes it: the next scan mutes it again, and ci goes by the file`,
        },
      ]),
];

const nextStep = ({ committed, fingerprint }: Output): Doc[number] => {
  const short = fingerprint.slice(0, 12);
  return {
    kind: "next",
    commands: [
      committed.length === 0
        ? { command: `steadystate show ${short}`, why: "all that is known of it" }
        : { command: `steadystate unmute ${short} --commit`, why: "take it out of the file" },
    ],
  };
};
