import { z } from "zod";
import { defineVerb } from "../verb.ts";

const Output = z.strictObject({
  name: z.string(),
  folder: z.string().optional().describe("what the name stood for; it is left as it is"),
});

export const siloRm = defineVerb({
  name: "silo rm",
  room: "setup",
  summary: "Forget a registered name, never its folder",
  tier: "author",
  effect: "state",
  doors: "local",
  input: z.strictObject({ name: z.string().min(1).describe("the registered name") }),
  positionals: ["name"],
  examples: ["silo rm edge", "silo rm edge --json"],
  output: Output,
  async run({ name }, ctx) {
    const folder = await ctx.silos.remove(name);
    return { name, ...(folder === undefined ? {} : { folder }) };
  },
  view: ({ name, folder }) => [
    {
      kind: "line",
      tone: "good",
      text:
        folder === undefined
          ? `${name} is forgotten; it stood for no folder`
          : `${name} is forgotten; ${folder} was left as it is`,
    },
    { kind: "next", commands: [{ command: "steadystate silo list", why: "what is still registered" }] },
  ],
});
