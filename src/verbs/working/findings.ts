import { z } from "zod";
import { type Presence, presences } from "../../core/finding.ts";
import type { FindingFilter } from "../../history/history.ts";
import type { Block } from "../../view/doc.ts";
import { findingRow, findingTable } from "../../view/finding.ts";
import { bareFinding, FindingRow } from "../../view/rows.ts";
import { plural } from "../../view/words.ts";
import { RowLimit, SeverityName } from "../inputs.ts";
import { defineVerb } from "../verb.ts";

const Input = z.strictObject({
  keyword: z.string().min(1).optional().describe("part of a title, a name or a fingerprint"),
  open: z.boolean().default(false).describe("only what is there now"),
  resolved: z.boolean().default(false).describe("only what is gone"),
  muted: z.boolean().default(false).describe("only what somebody muted or snoozed"),
  all: z.boolean().default(false).describe("resolved ones too"),
  severity: SeverityName.optional().describe("this severity and worse"),
  limit: RowLimit.default(50),
  exitCode: z.boolean().default(false).describe("end with status 1 when anything is listed"),
});

const Output = z.strictObject({
  findings: z.array(FindingRow).describe("worst first, then oldest"),
  more: z.number().int().describe("matching rows beyond the limit"),
  muted: z.number().int().describe("muted or snoozed ones, listed or not"),
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
      return { findings: [], more: 0, muted: 0, resolved: 0, everScanned: false, exitCode: input.exitCode };
    }
    const now = ctx.now();
    const filter = filterOf(input, now);
    const limit = input.limit === 0 ? undefined : input.limit;
    const [tally, rows, total] = await Promise.all([
      history.tally(now),
      history.findings({ ...filter, limit }),
      history.count(filter),
    ]);
    return {
      findings: rows.map((finding) => findingRow(finding, now)),
      more: total - rows.length,
      muted: tally.muted,
      resolved: tally.resolved,
      everScanned: true,
      exitCode: input.exitCode,
    };
  },
  view: ({ findings: rows, more, muted, resolved, everScanned }) => {
    if (!everScanned) {
      return [
        { kind: "line", text: "nothing was ever scanned here" },
        { kind: "next", commands: [{ command: "steadystate scan .", why: "look, and remember" }] },
      ];
    }
    const shown = plural(rows.length + more, "finding");
    return [
      ...(rows.length === 0 ? [] : [findingTable(rows)]),
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

const filterOf = (input: z.infer<typeof Input>, now: number): FindingFilter => ({
  keyword: input.keyword,
  atLeast: input.severity,
  presence: presenceOf(input),
  quietAt: input.muted ? now : undefined,
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
