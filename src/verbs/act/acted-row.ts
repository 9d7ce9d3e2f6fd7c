import { z } from "zod";
import { decisions } from "../../core/gate/judge.ts";
import { runEnds } from "../../core/gate/offer.ts";
import type { Acted } from "../../engine/gate/act.ts";
import type { Outcome } from "../../errors.ts";
import { readableCommand } from "../../view/command.ts";
import type { Block, Doc, Tone } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { shortDigest } from "./offer-row.ts";

/** What an effect came to. */
export const ActedRow = z.strictObject({
  offer: z.string().describe("digest"),
  run: z.string().optional().describe("id in the audit; absent where nothing ran"),
  action: z.string(),
  title: z.string().describe("of the finding"),
  finding: z.string(),
  target: z.string(),
  end: z
    .enum(runEnds)
    .describe(
      "verified: the finding is gone; applied: it arrived, and nobody could see more; not-effective: it did not help; failed: the command did; unknown: it was cut off; noop: nothing was left to do",
    ),
  decision: z.enum(decisions).describe("by what right it ran"),
  why: z.string().optional(),
  command: z.array(z.string()).describe("argv that ran"),
  exitCode: z.number().int().optional(),
  durationMs: z.number().optional(),
  output: z.string().optional().describe("what it said, shortened and without secrets"),
  takenBack: z
    .strictObject({
      offer: z.string().optional(),
      end: z.enum(runEnds).optional().describe("absent where it waits for a person, or could not be"),
      why: z.string().optional(),
    })
    .optional()
    .describe("what became of the inverse, where the effect did not help"),
});
export type ActedRow = z.infer<typeof ActedRow>;

export const actedRow = ({ offer, runId, end, decision, why, ran, argv, takenBack }: Acted): ActedRow => ({
  ...{ offer: offer.digest, ...present({ run: runId }), action: offer.action.name, title: offer.title },
  finding: offer.evidence.fingerprint,
  target: offer.target.target ?? offer.target.path,
  ...{ end, decision, ...present({ why }) },
  command: [...(argv ?? [])],
  ...present({ exitCode: ran?.exitCode, durationMs: ran?.durationMs }),
  ...present({ output: ran?.stderrTail ?? ran?.stdoutTail }),
  ...(takenBack === undefined
    ? {}
    : { takenBack: present({ offer: takenBack.digest, end: takenBack.end, why: takenBack.why }) }),
});

/** A fix that did not help is a failure (law L12); one that nobody could judge is no success. */
export const actedOutcome = ({ end }: Pick<ActedRow, "end">): Outcome => {
  switch (end) {
    case "verified":
    case "noop":
      return "done";
    case "applied":
      return "blind";
    case "not-effective":
    case "failed":
    case "unknown":
      return "failed";
  }
};

const said: Readonly<Record<ActedRow["end"], readonly [Tone, string]>> = {
  verified: ["good", "it helped"],
  noop: ["good", "nothing was left to do"],
  applied: ["warn", "it ran, and is not verified"],
  "not-effective": ["bad", "it did not help"],
  failed: ["bad", "it failed"],
  unknown: ["bad", "nobody knows how it ended: look yourself, it is not run again"],
};

export const actedBlocks = (row: ActedRow): Doc => {
  const [tone, text] = said[row.end];
  return [
    { kind: "line", tone, text: `${text}: ${row.action} for ${row.title}` },
    ...(row.why === undefined ? [] : [{ kind: "line" as const, text: row.why }]),
    ...(row.command.length === 0 ? [] : [{ kind: "list" as const, items: [readableCommand(row.command)] }]),
    ...(row.end !== "verified" && row.output !== undefined
      ? [{ kind: "code" as const, text: row.output }]
      : []),
    ...takenBackBlocks(row),
    {
      kind: "next",
      commands: [
        { command: "steadystate history --limit 5", why: "the audit of it" },
        ...(row.takenBack?.offer !== undefined && row.takenBack.end === undefined
          ? [{ command: `steadystate approve ${shortDigest(row.takenBack.offer)}`, why: "take it back" }]
          : []),
        { command: `steadystate show ${shortDigest(row.finding)}`, why: "the finding" },
      ],
    },
  ];
};

const takenBackBlocks = ({ takenBack }: ActedRow): readonly Block[] => {
  if (takenBack === undefined) return [];
  const why = takenBack.why === undefined ? "" : `: ${takenBack.why}`;
  const text =
    takenBack.end === undefined
      ? takenBack.offer === undefined
        ? `it could not be taken back${why}`
        : `taking it back waits for a person${why}`
      : `it was taken back, ${takenBack.end}${why}`;
  return [{ kind: "line", tone: takenBack.end === undefined ? "warn" : "plain", text }];
};
