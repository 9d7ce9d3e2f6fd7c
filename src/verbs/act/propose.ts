import { z } from "zod";
import {
  deliberate,
  type Judgement,
  type Manner,
  type Verdict,
  verdicts,
} from "../../engine/autonomy/decide.ts";
import { switchRows } from "../../engine/autonomy/switches.ts";
import { outcomes, SteadystateError } from "../../errors.ts";
import { readableCommand } from "../../view/command.ts";
import type { Doc, Tone } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { LookTarget } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import { AboutRow, aboutRow, SightRow, sightBlocks, sightRow } from "./autonomy-rows.ts";
import { exitOf, SettledRow, settledBlocks, settledRow, worstOutcome } from "./settled-row.ts";
import { Switch, switchBlocks } from "./switch-rows.ts";

const ProposedRow = AboutRow.extend({
  verdict: z
    .enum(verdicts)
    .describe(
      "authorized: inside the bound; escalate: a person must decide; rejected: no action of the menu",
    ),
  decider: z.string(),
  action: z.string().optional().describe("of the catalog; its values come from the finding"),
  reason: z.string(),
  rationale: z.string().optional().describe("what the decider says of it; it decides nothing"),
  came: SettledRow.optional().describe("what came of it; only with --record or --apply"),
});
type ProposedRow = z.infer<typeof ProposedRow>;

const Output = SightRow.extend({
  manner: z.enum(["list", "record", "apply"]),
  switches: z.array(Switch),
  rows: z.array(ProposedRow),
  silent: z
    .array(z.strictObject({ finding: z.string(), title: z.string() }))
    .describe("failing things for which nobody named anything"),
});
type Output = z.infer<typeof Output>;

export const propose = defineVerb({
  name: "propose",
  room: "act",
  summary: "What a decider would do about what no reflex answers",
  tier: ({ record, apply }) => (record === true || apply === true ? "write" : "read"),
  effect: ({ record, apply }) => (apply === true ? "infra" : record === true ? "state" : "none"),
  doors: "all",
  input: z.strictObject({
    target: LookTarget.describe("only this target; all committed ones without it"),
    record: z.boolean().default(false).describe("offer what was named, for a person to decide"),
    apply: z
      .boolean()
      .default(false)
      .describe("look anew, and take what is inside the bound; needs STEADYSTATE_DECIDER_AUTO"),
  }),
  positionals: [],
  examples: ["propose", "propose --record", "propose --apply --json"],
  details: [
    "A decider only names an action of the catalog, from a menu that fits the",
    "thing; values, command and envelope come from the finding and the catalog.",
    "Without an option nothing is looked at and nothing is written. Status 6 where",
    "somebody must decide, 7 where an effect did not help, 3 where a target was not",
    "seen.",
  ],
  output: Output,
  async run({ target, record, apply }, ctx) {
    if (record && apply)
      throw new SteadystateError("usage", "--record offers, and --apply takes: they are not for one call", {
        hint: "steadystate propose --record",
      });
    const manner: Manner = apply ? "apply" : record ? "record" : "list";
    const { sight, judgements, silent } = await deliberate({ target, manner }, ctx);
    const switches = await switchRows(ctx);
    return {
      ...sightRow(sight),
      manner,
      switches: switches.filter(({ name }) => name === "STEADYSTATE_DECIDER_AUTO"),
      rows: judgements.map(rowOf),
      silent: silent.map(({ fingerprint, title }) => ({ finding: fingerprint, title })),
    };
  },
  view: (result): Doc => [
    ...headBlocks(result),
    ...sightBlocks(result),
    ...result.rows.flatMap(rowBlocks),
    ...silentBlocks(result),
    ...switchBlocks(result.switches),
    nextOf(result),
  ],
  outcome: ({ manner, rows, blind, targets }) =>
    manner === "list"
      ? "done"
      : worstOutcome([
          ...rows.map((row) => exitOfRow(row, manner)),
          blind.length > 0 || (manner === "apply" && targets === 0) ? outcomes.blind : outcomes.done,
        ]),
});

const rowOf = (judgement: Judgement): ProposedRow => {
  const { finding, foreseen, verdict, decider, action, reason, rationale, came } = judgement;
  return {
    ...aboutRow(finding, foreseen),
    ...{ verdict, decider, reason, ...present({ action }) },
    ...(rationale === "" ? {} : { rationale }),
    ...(came === undefined ? {} : { came: settledRow(came) }),
  };
};

/** To offer is all that was asked for with --record, so that an offer waits is its success. */
const exitOfRow = ({ verdict, came }: ProposedRow, manner: Output["manner"]): number => {
  const waits = manner === "apply" ? outcomes.refused : outcomes.done;
  if (came !== undefined) return exitOf(came, waits);
  return verdict === "escalate" ? outcomes.refused : outcomes.done;
};

const headBlocks = ({ manner, rows, silent, asOf }: Output): Doc => {
  const looked =
    asOf === undefined ? "memory holds no look at a committed target yet" : `from memory as of ${asOf}`;
  const how = manner === "apply" ? "after a look" : looked;
  const what =
    rows.length + silent.length === 0
      ? "nothing fails that a decider is asked about"
      : plural(rows.length, "proposal");
  const done = manner === "list" ? ": nothing was done" : "";
  return [{ kind: "heading", text: `${what}, ${how}${done}` }];
};

const tones = { authorized: "good", escalate: "warn", rejected: "dim" } as const satisfies Record<
  Verdict,
  Tone
>;

const rowBlocks = ({
  verdict,
  title,
  action,
  reason,
  rationale,
  decider,
  command,
  envelope,
  came,
}: ProposedRow): Doc => {
  const what = action === undefined ? decider : `${action}${envelope === undefined ? "" : ` [${envelope}]`}`;
  return [
    { kind: "line", tone: tones[verdict], text: `${verdict} ${what}: ${title}` },
    {
      kind: "list",
      items: [
        ...(command === undefined || came !== undefined ? [] : [readableCommand(command)]),
        reason,
        ...(rationale === undefined ? [] : [`${decider}: ${rationale}`]),
      ],
    },
    ...(came === undefined ? [] : settledBlocks(came)),
  ];
};

const silentBlocks = ({ silent }: Output): Doc =>
  silent.length === 0
    ? []
    : [
        { kind: "line", text: "nobody named anything for:" },
        { kind: "list", items: silent.map(({ title }) => title) },
      ];

const nextOf = ({ manner, rows, silent }: Output): Doc[number] => {
  const [first] = silent;
  return {
    kind: "next",
    commands: [
      ...(manner === "list" && rows.length > 0
        ? [{ command: "steadystate propose --record", why: "offer them, for a person to decide" }]
        : []),
      ...(first === undefined
        ? []
        : [
            {
              command: `steadystate actions ${first.finding.slice(0, 12)}`,
              why: "what could be done, by name",
            },
          ]),
      { command: "steadystate hold", why: "what is put right by itself" },
      { command: "steadystate pending", why: "what waits for a person" },
    ],
  };
};
