import { z } from "zod";
import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";
import { spell } from "../typed.ts";
import { defineVerb } from "../verb.ts";
import { folderOf } from "./folder.ts";

const Input = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "must be letters, digits, dots, _ and -, at most 64")
    .describe("short name: letters, digits, dots, _ and -"),
  folder: z.string().min(1).describe("folder of the deployment; ~ is your home"),
  force: z.boolean().default(false).describe("point a name that is taken at this folder"),
});

const Output = z.strictObject({
  name: z.string(),
  folder: z.string().describe("absolute, links resolved"),
  state: z.enum(["added", "moved", "known"]),
  before: z.string().optional().describe("what the name stood for"),
});

export const siloAdd = defineVerb({
  name: "silo add",
  room: "setup",
  summary: "Register a deployment's folder under a short name",
  tier: "author",
  effect: "state",
  doors: "local",
  input: Input,
  positionals: ["name", "folder"],
  examples: ["silo add edge ~/walls/edge", "silo add shop ../shop --force"],
  output: Output,
  async run(input, ctx) {
    const folder = await folderOf(input.folder, ctx);
    const [registered] = await ctx.silos.add([{ name: input.name, folder }], { force: input.force });
    const { state, before } = registered ?? { state: "known", before: undefined };
    if (state === "clash" || state === "bad-name") throw taken(before, input, ctx);
    return { name: input.name, folder, state, ...(before === undefined ? {} : { before }) };
  },
  view: ({ name, folder, state, before }) => [
    {
      kind: "line",
      tone: "good",
      text: {
        added: `${name} is ${folder}`,
        moved: `${name} is ${folder}; it was ${before ?? "another folder"}`,
        known: `${name} was ${folder} already`,
      }[state],
    },
    { kind: "next", commands: [{ command: `steadystate --silo ${name}`, why: "how it stands" }] },
  ],
});

const taken = (before: string | undefined, input: z.infer<typeof Input>, { verbs }: Context) => {
  const facts = verbs.find((verb) => verb.name === "silo add");
  const again = facts === undefined ? "help silo add" : spell(facts, { ...input, force: true });
  return new SteadystateError(
    "refused",
    `${input.name} is registered for ${before ?? "another folder"} already, and was left so`,
    { hint: `steadystate ${again}`, details: { name: input.name, folder: before } },
  );
};
