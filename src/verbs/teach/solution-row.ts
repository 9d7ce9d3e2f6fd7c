import { z } from "zod";
import { printEnvelope } from "../../core/bound/envelope.ts";
import { answersOf, envelopeOf, shownWords } from "../../core/runbook/shown.ts";
import { type Solution, solutionKinds } from "../../core/runbook/solution.ts";
import { solutionDigest, standingOf } from "../../core/runbook/vouching.ts";
import { redactText } from "../../core/secret.ts";
import { shellWord } from "../../core/shell-word.ts";
import { readableCommand } from "../../view/command.ts";
import type { Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";

/** An entry of the runbook as verbs hand it out. */
export const SolutionRow = z.strictObject({
  name: z.string(),
  digest: z.string().describe("of when it answers and what it does: what is vouched"),
  answers: z.string().describe("when it answers, in words"),
  for: z.string().optional().describe("category, check, rule or direction that it answers"),
  match: z.string().optional().describe("pattern that is searched in the title"),
  targets: z.array(z.string()).describe("targets that it is for; empty: all"),
  environments: z.array(z.string()).describe("environments that it is for; empty: all"),
  problem: z.string().optional(),
  kind: z.enum(solutionKinds),
  action: z.string().optional().describe("the vetted action, of kind action"),
  command: z
    .array(z.string())
    .describe("what runs, word by word; what the finding fills in stands in angle brackets"),
  target: z.string().optional().describe("the thing that it is done to, for people"),
  env: z
    .array(z.string())
    .describe("variables that it gets beside PATH, HOME, LANG and what the target lends"),
  envelope: z.string().optional().describe("what it may break at worst: reversibility/impact"),
  author: z.string(),
  added: z.string().optional(),
  draft: z.boolean().describe("nobody stands for exactly this: it is shown, and offered to nobody"),
  why: z.string().optional().describe("why it is a draft"),
  vouchedBy: z.string().optional(),
  vouchedAt: z.string().optional().describe("UTC"),
});
export type SolutionRow = z.infer<typeof SolutionRow>;

export const solutionRow = (entry: Solution): SolutionRow => {
  const { solution, vouched } = entry;
  const standing = standingOf(entry);
  const envelope = envelopeOf(entry);
  return {
    ...{ name: entry.name, digest: solutionDigest(entry), answers: redactText(answersOf(entry)) },
    ...present({ for: entry.for, match: entry.match }),
    ...{ targets: [...entry.targets], environments: [...entry.environments] },
    ...present({ problem: shown(entry.problem) }),
    kind: solution.kind,
    ...(solution.kind === "action"
      ? { action: solution.action }
      : present({ target: shown(solution.target) })),
    command: shownWords(entry).map(redactText),
    env: [...entry.env],
    ...present({ envelope: envelope === undefined ? undefined : printEnvelope(envelope) }),
    author: entry.author,
    ...present({ added: entry.added }),
    draft: standing.is === "draft",
    ...(standing.is === "draft" ? { why: standing.why } : {}),
    ...present({
      vouchedBy: vouched?.by,
      vouchedAt: vouched?.at === undefined ? undefined : instant(vouched.at),
    }),
  };
};

const shown = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : redactText(text);

/** One entry in a list. `more` are further lines about it, such as what came of it. */
export const solutionBlocks = (row: SolutionRow, more: readonly string[] = []): Doc => [
  {
    kind: "line",
    tone: row.draft ? "warn" : "plain",
    text: `${row.draft ? "DRAFT " : ""}${row.name} [${row.envelope ?? "nobody knows what it breaks"}] for ${row.answers}`,
  },
  { kind: "list", items: [doesOf(row), standsOf(row), ...more] },
];

/** One entry whole. */
export const wholeSolution = (row: SolutionRow, more: readonly (readonly [string, string])[] = []): Doc => [
  { kind: "heading", text: `${row.draft ? "DRAFT " : ""}${row.name}` },
  {
    kind: "fields",
    rows: [
      ["answers", row.answers],
      ...(row.problem === undefined ? [] : [["problem", row.problem] as const]),
      ["kind", row.action === undefined ? row.kind : `${row.kind} ${row.action}`],
      ["runs", runsOf(row)],
      ...(row.target === undefined ? [] : [["done to", row.target] as const]),
      ...(row.env.length === 0 ? [] : [["gets", row.env.join(", ")] as const]),
      ["may break", row.envelope ?? "nobody knows"],
      ["written by", `${row.author}${row.added === undefined ? "" : `, ${row.added}`}`],
      ["stands", standsOf(row)],
      ["digest", row.digest],
      ...more,
    ],
  },
];

const doesOf = (row: SolutionRow): string =>
  row.command.length === 0
    ? `a person does it${row.target === undefined ? "" : `, on ${row.target}`}`
    : runsOf(row);

const runsOf = ({ command }: SolutionRow): string =>
  command.length === 0 ? "nothing: it is for a person to do" : readableCommand(command);

const standsOf = ({ kind, author, draft, why, vouchedBy, vouchedAt }: SolutionRow): string => {
  if (draft) return `${kind}, a draft by ${author}: ${why ?? "nobody has vouched it yet"}`;
  if (vouchedBy === undefined) return `${kind} by ${author}, vouched by the commit alone`;
  return `${kind} by ${author}, vouched by ${vouchedBy}${vouchedAt === undefined ? "" : ` at ${vouchedAt}`}`;
};

/** The command that vouches for exactly this content. */
export const vouchCommand = ({ name, digest }: SolutionRow, file: string | undefined): string =>
  `steadystate vouch ${name} ${digest.slice(0, 12)}${fileOption(file)}`;

/** The option that names the same file again. */
export const fileOption = (file: string | undefined): string =>
  file === undefined ? "" : ` --solutions ${shellWord(file)}`;
