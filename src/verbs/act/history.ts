import { z } from "zod";
import { auditEvents } from "../../core/audit.ts";
import { SteadystateError } from "../../errors.ts";
import type { Doc } from "../../view/doc.ts";
import { transitionPhrase } from "../../view/phrases.ts";
import { present } from "../../view/rows.ts";
import { instant, plural } from "../../view/words.ts";
import { Label, RowLimit } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const Decision = z.strictObject({
  seq: z.number().int(),
  at: z.string().describe("UTC"),
  event: z.enum(auditEvents),
  actor: z.string().describe("stable id, as the door knew it"),
  onBehalfOf: z.string().optional(),
  fingerprint: z.string().optional(),
  target: z.string().optional(),
  decision: z.string().optional(),
  outcome: z.string().optional(),
  argv: z.array(z.string()).optional(),
  reason: z.string().optional(),
  environment: z.string().optional(),
  hash: z.string(),
});

const Change = z.strictObject({
  at: z.string().describe("UTC"),
  fingerprint: z.string(),
  title: z.string(),
  transition: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional().describe("whose hand it was; absent for what a look showed"),
  note: z.string().optional(),
});

const Chain = z.strictObject({
  rows: z.number().int(),
  head: z.string().describe("hash of the last row; anchor it elsewhere to detect truncation"),
  brokenAt: z.number().int().optional().describe("sequence number of the first row that does not follow"),
});

export const history = defineVerb({
  name: "history",
  room: "act",
  summary: "Who decided what, and what became of findings",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({
    label: Label,
    limit: RowLimit.default(20),
    verify: z.boolean().default(false).describe("walk the whole audit chain; status 1 when it is broken"),
  }),
  positionals: [],
  examples: ["history", "history --verify --json", "history --label prod --limit 100"],
  output: z.strictObject({
    decisions: z.array(Decision).describe("the audit, newest first"),
    changes: z.array(Change).describe("transitions of findings, newest first"),
    chain: Chain.optional(),
  }),
  async run({ label, limit, verify }, ctx) {
    const store = await ctx.history.look();
    if (store === undefined) {
      if (verify)
        throw new SteadystateError("not-found", "there is no audit here to verify", {
          hint: "steadystate scan .",
        });
      return { decisions: [], changes: [] };
    }
    const most = limit === 0 ? Number.MAX_SAFE_INTEGER : limit;
    const [audit, events, chain] = await Promise.all([
      store.audit({ environment: label, limit: most }),
      store.events({ limit: most }),
      verify ? store.verifyAudit() : undefined,
    ]);
    return {
      decisions: audit.map(({ seq, ts, event, actor, hash, argv, ...row }) => ({
        seq,
        at: instant(ts),
        event,
        actor: actor.id,
        ...present({
          onBehalfOf: actor.onBehalfOf,
          fingerprint: row.fingerprint,
          target: row.target,
          decision: row.decision,
        }),
        ...present({ outcome: row.outcome, reason: row.reason, environment: row.environment }),
        ...(argv === undefined ? {} : { argv: [...argv] }),
        hash,
      })),
      changes: events.map(({ at, fingerprint, title, transition, from, to, by, note }) => ({
        at: instant(at),
        fingerprint,
        title,
        transition,
        ...present({ from, to, by, note }),
      })),
      ...(chain === undefined
        ? {}
        : { chain: { rows: chain.rows, head: chain.head, ...present({ brokenAt: chain.brokenAt }) } }),
    };
  },
  view: ({ decisions, changes, chain }) => [
    ...chainBlocks(chain),
    { kind: "heading", text: "Who decided what" },
    decisions.length === 0
      ? { kind: "note", text: "nobody has decided anything yet" }
      : {
          kind: "table",
          columns: [
            { title: "when (UTC)" },
            { title: "who" },
            { title: "what" },
            { title: "came of it", grow: true },
          ],
          rows: decisions.map(({ at, actor, event, outcome, reason, target }) => [
            minuteOf(at),
            actor,
            event,
            [outcome, target, reason].filter(Boolean).join(": "),
          ]),
        },
    { kind: "heading", text: "What became of findings" },
    changes.length === 0
      ? { kind: "note", text: "no finding was ever opened" }
      : {
          kind: "table",
          columns: [
            { title: "when (UTC)" },
            { title: "finding" },
            { title: "change" },
            { title: "what", grow: true },
          ],
          rows: changes.map(({ at, fingerprint, transition, from, to, by, title }) => [
            minuteOf(at),
            fingerprint.slice(0, 12),
            `${transitionPhrase({ transition, from, to })}${by === undefined ? "" : ` by ${by}`}`,
            title,
          ]),
        },
    ...(decisions.length + changes.length === 0
      ? [
          {
            kind: "next" as const,
            commands: [{ command: "steadystate scan .", why: "look, and remember what is found" }],
          },
        ]
      : []),
  ],
  bare: ({ decisions }) =>
    decisions.map(
      ({
        at,
        fingerprint = "",
        target = "",
        actor,
        decision = null,
        outcome = null,
        environment = null,
        reason = null,
        event,
      }) => ({
        fingerprint,
        source: event,
        drift_identity: target,
        actor,
        decision,
        outcome,
        environment,
        detail: reason,
        at,
      }),
    ),
  outcome: ({ chain }) => (chain?.brokenAt === undefined ? "done" : "tripped"),
});

const chainBlocks = (chain: z.infer<typeof Chain> | undefined): Doc => {
  if (chain === undefined) return [];
  if (chain.brokenAt !== undefined) {
    return [{ kind: "line", tone: "bad", text: `the audit chain is broken at row ${chain.brokenAt}` }];
  }
  return [
    {
      kind: "line",
      tone: "good",
      text: `the audit chain holds over ${plural(chain.rows, "row")}; head ${chain.head}`,
    },
  ];
};

const minuteOf = (at: string): string => at.slice(0, 16).replace("T", " ");
