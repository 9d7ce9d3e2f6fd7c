import { z } from "zod";
import { isGood } from "../../core/checks/check.ts";
import { asksOf, demandsOf } from "../../core/checks/describe.ts";
import { severities } from "../../core/severity.ts";
import { demandOwnFile, givenText } from "../../engine/author.ts";
import { checkHand, tryCheck } from "../../engine/author-check.ts";
import { writeDown } from "../../engine/write-down.ts";
import type { Doc } from "../../view/doc.ts";
import { CheckRow } from "../../view/rows.ts";
import { ChecksFile } from "../inputs.ts";
import { checkBlocks } from "../look/rows.ts";
import { defineVerb } from "../verb.ts";

const Output = z.strictObject({
  done: z.enum(["added", "replaced", "tested"]).describe("tested: asked once, and nothing written"),
  name: z.string(),
  asks: z.string().describe("method and address, or kind and place"),
  demands: z.array(z.string()).describe("what has to come back, one clause each"),
  severity: z.enum(severities),
  author: z.string(),
  draft: z
    .boolean()
    .describe("written by an agent: public addresses only and no variable, until a person vouches it"),
  unset: z.array(z.string()).describe("variables that it names and that are not set here"),
  file: z.string().optional().describe("the file that was changed"),
  answer: CheckRow.optional().describe("what it says now, with --test"),
});
type Output = z.infer<typeof Output>;

export const addCheck = defineVerb({
  name: "add-check",
  room: "teach",
  summary: "Declare a check, given as JSON",
  tier: "author",
  effect: ({ test }) => (test === true ? "none" : "state"),
  doors: "all",
  input: z.strictObject({
    check: z.string().min(1).optional().describe("the entry as JSON text"),
    file: z.string().min(1).optional().describe("file that holds the entry; not for agents"),
    test: z.boolean().default(false).describe("ask it once and show the answer; write nothing"),
    replace: z
      .boolean()
      .default(false)
      .describe("take the place of an entry that somebody else wrote; not for agents"),
    checks: ChecksFile,
  }),
  positionals: ["check"],
  examples: [
    "add-check --file storefront.json --test",
    "add-check --file storefront.json",
    "add-check --file /dev/stdin",
  ],
  details: [
    "An entry is such as",
    "",
    '{"name": "storefront", "workload": "web",',
    ' "read": {"kind": "http", "url": "https://shop.example.com/healthz"},',
    ' "when": {"status": "2xx", "body": "^ok", "latency": "800ms"},',
    ' "emit": {"severity": "critical", "title": "the shop does not answer"}}',
    "",
    "Who wrote it and when is written by steadystate itself. What an agent",
    "adds is a draft: it reaches public addresses only, and gets no variable.",
  ],
  output: Output,
  async run({ check: text, file, test, replace, checks }, ctx) {
    demandOwnFile("check", checks, ctx);
    const hand = checkHand(ctx, replace);
    const draft = await ctx.checkFile.draft(await givenText("check", { text, file }, ctx), checks, hand);
    const check = draft.value;
    const facts = {
      name: check.name,
      asks: asksOf(check),
      demands: [...demandsOf(check)],
      severity: check.emit.severity,
      author: hand.by.id,
      draft: check.proposed,
      unset: [...ctx.unsetFor(check)],
    };
    if (test) return { done: "tested" as const, ...facts, answer: { ...(await tryCheck(check, ctx)) } };
    // A memory that cannot be written refuses this before anything is changed.
    await ctx.history.standing();
    const { path, replaced } = await ctx.checkFile.add(draft, checks, hand);
    const done = replaced ? ("replaced" as const) : ("added" as const);
    const told = { target: check.name, outcome: done, reason: facts.asks };
    await writeDown("check-added", { changed: path, ...told }, ctx);
    return { done, ...facts, file: path };
  },
  view: (result) => [...doneBlocks(result), ...remarkBlocks(result), ...nextBlocks(result)],
  outcome: ({ answer }) => {
    if (answer === undefined || isGood(answer)) return "done";
    return answer.status === "unable" ? "blind" : "tripped";
  },
});

const doneBlocks = ({ done, name, asks, demands, file, answer }: Output): Doc =>
  answer === undefined
    ? [
        { kind: "line", tone: "good", text: `${done} the check ${name} in ${file ?? ""}` },
        { kind: "note", text: [asks, ...demands].join("; ") },
      ]
    : [...checkBlocks([answer]), { kind: "note", text: "asked once; nothing was written" }];

const remarkBlocks = ({ draft, unset }: Output): Doc => [
  ...(draft
    ? [
        {
          kind: "note" as const,
          text: "a draft: public addresses only and no variable, until a person adds it again with --replace",
        },
      ]
    : []),
  ...(unset.length === 0
    ? []
    : [{ kind: "line" as const, tone: "warn" as const, text: `not set here: ${unset.join(", ")}` }]),
];

const nextBlocks = ({ answer }: Output): Doc => [
  {
    kind: "next",
    commands: [
      answer === undefined
        ? { command: "steadystate smoke", why: "ask every check now" }
        : { command: "steadystate add-check", why: "the same without --test writes it" },
    ],
  },
];
