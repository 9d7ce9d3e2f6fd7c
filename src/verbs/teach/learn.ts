import { z } from "zod";
import { type Lesson, lessonKinds } from "../../core/learn/lesson.ts";
import { learnFrom } from "../../engine/learn.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { instant, plural } from "../../view/words.ts";
import { Since, sinceOf } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const Row = z.strictObject({
  kind: z
    .enum(lessonKinds)
    .describe(
      "a fix that people repeat, a draft, an entry that only helped, no entry, or goes away by itself",
    ),
  about: z.string().describe("category of the findings, or name of the entry"),
  what: z.string(),
  but: z.string().optional().describe("why there is no more than that, or what to look at first"),
  count: z.number().int(),
  since: z.string().describe("UTC, when the oldest of it began"),
  evidence: z.array(z.string()).describe("fingerprints, oldest first"),
  draft: z.string().optional().describe("the runbook entry that the command adds, as JSON"),
  command: z.string().describe("what captures it, quoted for a shell"),
});

const Output = z.strictObject({
  everScanned: z.boolean(),
  since: z.string().describe("as it was asked"),
  lessons: z.array(Row),
});
type Output = z.infer<typeof Output>;

export const learn = defineVerb({
  name: "learn",
  room: "teach",
  summary: "What is worth putting into the runbook, with the command",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    since: Since.default("90d").describe("learn from what ended or is there since 90d, 12h, or a date"),
  }),
  positionals: [],
  examples: ["learn", "learn --since 30d --json"],
  details: [
    "Learns from how people say that they put findings right (resolve), from what",
    "keeps opening, and from what became of the entries of the runbook. It changes",
    "nothing: each lesson has the command that captures it.",
  ],
  output: Output,
  async run({ since }, ctx) {
    const history = await ctx.history.look();
    if (history === undefined) return { everScanned: false, since, lessons: [] };
    const lessons = await learnFrom(history, sinceOf(since, ctx.now()) ?? 0, ctx);
    return { everScanned: true, since, lessons: lessons.map(rowOf) };
  },
  view: (result) => learnBlocks(result),
});

const rowOf = ({ kind, about, what, but, count, since, evidence, draft, command }: Lesson) => ({
  ...{ kind, about, what, ...present({ but }), count },
  ...{ since: instant(since), evidence: [...evidence], ...present({ draft }), command },
});

const titles = {
  "by-hand": "People keep putting it right by hand",
  vouch: "A draft answers what is open",
  promote: "Ready to run unattended",
  recurring: "Keeps coming back, and the runbook does not know it",
  "self-heals": "Goes away by itself",
} as const;

const learnBlocks = ({ everScanned, since, lessons }: Output): Doc => {
  if (!everScanned)
    return [
      {
        kind: "line",
        tone: "warn",
        text: "nothing was ever scanned here, so there is nothing to learn from",
      },
      { kind: "next", commands: [{ command: "steadystate scan .", why: "look, and remember" }] },
    ];
  if (lessons.length === 0)
    return [
      {
        kind: "line",
        text: `nothing to learn since ${since}: nothing repeats itself that the runbook does not know`,
      },
      {
        kind: "next",
        commands: [
          {
            command: "steadystate findings",
            why: "and when one is put right: steadystate resolve <id> 'how'",
          },
        ],
      },
    ];
  return [
    ...lessonKinds.flatMap((kind) => kindBlocks(kind, lessons)),
    {
      kind: "note",
      text: `${plural(lessons.length, "lesson")} since ${since}; nothing was changed, a person decides`,
    },
  ];
};

const kindBlocks = (kind: keyof typeof titles, lessons: Output["lessons"]): Doc => {
  const of = lessons.filter((lesson) => lesson.kind === kind);
  return of.length === 0 ? [] : [{ kind: "heading", text: titles[kind] }, ...of.flatMap(lessonBlocks)];
};

const lessonBlocks = ({ about, what, but, since, evidence, command }: Output["lessons"][number]): Doc => {
  const shown = evidence.slice(0, 5).map((fingerprint) => fingerprint.slice(0, 12));
  const more = evidence.length > shown.length ? ` and ${evidence.length - shown.length} more` : "";
  return [
    { kind: "line", text: `${about}: ${what}` },
    ...(but === undefined ? [] : [{ kind: "line", text: `  ${but}` } satisfies Block]),
    { kind: "line", tone: "dim", text: `  since ${since}: ${shown.join(" ")}${more}` },
    { kind: "code", text: command },
  ];
};
