import type { Finding } from "../core/finding.ts";
import { isSuppressed } from "../core/suppression.ts";
import type { Block, Doc } from "./doc.ts";
import {
  diffLines,
  evidenceFields,
  fixBlocks,
  flagLines,
  shortFingerprint,
  statePhrase,
  unsaid,
} from "./parts.ts";
import { ceilingPhrase, standing, standingWord, wishDetails } from "./phrases.ts";
import { diffRows, type FindingRow, type FixRow, present, suppressionRow } from "./rows.ts";
import { ago, instant } from "./words.ts";

/** A remembered finding as a row; `now` is milliseconds UTC. */
export const findingRow = (finding: Finding, now: number): FindingRow => {
  const { direction, action, workload, file, line, staleSince, resolvedAt } = finding;
  const { suppression } = finding;
  return {
    fingerprint: finding.fingerprint,
    title: finding.title,
    label: finding.label,
    type: finding.type,
    severity: finding.severity,
    layer: finding.layer,
    disposition: finding.disposition,
    source: finding.source,
    category: finding.category,
    ...present({ direction, action, workload }),
    flags: finding.flags.map(({ rule, stance, because, hint }) => ({ rule, stance, because, hint })),
    diff: diffRows(finding.diff),
    evidence: { ...finding.evidence },
    ...present({ file, line }),
    presence: finding.presence,
    ...(suppression === undefined
      ? {}
      : { suppression: suppressionRow(suppression, isSuppressed(finding, now)) }),
    firstSeen: instant(finding.firstSeen),
    lastObserved: instant(finding.lastObserved),
    ...(staleSince === undefined ? {} : { staleSince: instant(staleSince) }),
    ...(resolvedAt === undefined ? {} : { resolvedAt: instant(resolvedAt) }),
    known: ago(now - finding.firstSeen),
    age: ago(now - finding.lastObserved),
  };
};

/** One finding alone, with everything that is known of it; `nameOf` gives the words for a rule's id. */
export const findingBlocks = (
  finding: FindingRow,
  fixes: readonly FixRow[] = [],
  nameOf: (rule: string) => string | undefined = () => undefined,
): Doc => {
  const evidence = evidenceFields(unsaid(finding), { verbose: true });
  const flags = finding.flags.map((flag) => ({ ...flag, ...present({ title: nameOf(flag.rule) }) }));
  const changes = diffLines(finding.diff, 0, { verbose: true });
  const word = standingWord(finding);
  return [
    {
      kind: "alert",
      severity: finding.severity,
      ...(word === "open" ? {} : { tag: word }),
      title: finding.title,
      body: [statePhrase(finding), ...flagLines(flags)],
    },
    { kind: "fields", rows: factRows(finding) },
    ...titled("Changed fields (real -> declared)", changes),
    ...titled("Evidence", evidence),
    ...titled("What to do", fixBlocks(fixes)),
  ];
};

/** Findings, one a row, in the order given. */
export const findingTable = (findings: readonly FindingRow[]): Block => ({
  kind: "table",
  columns: [
    { title: "finding" },
    { title: "severity" },
    { title: "state" },
    { title: "known", align: "right" },
    { title: "what", grow: true },
  ],
  rows: findings.map((finding) => [
    finding.fingerprint.slice(0, shortFingerprint),
    finding.severity,
    standingWord(finding),
    finding.known,
    finding.title,
  ]),
});

const factRows = (finding: FindingRow): readonly (readonly [string, string])[] => {
  const { file, line, workload, suppression } = finding;
  return [
    ["finding", finding.fingerprint],
    ["state", standing(finding)],
    ...(suppression === undefined ? [] : [["ceiling", ceilingPhrase(suppression)] as const]),
    ["thing", finding.label],
    ...(workload === undefined ? [] : [["workload", workload] as const]),
    ...(file === undefined ? [] : [["declared", `${file}${line === undefined ? "" : `:${line}`}`] as const]),
    ["found by", finding.source],
    ["layer", `${finding.layer}, ${finding.disposition}`],
    ["first seen", `${finding.firstSeen} (${finding.known})`],
    ["last seen", `${finding.lastObserved} (${finding.age})`],
  ];
};

const titled = (text: string, blocks: Doc): Doc =>
  blocks.length === 0 ? [] : [{ kind: "heading", text }, ...blocks];

/** Findings that somebody wishes not to hear of, with who, until when and why, which no column has room for. */
export const quietBlocks = (findings: readonly FindingRow[]): Doc =>
  findings.map((finding) => {
    const { fingerprint, severity, title, suppression, presence } = finding;
    const wish =
      suppression === undefined ? standingWord(finding) : suppression.kind + wishDetails(suppression);
    return {
      kind: "alert",
      severity,
      ...(presence === "present" ? {} : { tag: presence }),
      title,
      body: [{ kind: "line", text: `${fingerprint.slice(0, shortFingerprint)} ${wish}` }],
    };
  });
