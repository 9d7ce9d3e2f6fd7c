import { z } from "zod";
import type { Solution } from "../../core/runbook/solution.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { demandOwnFile } from "../../engine/author.ts";
import { entryNamed } from "../../engine/runbook.ts";
import { cannotVouch, changedSinceVouched, vouchFor } from "../../engine/vouch.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { SolutionsFile } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { fileOption, SolutionRow, solutionRow, vouchCommand, wholeSolution } from "./solution-row.ts";

const standings = ["draft", "changed", "vouched", "committed"] as const;

const Output = z.strictObject({
  done: z.enum(["shown", "vouched"]),
  entry: SolutionRow,
  stood: z
    .enum(standings)
    .describe("before this; changed: since it was vouched; committed: vouched by its commit alone"),
  changed: z.array(z.string()).describe("what is another thing since it was vouched, where that is known"),
  asks: z.string().optional().describe("why it is not for the one who asks"),
  file: z.string().optional().describe("the file that was changed"),
});
type Output = z.infer<typeof Output>;

export const vouch = defineVerb({
  name: "vouch",
  room: "teach",
  summary: "Read an entry of the runbook, and stand for it",
  tier: "write",
  effect: ({ digest }) => (digest === undefined ? "none" : "state"),
  doors: "human",
  input: z.strictObject({
    name: z.string().trim().min(1).describe("name of the entry"),
    digest: z
      .string()
      .regex(/^[0-9a-f]{8,64}$/i, "must be at least 8 digits of the entry's digest (see: steadystate vouch)")
      .optional()
      .describe("what was read: the first 8 or more digits of its digest"),
    solutions: SolutionsFile,
  }),
  positionals: ["name", "digest"],
  examples: ["vouch restart-mailer", "vouch restart-mailer 4f2a91c07b3e"],
  details: [
    "Without a digest the entry is shown whole, with the command that vouches",
    "exactly that. An entry that is changed afterwards is a draft again. To vouch",
    "once more is to say that it may be tried again: what it did before counts no",
    "more against it.",
  ],
  output: Output,
  async run({ name, digest, solutions: file }, ctx) {
    demandOwnFile("solution", file, ctx);
    if (digest === undefined) {
      const entry = await entryNamed(name, ctx, file);
      const fault = await cannotVouch(entry, ctx);
      return {
        ...{ done: "shown" as const, entry: solutionRow(entry), stood: stoodOf(entry) },
        changed: [...(await changedSinceVouched(entry, ctx))],
        ...(fault === undefined ? {} : { asks: fault.why }),
      };
    }
    const { before, path } = await vouchFor(name, { digest, file }, ctx);
    const entry = await entryNamed(name, ctx, file);
    return {
      ...{ done: "vouched" as const, entry: solutionRow(entry), stood: stoodOf(before) },
      ...{ changed: [], file: path },
    };
  },
  view: (result, { solutions: file }) =>
    result.done === "shown" ? shownBlocks(result, file) : vouchedBlocks(result, file),
});

const stoodOf = (entry: Solution): (typeof standings)[number] => {
  if (standingOf(entry).is === "draft") return entry.vouched === undefined ? "draft" : "changed";
  return entry.vouched?.digest === undefined ? "committed" : "vouched";
};

const shownBlocks = ({ entry, stood, changed, asks }: Output, file: string | undefined): Doc => [
  ...wholeSolution(entry),
  ...(changed.length === 0
    ? []
    : [
        { kind: "heading" as const, text: "Since it was vouched" },
        { kind: "list" as const, items: changed },
      ]),
  ...(stood === "vouched"
    ? [{ kind: "note" as const, text: "exactly this is vouched; once more wipes what counts against it" }]
    : []),
  asks === undefined
    ? nextBlock(vouchCommand(entry, file), "if it should do exactly this")
    : { kind: "line", tone: "warn", text: `not for you: ${asks}` },
  ...(asks === undefined ? [] : [nextBlock(vouchCommand(entry, file), "for somebody who may")]),
];

const said = {
  draft: "the draft is offered from now on",
  changed: "what was changed is offered from now on",
  vouched: "it was vouched before: what it did until now counts no more against it",
  committed: "until now its commit alone stood for it",
} as const satisfies Record<Output["stood"], string>;

const vouchedBlocks = ({ entry, stood, file: path }: Output, file: string | undefined): Doc => [
  {
    kind: "line",
    tone: "good",
    text: `${stood === "vouched" ? "vouched again" : "vouched"}: ${entry.name} (${entry.digest.slice(0, 12)}) in ${path ?? ""}`,
  },
  { kind: "note", text: said[stood] },
  nextBlock(`steadystate solutions ${entry.name}${fileOption(file)}`, "the entry as it stands"),
];

const nextBlock = (command: string, why: string): Block => ({ kind: "next", commands: [{ command, why }] });
