import { z } from "zod";
import { severities } from "../../core/severity.ts";
import type { Doc } from "../../view/doc.ts";
import { findingRow } from "../../view/finding.ts";
import { Counts, FindingRow } from "../../view/rows.ts";
import { ago, instant, plural } from "../../view/words.ts";
import { defineVerb } from "../verb.ts";

const ScopeRow = z.strictObject({
  source: z.string(),
  path: z.string(),
  scope: z.string(),
  status: z.enum(["complete", "partial", "failed"]),
  lookedAt: z.string().describe("when reality was looked at, UTC"),
  ageSeconds: z.number().int(),
  findings: z.number().int(),
});

const Output = z.strictObject({
  everScanned: z.boolean(),
  impaired: Counts,
  review: Counts,
  noted: Counts,
  platform: Counts,
  muted: z.number().int(),
  absent: z.number().int(),
  stale: z.number().int(),
  resolved: z.number().int(),
  worst: FindingRow.optional(),
  toReview: FindingRow.optional(),
  scopes: z.array(ScopeRow),
});
type Output = z.infer<typeof Output>;

export const summary = defineVerb({
  name: "summary",
  room: "working",
  summary: "Counts, worst problem and freshness",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["summary", "summary --json"],
  output: Output,
  async run(_, ctx) {
    const history = await ctx.history.look();
    if (history === undefined) return nothing;
    const now = ctx.now();
    const present = ["present" as const];
    const [tally, looks, [worst], [toReview]] = await Promise.all([
      history.tally(now),
      history.lastLooks(),
      history.findings({ type: ["symptom"], presence: present, limit: 1, loudAt: now, layer: "application" }),
      history.findings({
        type: ["drift", "policy"],
        presence: present,
        atLeast: "high",
        limit: 1,
        loudAt: now,
        layer: "application",
      }),
    ]);
    return {
      everScanned: looks.length > 0,
      ...tally.open,
      muted: tally.muted,
      absent: tally.absent,
      stale: tally.stale,
      resolved: tally.resolved,
      ...(worst === undefined ? {} : { worst: findingRow(worst, now) }),
      ...(toReview === undefined ? {} : { toReview: findingRow(toReview, now) }),
      scopes: looks.map(({ scope, coverage, observedAt, items }) => ({
        source: scope.source,
        path: scope.path,
        scope: scope.identity,
        status: coverage.status,
        lookedAt: instant(observedAt),
        ageSeconds: Math.max(0, Math.floor((now - observedAt) / 1000)),
        findings: items,
      })),
    };
  },
  view: (result) => summaryDoc(result),
});

const none = { low: 0, medium: 0, high: 0, critical: 0 };
const nothing: Output = {
  everScanned: false,
  impaired: none,
  review: none,
  noted: none,
  platform: none,
  muted: 0,
  absent: 0,
  stale: 0,
  resolved: 0,
  scopes: [],
};

const summaryDoc = (result: Output): Doc => {
  if (!result.everScanned) {
    return [
      { kind: "line", tone: "warn", text: "nothing was ever scanned here, so nothing is known" },
      { kind: "next", commands: [{ command: "steadystate scan .", why: "look, and remember" }] },
    ];
  }
  return [
    { kind: "line", text: countsLine(result), tone: total(result.impaired) > 0 ? "bad" : "plain" },
    ...(result.worst === undefined
      ? []
      : [
          {
            kind: "line" as const,
            tone: "bad" as const,
            text: `worst: [${result.worst.severity}] ${result.worst.title}`,
          },
        ]),
    ...(result.toReview === undefined
      ? []
      : [
          {
            kind: "line" as const,
            tone: "warn" as const,
            text: `review: [${result.toReview.severity}] ${result.toReview.title}`,
          },
        ]),
    {
      kind: "table",
      columns: [
        { title: "looked at", grow: true },
        { title: "with" },
        { title: "state" },
        { title: "age", align: "right" },
        { title: "findings", align: "right" },
      ],
      rows: result.scopes.map(({ path, scope, source, status, ageSeconds, findings }) => [
        scope === "" ? path : `${path} (${scope})`,
        source,
        status,
        ago(ageSeconds * 1000),
        String(findings),
      ]),
    },
    { kind: "note", text: "counts from memory; `steadystate health` says whether it works" },
    ...nextBlocks(result),
  ];
};

const nextBlocks = ({ worst, toReview }: Output): Doc => {
  const commands = [
    ...(worst === undefined ? [] : [{ ...worst, why: "what fails, and the documented fix" }]),
    ...(toReview === undefined ? [] : [{ ...toReview, why: "the worst to review" }]),
  ].map(({ fingerprint, why }) => ({ command: `steadystate show ${fingerprint.slice(0, 12)}`, why }));
  return commands.length === 0 ? [] : [{ kind: "next", commands }];
};

const total = (counts: Output["impaired"]): number =>
  severities.reduce((sum, severity) => sum + counts[severity], 0);

const breakdown = (counts: Output["impaired"]): string =>
  [...severities]
    .reverse()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(", ");

const countsLine = ({ impaired, review, noted, platform, muted, absent, stale }: Output): string => {
  const parts = [
    total(impaired) === 0
      ? "nothing known to be impaired"
      : `${total(impaired)} impaired (${breakdown(impaired)})`,
    ...(total(review) === 0 ? [] : [`${total(review)} to review (${breakdown(review)})`]),
    ...(total(noted) === 0 ? [] : [`${total(noted)} noted`]),
    ...(total(platform) === 0 ? [] : [`${plural(total(platform), "finding")} in the platform`]),
    ...(muted === 0 ? [] : [`${muted} muted`]),
    ...(absent === 0 ? [] : [`${absent} clearing`]),
    ...(stale === 0 ? [] : [`${stale} stale`]),
  ];
  return parts.join(" | ");
};
