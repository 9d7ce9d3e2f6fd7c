import { z } from "zod";
import { demandOwnFile } from "../../engine/author.ts";
import { takeOutSolution } from "../../engine/author-solution.ts";
import { SolutionsFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { fileOption } from "./solution-row.ts";

export const removeSolution = defineVerb({
  name: "remove-solution",
  room: "teach",
  summary: "Take an entry out of the runbook",
  tier: "author",
  effect: "state",
  doors: "all",
  input: z.strictObject({
    name: z.string().trim().min(1).describe("name of the entry"),
    force: z
      .boolean()
      .default(false)
      .describe("also one that somebody else wrote or vouched; not for agents"),
    solutions: SolutionsFile,
  }),
  positionals: ["name"],
  examples: ["remove-solution restart-mailer", "remove-solution restart-mailer --force"],
  output: z.strictObject({ name: z.string(), file: z.string().describe("the file that was changed") }),
  async run({ name, force, solutions }, ctx) {
    demandOwnFile("solution", solutions, ctx);
    const { path } = await takeOutSolution(name, { file: solutions, insists: force }, ctx);
    return { name, file: path };
  },
  view: ({ name, file }, { solutions }) => [
    { kind: "line", tone: "good", text: `removed the runbook entry ${name} from ${file}` },
    {
      kind: "next",
      commands: [{ command: `steadystate solutions${fileOption(solutions)}`, why: "what is still there" }],
    },
  ],
});
