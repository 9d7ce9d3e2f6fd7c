import { z } from "zod";
import { type Presence, presences } from "../../core/finding.ts";
import { type Idle, idleOf } from "../../engine/idle.ts";
import type { FindingFilter } from "../../history/history.ts";
import type { Block } from "../../view/doc.ts";
import { findingRow, findingTable, quietBlocks } from "../../view/finding.ts";
import { bareFinding, FindingRow, present } from "../../view/rows.ts";
import { instant, plural } from "../../view/words.ts";
import { RowLimit, SeverityName } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const Input = z.strictObject({
  keyword: z.string().min(1).optional().describe("part of a title, a name or a fingerprint"),
  open: z.boolean().default(false).describe("only what is there now"),
  resolved: z.boolean().default(false).describe("only what is gone"),
  muted: z
    .boolean()
    .default(false)
    .describe("only what somebody muted or snoozed, with who, why, until when"),
  snoozed: z.boolean().default(false).describe("only what somebody snoozed"),
  all: z.boolean().default(false).describe("resolved ones too"),
  severity: SeverityName.optional().describe("this severity and worse"),
  limit: RowLimit.default(50),
  exitCode: z.boolean().default(false).describe("end with status 1 when anything is listed"),
});

const IdleRow = z.strictObject({
  kind: z.enum(["muted", "snoozed", "waived"]),
  what: z.string().describe("fingerprint, or rule and pattern of a waiver"),
  title: z.string().optional(),
  by: z.string().optional(),
  note: z.string().optional(),
  since: z.string().optional().describe("UTC; absent where it never matched anything"),
});

const Output = z.strictObject({
  findings: z.array(FindingRow).describe("worst first, then oldest"),
  more: z.number().int().describe("matching rows beyond the limit"),
  muted: z.number().int().describe("muted or snoozed ones, listed or not"),
  idle: z.array(IdleRow).describe("mutes and waivers that match nothing any more; with --muted or --snoozed"),
  resolved: z.number().int(),
  everScanned: z.boolean(),
  exitCode: z.boolean(),
});

export const findings = defineVerb({
  name: "findings",
  room: "working",
  summary: "List what has been seen, worst first",
  tier: "read",
  effect: "none",
  doors: "all",
  aliases: ["ls"],
  input: Input,
  positionals: ["keyword"],
  examples: ["findings", "findings bucket --severity high", "findings --all --json"],
  output: Output,
  async run(input, ctx) {
    const history = await ctx.history.look();
    if (history === undefined) {
      return { ...nothing, exitCode: input.exitCode };
    }
    const now = ctx.now();
    const filter = filterOf(input, now);
    const limit = input.limit === 0 ? undefined : input.limit;
    const listsQuiet = input.muted || input.snoozed;
    const [tally, rows, total, idle] = await Promise.all([
      history.tally(now),
      history.findings({ ...filter, limit }),
      history.count(filter),
      listsQuiet ? idleOf(history, ctx) : [],
    ]);
    return {
      findings: rows.map((finding) => findingRow(finding, now)),
      more: total - rows.length,
      muted: tally.muted,
      idle: idle.map(idleRow),
      resolved: tally.resolved,
      everScanned: true,
      exitCode: input.exitCode,
    };
  },
  view: ({ findings: rows, more, muted, idle, resolved, everScanned }, input) => {
    if (!everScanned) {
      return [
        { kind: "line", text: "nothing was ever scanned here" },
        { kind: "next", commands: [{ command: "steadystate scan .", why: "look, and remember" }] },
      ];
    }
    const shown = plural(rows.length + more, "finding");
    return [
      ...(rows.length === 0 ? [] : input.muted || input.snoozed ? quietBlocks(rows) : [findingTable(rows)]),
      ...idle.map(idleLine),
      {
        kind: "note",
        text: `${shown}${more === 0 ? "" : `, ${more} not shown (--limit 0)`} | ${muted} muted | ${resolved} resolved`,
      },
      nextStep(rows),
    ];
  },
  bare: ({ findings: rows }) => rows.map(bareFinding),
  outcome: ({ exitCode, findings: rows }) => (exitCode && rows.length > 0 ? "tripped" : "done"),
});

const nothing = { findings: [], more: 0, muted: 0, idle: [], resolved: 0, everScanned: false };

const idleRow = ({ kind, what, title, by, note, since }: Idle): z.infer<typeof IdleRow> => ({
  kind,
  what,
  ...present({ title, by, note }),
  ...(since === undefined ? {} : { since: instant(since) }),
});

const idleLine = ({ kind, what, title = what, since }: z.infer<typeof IdleRow>): Block => ({
  kind: "note",
  text: `${kind}, and matched nothing ${since === undefined ? "so far" : `since ${since}`}: ${title}`,
});

const filterOf = (input: z.infer<typeof Input>, now: number): FindingFilter => ({
  keyword: input.keyword,
  atLeast: input.severity,
  presence: presenceOf(input),
  quietAt: input.muted || input.snoozed ? now : undefined,
  quietKind: input.snoozed && !input.muted ? "snoozed" : undefined,
});

/** The reference's precedence: all, then resolved, then open; without any, everything but resolved. */
const presenceOf = ({ all, resolved, open }: z.infer<typeof Input>): readonly Presence[] => {
  if (all) return presences;
  if (resolved) return ["resolved"];
  return open ? ["present"] : ["present", "absent", "stale"];
};

const nextStep = ([worst]: z.infer<typeof Output>["findings"]): Block => ({
  kind: "next",
  commands: [
    worst === undefined
      ? { command: "steadystate summary", why: "everything known, in counts" }
      : {
          command: `steadystate show ${worst.fingerprint.slice(0, 12)}`,
          why: "all that is known of it, and the documented fix",
        },
  ],
});
