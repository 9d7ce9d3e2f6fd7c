import { z } from "zod";
import { SteadystateError } from "../../errors.ts";
import { find } from "../find.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { deedOf, Note, redacted } from "./wish.ts";

export const reopen = defineVerb({
  name: "reopen",
  room: "quiet",
  summary: "Take up a finding again that was closed too soon",
  tier: "write",
  effect: "state",
  doors: "all",
  input: z.strictObject({ finding: FindingRef, note: Note }),
  positionals: ["finding"],
  examples: ["reopen 4f2a91", "reopen 4f2a91 --note 'it came back'"],
  output: z.strictObject({ fingerprint: z.string(), title: z.string() }),
  async run({ finding: ref, note }, ctx) {
    const { finding } = await find(ref, ctx.history.lookToWrite);
    const { fingerprint, title, presence } = finding;
    const deed = { ...deedOf(ctx), note: redacted(note) };
    if (presence === "resolved" && (await (await ctx.history.open()).reopen(fingerprint, deed)))
      return { fingerprint, title };
    throw new SteadystateError(
      "refused",
      `${fingerprint.slice(0, 12)} is not resolved, so there is nothing to reopen`,
      {
        hint: `steadystate show ${fingerprint.slice(0, 12)}`,
      },
    );
  },
  view: ({ fingerprint, title }) => [
    { kind: "line", tone: "good", text: `open again: ${title}` },
    {
      kind: "next",
      commands: [
        {
          command: `steadystate show ${fingerprint.slice(0, 12)}`,
          why: "all that is known of it, and its fix",
        },
      ],
    },
  ],
});
