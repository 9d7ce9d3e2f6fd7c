import { z } from "zod";
import { shownCommand, subjectOf, type VettedAction } from "../../core/actions/action.ts";
import { catalog } from "../../core/actions/catalog.ts";
import { type Bound, confirmationFor, confirmations } from "../../core/bound/bound.ts";
import { printEnvelope } from "../../core/bound/envelope.ts";
import type { Finding } from "../../core/finding.ts";
import { boundOf } from "../../engine/bound.ts";
import { openWays, type Ways } from "../../engine/gate/ways.ts";
import { recordsAt } from "../../engine/ledger.ts";
import { readableCommand } from "../../view/command.ts";
import type { Block, Doc } from "../../view/doc.ts";
import { LedgerRow, ledgerBlocks, ledgerRow } from "../../view/ledger.ts";
import { find } from "../find.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const ActionRow = z.strictObject({
  name: z.string(),
  summary: z.string(),
  envelope: z.string().describe("what it may break at worst: reversibility/impact"),
  confirmation: z
    .enum(confirmations)
    .describe("what it asks of a person under the bound that holds now; none: it is inside it"),
  cures: z.array(z.string()).describe("categories for which it is offered"),
  command: z.array(z.string()).describe("argv; what is still to be filled in stands in angle brackets"),
  permissions: z.array(z.string()).describe("rights that the credential needs"),
  inverse: z.string().optional().describe("the action that takes it back"),
  offered: z.boolean().optional().describe("whether it is the one for the finding that was named"),
});
type ActionRow = z.infer<typeof ActionRow>;

const Output = z.strictObject({
  finding: z.strictObject({ fingerprint: z.string(), title: z.string(), category: z.string() }).optional(),
  ways: z
    .array(z.strictObject({ name: z.string(), because: z.string(), runbook: z.boolean() }))
    .describe("what answers the finding that was named, in the order in which fix takes it"),
  actions: z.array(ActionRow),
  unfit: z
    .array(z.strictObject({ name: z.string(), why: z.string() }))
    .describe("actions and runbook entries that cannot be done to the finding that was named"),
  records: z
    .array(LedgerRow)
    .describe("what came of each that was tried lately at the target of the finding that was named"),
  closed: z.array(z.string()).describe("why nothing runs unattended; empty where the bound is understood"),
});
type Output = z.infer<typeof Output>;

export const actions = defineVerb({
  name: "actions",
  room: "act",
  summary: "The vetted actions, and what each may break",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    finding: FindingRef.optional().describe("only what could be done to this finding, filled in"),
  }),
  positionals: ["finding"],
  examples: ["actions", "actions 4f2a91", "actions --json"],
  details: [
    "Nothing is run here: steadystate fix <finding> takes the one that is offered,",
    "steadystate run <action> <finding> any other. Which cluster is meant is never",
    "part of an action: it is aimed at the target of the finding.",
  ],
  output: Output,
  async run({ finding: ref }, ctx) {
    // What a broken file means for the bound is told by posture; here it is a mistake to mend first.
    await ctx.config();
    const bound = await boundOf(ctx);
    const found = ref === undefined ? undefined : await find(ref, ctx.history.look);
    if (found === undefined) return menu(bound);
    const { finding, history } = found;
    const records = (await recordsAt(finding, history, ctx)).map(ledgerRow);
    return { ...menuFor(finding, (await openWays(ctx))(finding), bound), records };
  },
  view: (result): Doc => [
    ...result.closed.map(
      (why): Block => ({ kind: "line", tone: "bad", text: `nothing runs unattended: ${why}` }),
    ),
    ...headBlocks(result),
    ...entryBlocks(result),
    ...ledgerBlocks(result.records),
    ...result.actions.flatMap(actionBlocks),
    ...(result.unfit.length === 0
      ? []
      : [
          { kind: "heading" as const, text: "Not for this finding" },
          { kind: "list" as const, items: result.unfit.map(({ name, why }) => `${name}: ${why}`) },
        ]),
    {
      kind: "next",
      commands: [
        ...takingOf(result),
        { command: "steadystate posture", why: "what the bound allows, and where it ends" },
      ],
    },
  ],
});

const entryBlocks = ({ ways }: Output): Doc => {
  const own = ways.filter(({ runbook }) => runbook);
  if (own.length === 0) return [];
  return [
    { kind: "heading", text: "From the runbook" },
    { kind: "list", items: own.map(({ name, because }) => `${name}: ${because}`) },
  ];
};

const takingOf = ({ finding, ways: [offered], actions: rows }: Output) => {
  if (finding === undefined || (rows.length === 0 && offered === undefined)) return [];
  const short = finding.fingerprint.slice(0, 12);
  return [
    offered === undefined
      ? { command: `steadystate run <action> ${short} --dry-run`, why: "what one of them would do now" }
      : { command: `steadystate fix ${short} --dry-run`, why: `what ${offered.name} would do now` },
  ];
};

const menu = (bound: Bound): Output => ({
  ways: [],
  actions: catalog.map((action) => rowOf(action, bound, action.shape)),
  ...{ unfit: [], records: [], closed: [...bound.faults] },
});

const menuFor = (finding: Finding, { ways, unfit }: Ways, bound: Bound): Omit<Output, "records"> => {
  const { fingerprint, title, category } = finding;
  const [first] = ways;
  const offered = first?.wish.entry === undefined ? first?.wish.action : undefined;
  const subject = subjectOf(finding);
  const drawn = catalog.map((action) => ({ action, parameters: action.draw(subject) }));
  return {
    finding: { fingerprint, title, category },
    ways: ways.map(({ name, because, wish }) => ({ name, because, runbook: wish.entry !== undefined })),
    actions: drawn
      .flatMap(({ action, parameters }) =>
        parameters.ok
          ? [
              {
                ...rowOf(action, bound, shownCommand(action, parameters.value)),
                offered: action.name === offered,
              },
            ]
          : [],
      )
      .sort((a, b) => Number(b.offered) - Number(a.offered)),
    unfit: [
      ...unfit.filter(({ name }) => !catalog.some((action) => action.name === name)),
      ...drawn.flatMap(({ action: { name }, parameters }) =>
        parameters.ok ? [] : [{ name, why: parameters.why }],
      ),
    ],
    closed: [...bound.faults],
  };
};

const rowOf = (
  { name, summary, envelope, cures, permissions, inverse }: VettedAction,
  bound: Bound,
  command: readonly string[],
): ActionRow => ({
  ...{ name, summary, envelope: printEnvelope(envelope), confirmation: confirmationFor(envelope, bound) },
  ...{ cures: [...cures], command: [...command] },
  permissions: permissions.map(({ verb, group, resource }) =>
    group === "" ? `${verb} ${resource}` : `${verb} ${resource} (${group})`,
  ),
  ...(inverse === undefined ? {} : { inverse }),
});

const headBlocks = ({ finding, actions: rows }: Output): Doc => {
  if (finding === undefined)
    return [{ kind: "heading", text: `${rows.length} vetted actions, the mildest first` }];
  const offered = rows.find((row) => row.offered === true);
  const text =
    offered === undefined
      ? `no action is offered for ${finding.category}: what it needs, a person must say`
      : `offered for ${finding.category}: ${offered.name}`;
  return [
    { kind: "heading", text: finding.title },
    { kind: "line", text },
  ];
};

const asked = {
  none: "inside the bound",
  confirm: "outside the bound: asks a person to confirm",
  "type-the-name": "outside the bound: asks a person to type the name of the thing",
} as const;

const actionBlocks = ({ name, summary, envelope, confirmation, cures, command, inverse }: ActionRow): Doc => [
  { kind: "line", text: `${name} [${envelope}]: ${summary}` },
  {
    kind: "list",
    items: [
      readableCommand(command),
      `${asked[confirmation]}${inverse === undefined ? "" : `; taken back by ${inverse}`}${
        cures.length === 0 ? "" : `; for ${cures.join(", ")}`
      }`,
    ],
  },
];
