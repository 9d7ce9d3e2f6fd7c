import { z } from "zod";
import { demandOwnFile } from "../../engine/author.ts";
import { checkHand } from "../../engine/author-check.ts";
import { writeDown } from "../../engine/write-down.ts";
import { ChecksFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

export const removeCheck = defineVerb({
  name: "remove-check",
  room: "teach",
  summary: "Take a declared check out of its file",
  tier: "author",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    name: z.string().trim().min(1).describe("name of the check"),
    force: z.boolean().default(false).describe("also one that somebody else wrote; not for agents"),
    checks: ChecksFile,
  }),
  positionals: ["name"],
  examples: ["remove-check storefront", "remove-check storefront --force"],
  output: z.strictObject({ name: z.string(), file: z.string().describe("the file that was changed") }),
  async run({ name, force, checks }, ctx) {
    demandOwnFile("check", checks, ctx);
    // A memory that cannot be written refuses this before anything is changed.
    await ctx.history.standing();
    const { path } = await ctx.checkFile.remove(name, checks, checkHand(ctx, force));
    await writeDown("check-removed", { changed: path, target: name }, ctx);
    return { name, file: path };
  },
  view: ({ name, file }) => [
    { kind: "line", tone: "good", text: `removed the check ${name} from ${file}` },
    { kind: "next", commands: [{ command: "steadystate checks", why: "what is still declared" }] },
  ],
});
