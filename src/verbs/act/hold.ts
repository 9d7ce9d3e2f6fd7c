import { z } from "zod";
import { type HoldDecision, holdDecisions } from "../../core/hold.ts";
import { type Held, plannedTick, tick } from "../../engine/autonomy/hold.ts";
import { switchRows } from "../../engine/autonomy/switches.ts";
import { outcomes } from "../../errors.ts";
import { readableCommand } from "../../view/command.ts";
import type { Block, Doc, Tone } from "../../view/doc.ts";
import { present } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { LookTarget } from "../inputs.ts";
import { defineVerb } from "../verb.ts";
import {
  AboutRow,
  aboutRow,
  ReflexRow,
  reflexRow,
  SightRow,
  sightBlocks,
  sightRow,
} from "./autonomy-rows.ts";
import { exitOf, SettledRow, settledBlocks, settledRow, worstOutcome } from "./settled-row.ts";
import { Switch, switchBlocks } from "./switch-rows.ts";

const HoldRow = AboutRow.extend({
  decision: z
    .enum(holdDecisions)
    .describe(
      "act: it runs by itself; propose: it is offered; escalate: a person must decide; watch: nothing",
    ),
  by: z.string().optional().describe("the reflex, the runbook entry, or the action of the catalog"),
  reason: z.string(),
  came: SettledRow.optional().describe("what came of it; only with --apply"),
});
type HoldRow = z.infer<typeof HoldRow>;

const Output = SightRow.extend({
  applied: z.boolean().describe("--apply was given; without it this is a plan from memory"),
  reflexes: z.array(ReflexRow),
  faults: z.array(z.string()).describe("names in STEADYSTATE_REFLEX_AUTO that are no reflex"),
  switches: z.array(Switch),
  rows: z.array(HoldRow).describe("exactly one decision for each failing finding, worst first"),
});
type Output = z.infer<typeof Output>;

export const hold = defineVerb({
  name: "hold",
  room: "act",
  summary: "What is put right by itself, and with --apply do it once",
  tier: ({ apply }) => (apply === true ? "write" : "read"),
  effect: ({ apply }) => (apply === true ? "infra" : "none"),
  doors: "all",
  input: z.strictObject({
    target: LookTarget.describe("only this target; all committed ones without it"),
    apply: z
      .boolean()
      .default(false)
      .describe("look at the targets, act inside the bound, offer the rest; a plan from memory without it"),
  }),
  positionals: [],
  examples: ["hold", "hold --apply", "hold --apply --target prod --json"],
  details: [
    "A reflex at auto (STEADYSTATE_REFLEX_AUTO) and a vouched entry of the runbook",
    "act by themselves, inside the bound and as steadystate:hold; one that is not",
    "sure asks a person. Status 6 where somebody must decide, 7 where an effect did",
    "not help, 3 where a target could not be seen: what is known of it is left",
    "alone.",
  ],
  output: Output,
  async run({ apply, target }, ctx) {
    const { sight, reflexes, held } = apply ? await tick(target, ctx) : await plannedTick(target, ctx);
    for (const fault of reflexes.unknown) ctx.notice(fault);
    return {
      ...sightRow(sight),
      applied: apply,
      reflexes: reflexes.all.map(reflexRow),
      faults: [...reflexes.unknown],
      switches: [...(await switchRows(ctx))],
      rows: held.map(holdRow),
    };
  },
  view: (result): Doc => [
    ...headBlocks(result),
    ...sightBlocks(result),
    ...rowBlocks(result),
    ...footBlocks(result),
  ],
  outcome: ({ applied, rows, blind, targets }) =>
    applied
      ? worstOutcome([
          ...rows.map(exitOfRow),
          blind.length > 0 || targets === 0 ? outcomes.blind : outcomes.done,
        ])
      : "done",
});

const holdRow = ({ finding, decision, by, reason, foreseen, came }: Held): HoldRow => ({
  ...aboutRow(finding, foreseen),
  ...{ decision, reason, ...present({ by }) },
  ...(came === undefined ? {} : { came: settledRow(came) }),
});

/** What waits for somebody is 6, whether or not it could be offered. */
const exitOfRow = ({ decision, came }: HoldRow): number => {
  if (came !== undefined) return exitOf(came, outcomes.refused);
  return decision === "escalate" ? outcomes.refused : outcomes.done;
};

const headBlocks = ({ applied, asOf, reflexes, faults, rows }: Output): Doc => [
  {
    kind: "heading",
    text: applied
      ? `One tick: ${plural(rows.length, "failing thing")}`
      : `A plan, from memory ${asOf === undefined ? "that holds no look at a committed target yet" : `as of ${asOf}`}: nothing was looked at or done`,
  },
  {
    kind: "list",
    items: reflexes.map(
      ({ name, level, category, action, envelope = "unknown" }) =>
        `${name} [${level}] for ${category}: ${action} (${envelope})`,
    ),
  },
  ...faults.map((text): Block => ({ kind: "line", tone: "warn", text })),
];

const tones = {
  act: "good",
  propose: "warn",
  escalate: "warn",
  watch: "dim",
} as const satisfies Record<HoldDecision, Tone>;

const rowBlocks = ({ rows, applied }: Output): Doc =>
  rows.length === 0
    ? [{ kind: "line", text: "nothing fails at a committed target that anybody would act upon" }]
    : rows.flatMap((row) => {
        const tone = tones[row.decision];
        const by = row.by === undefined || row.decision === "watch" ? "" : ` by ${row.by}`;
        return [
          { kind: "line" as const, tone, text: `${row.decision}${by}: ${row.title}` },
          {
            kind: "list" as const,
            items: [
              row.reason,
              ...(applied || row.command === undefined || row.decision === "watch"
                ? []
                : [readableCommand(row.command)]),
            ],
          },
          ...(row.came === undefined ? [] : settledBlocks(row.came)),
        ];
      });

const footBlocks = ({ applied, switches, rows }: Output): Doc => {
  const watched = rows.find(
    ({ decision, by, came }) => decision === "escalate" && by !== undefined && came === undefined,
  );
  return [
    ...switchBlocks(switches),
    {
      kind: "next",
      commands: [
        ...(applied ? [] : [{ command: "steadystate hold --apply", why: "look, decide anew, and act once" }]),
        ...(watched === undefined
          ? []
          : [{ command: `steadystate fix ${watched.finding.slice(0, 12)}`, why: "take it yourself" }]),
        { command: "steadystate pending", why: "what waits for a person" },
        ...(applied ? [{ command: "steadystate history --limit 10", why: "the audit of it" }] : []),
      ],
    },
  ];
};
