import { z } from "zod";
import { demandOwnFile, givenText } from "../../engine/author.ts";
import { type Answered, answeredNow, draftSolution, writeSolution } from "../../engine/author-solution.ts";
import { readableCommand } from "../../view/command.ts";
import type { Doc } from "../../view/doc.ts";
import { shortFingerprint } from "../../view/parts.ts";
import { present } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { SolutionsFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { fileOption, SolutionRow, solutionRow, wholeSolution } from "./solution-row.ts";

const AnsweredRow = z.strictObject({
  finding: z.string().describe("fingerprint"),
  title: z.string(),
  because: z.string().describe("why it answers"),
  command: z.array(z.string()).describe("what would run for it"),
  unfit: z.string().optional().describe("why it could not be offered for this one"),
});

const Output = z.strictObject({
  done: z.enum(["added", "replaced", "tested"]).describe("tested: nothing was written"),
  entry: SolutionRow.describe("as it stands in the file now, or would"),
  file: z.string().optional().describe("the file that was changed"),
  answered: z
    .array(AnsweredRow)
    .optional()
    .describe("remembered findings that it answers now, with --test; worst first"),
});
type Output = z.infer<typeof Output>;

export const addSolution = defineVerb({
  name: "add-solution",
  room: "teach",
  summary: "Write an entry of the runbook down, given as JSON",
  tier: "author",
  effect: ({ test }) => (test === true ? "none" : "state"),
  doors: "all",
  input: z.strictObject({
    solution: z.string().min(1).optional().describe("the entry as JSON text"),
    file: z.string().min(1).optional().describe("file that holds the entry; not for agents"),
    test: z
      .boolean()
      .default(false)
      .describe("show what it would be and which findings it answers now; write nothing"),
    replace: z
      .boolean()
      .default(false)
      .describe("take the place of what somebody else wrote or vouched; not for agents"),
    solutions: SolutionsFile,
  }),
  positionals: ["solution"],
  examples: [
    "add-solution --file restart-mailer.json --test",
    "add-solution --file restart-mailer.json",
    "add-solution --file /dev/stdin",
  ],
  details: [
    "An entry is such as",
    "",
    '{"name": "restart-mailer", "for": "mailer-routing",',
    ' "problem": "the queue is stuck",',
    ' "solution": {"kind": "command",',
    '              "run": "systemctl --host {host} restart mailer"},',
    ' "impact": "low", "reversibility": "high"}',
    "",
    "docs/runbook.md has one of each kind. Who wrote it, when, and who vouches is",
    "written by steadystate itself: what a person writes is vouched by that person,",
    "unless [approvals] four_eyes wants a second one or they may not approve; what",
    "anybody else writes is a draft, which is offered to nobody.",
  ],
  output: Output,
  async run({ solution: text, file, test, replace, solutions }, ctx) {
    demandOwnFile("solution", solutions, ctx);
    const given = await givenText("solution", { text, file }, ctx);
    const drafted = await draftSolution(given, { insists: replace, wrote: "caller" }, ctx);
    const entry = solutionRow(drafted.value);
    if (test) {
      const answered = (await answeredNow(drafted.value, ctx)).map(answeredRow);
      return { done: "tested" as const, entry, answered };
    }
    const { path, replaced } = await writeSolution(drafted, solutions, ctx);
    return { done: replaced ? ("replaced" as const) : ("added" as const), entry, file: path };
  },
  view: (result, { solutions }) => [
    ...headBlocks(result),
    ...wholeSolution(result.entry),
    ...answeredBlocks(result),
    { kind: "next", commands: [nextOf(result, fileOption(solutions))] },
  ],
});

const answeredRow = ({ finding, because, words, unfit }: Answered) => ({
  ...{ finding: finding.fingerprint, title: finding.title, because, command: [...words] },
  ...present({ unfit }),
});

const headBlocks = ({ done, entry, file }: Output): Doc => {
  const what = `the ${entry.draft ? "draft" : "entry"} ${entry.name}`;
  return done === "tested"
    ? [{ kind: "line", text: `${what}: nothing was written` }]
    : [{ kind: "line", tone: "good", text: `${done} ${what} in ${file ?? ""}` }];
};

/** More than anybody reads; all of them are in `--json`. */
const most = 10;

const answeredBlocks = ({ answered }: Output): Doc => {
  if (answered === undefined) return [];
  if (answered.length === 0) return [{ kind: "note", text: "it answers no finding that is remembered here" }];
  const more = answered.length - most;
  return [
    { kind: "heading", text: `It answers ${plural(answered.length, "remembered finding")}` },
    {
      kind: "list",
      items: answered
        .slice(0, most)
        .map(
          ({ finding, title, because, command, unfit }) =>
            `${finding.slice(0, shortFingerprint)} ${title}: ${because}; ${unfit ?? readableCommand(command)}`,
        ),
    },
    ...(more > 0 ? [{ kind: "note" as const, text: `and ${more} more` }] : []),
  ];
};

const nextOf = ({ done, entry }: Output, option: string) => {
  if (done === "tested")
    return { command: `steadystate add-solution${option}`, why: "the same without --test writes it" };
  return entry.draft
    ? { command: `steadystate vouch ${entry.name}${option}`, why: "a person reads it, and vouches it" }
    : { command: `steadystate solutions ${entry.name}${option}`, why: "the entry as it stands" };
};
