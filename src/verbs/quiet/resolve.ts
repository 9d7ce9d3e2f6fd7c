import { z } from "zod";
import { find } from "../find.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { deedOf, redacted } from "./wish.ts";

export const resolve = defineVerb({
  name: "resolve",
  room: "quiet",
  summary: "Close a finding by hand, with how it was put right",
  tier: "write",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    finding: FindingRef,
    how: z.string().trim().min(1).max(2000).optional().describe("how it was put right, kept for `learn`"),
  }),
  positionals: ["finding", "how"],
  examples: ["resolve 4f2a91 'rolled the deployment back'", "resolve 4f2a91 --json"],
  details: ["A look that shows it again opens it again."],
  output: z.strictObject({
    fingerprint: z.string(),
    title: z.string(),
    how: z.string().optional(),
    changed: z.boolean().describe("false where it was resolved already"),
  }),
  async run({ finding: ref, how }, ctx) {
    const { finding } = await find(ref, ctx.history.lookToWrite);
    const note = redacted(how);
    const { fingerprint, title } = finding;
    const changed = await (await ctx.history.open()).resolve(fingerprint, { ...deedOf(ctx), note });
    return { fingerprint, title, ...(note === undefined ? {} : { how: note }), changed };
  },
  view: ({ fingerprint, title, changed }) => [
    changed
      ? { kind: "line", tone: "good", text: `resolved: ${title}` }
      : { kind: "line", text: `was resolved already: ${title}` },
    { kind: "note", text: "a look that shows it again opens it again" },
    {
      kind: "next",
      commands: [
        {
          command: `steadystate reopen ${fingerprint.slice(0, 12)}`,
          why: "if it was not put right after all",
        },
      ],
    },
  ],
});
