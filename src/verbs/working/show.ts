import { z } from "zod";
import { offeredTo } from "../../core/actions/catalog.ts";
import { fromReference } from "../../core/reference.ts";
import { titleOfRule } from "../../core/rules/index.ts";
import { openWays } from "../../engine/gate/ways.ts";
import { openLedgers } from "../../engine/ledger.ts";
import { openRunbook } from "../../engine/runbook.ts";
import type { Doc } from "../../view/doc.ts";
import { findingBlocks, findingRow } from "../../view/finding.ts";
import { LedgerRow, ledgerBlocks, ledgerRow } from "../../view/ledger.ts";
import { transitionPhrase } from "../../view/phrases.ts";
import { bareFinding, FindingRow, FixRow, fixRow } from "../../view/rows.ts";
import { instant } from "../../view/words.ts";
import { find } from "../find.ts";
import { FindingRef } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const EventRow = z.strictObject({
  at: z.string().describe("UTC"),
  transition: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional(),
  note: z.string().optional().describe("in their words; of one closed by hand, how it was put right"),
});

export const show = defineVerb({
  name: "show",
  room: "working",
  summary: "Everything known about one finding, and its fix",
  tier: "read",
  effect: "none",
  doors: "all",
  aliases: ["get"],
  input: z.strictObject({ finding: FindingRef }),
  positionals: ["finding"],
  examples: ["show 4f2a91", "show 4f2a91 --json"],
  output: z.strictObject({
    finding: FindingRow,
    fixes: z.array(FixRow).describe("entries of the committed runbook that answer it, with why each matched"),
    ways: z
      .array(z.strictObject({ name: z.string(), because: z.string(), command: z.string() }))
      .describe("what could be done about it, the one that fix takes first"),
    unfit: z
      .array(z.strictObject({ name: z.string(), why: z.string() }))
      .describe("what answers it and cannot be offered here"),
    records: z
      .array(LedgerRow)
      .describe(
        "what came of each that was tried lately, by target; also of the vetted action that is offered",
      ),
    events: z.array(EventRow).describe("newest first"),
  }),
  async run({ finding: ref }, ctx) {
    const { finding, history } = await find(ref, ctx.history.look);
    const [runbook, waysFor, ledgers, events] = await Promise.all([
      openRunbook(ctx),
      // What is wrong with the file is said once.
      openWays({ ...ctx, notice: () => {} }),
      openLedgers(history, ctx),
      history.events({ fingerprint: finding.fingerprint, limit: 20 }),
    ]);
    const matches = runbook.forFinding(finding);
    const action = offeredTo(finding);
    const { ways, unfit } = waysFor(finding);
    const records = [
      ...matches.flatMap(({ solution }) => ledgers.forEntry(solution)),
      ...(action === undefined ? [] : ledgers.forAction(action.name)),
    ];
    return {
      finding: findingRow(finding, ctx.now()),
      fixes: matches.map(fixRow),
      ways: ways.map(({ name, because, wish }) => ({
        ...{ name, because },
        command:
          wish.entry === undefined
            ? `steadystate run ${wish.action} ${shortOf(finding)}`
            : `steadystate run ${name} ${shortOf(finding)}`,
      })),
      unfit: [...unfit],
      records: records.map(ledgerRow),
      events: events.map(({ at, transition, from, to, by, note }) => ({
        at: instant(at),
        transition,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(by === undefined ? {} : { by }),
        ...(note === undefined ? {} : { note }),
      })),
    };
  },
  view: ({ finding, fixes, ways, unfit, records, events }) => [
    ...findingBlocks(finding, fixes, titleOfRule),
    ...(fixes.length === 0
      ? [
          { kind: "heading" as const, text: "What to do" },
          {
            kind: "note" as const,
            text: "no entry of the runbook (steadystate/solutions.json) answers it yet",
          },
        ]
      : []),
    ...(finding.presence === "resolved"
      ? []
      : unfit.map(({ name, why }) => ({
          kind: "note" as const,
          text: `${name} cannot be offered here: ${why}`,
        }))),
    ...ledgerBlocks(records),
    ...afterwards(finding),
    ...nextBlocks(finding, ways),
    { kind: "heading", text: "What became of it" },
    {
      kind: "table",
      columns: [{ title: "when" }, { title: "change", grow: true }],
      rows: events.map(({ at, transition, from, to, by, note }) => [
        at,
        `${transitionPhrase({ transition, from, to })}${by === undefined ? "" : ` by ${by}`}${note === undefined ? "" : `: ${note}`}`,
      ]),
    },
  ],
  bare: ({ finding }) => bareFinding(finding),
});

const afterwards = ({ presence, label, source }: z.infer<typeof FindingRow>): Doc =>
  presence === "resolved" ? [] : [{ kind: "note", text: closing(label, source) }];

const shortOf = ({ fingerprint }: { readonly fingerprint: string }): string => fingerprint.slice(0, 12);

type Ways = readonly { readonly because: string; readonly command: string }[];

const nextBlocks = ({ presence, fingerprint }: z.infer<typeof FindingRow>, ways: Ways): Doc =>
  presence === "resolved"
    ? []
    : [
        {
          kind: "next",
          commands: [
            ...ways
              .slice(0, 3)
              .map(({ command, because }) => ({ command: `${command} --dry-run`, why: because })),
            {
              command: `steadystate actions ${fingerprint.slice(0, 12)}`,
              why: "what could be done about it, and what each may break",
            },
          ],
        },
      ];

const closing = (label: string, source: string): string =>
  source === fromReference.source
    ? `only the Python steadystate saw it: a scan that shows ${label} takes it on, and none can tell that it has gone`
    : `after the fix, scan the same place again: a complete look without ${label} closes it`;
