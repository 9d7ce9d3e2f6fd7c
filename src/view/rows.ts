// The shapes in which verbs hand out findings: plain JSON, kept as they are by `--json` and MCP. Instants are ISO 8601 UTC.
import { z } from "zod";
import { checkStatuses } from "../core/checks/check.ts";
import { actions, directions, type FieldDiff, markers } from "../core/departure.ts";
import { presences, type Suppression } from "../core/finding.ts";
import { layers } from "../core/layer.ts";
import { claims } from "../core/report.ts";
import { type Reference, stances } from "../core/rules/rule.ts";
import type { Match } from "../core/runbook/solution.ts";
import { severities } from "../core/severity.ts";
import { dispositions } from "../core/triage.ts";
import { instant } from "./words.ts";

const Severity = z.enum(severities);
const types = ["drift", "policy", "symptom"] as const;
const Count = z.number().int().nonnegative();

const whole = z.number().int();
export const Counts = z.strictObject({ low: whole, medium: whole, high: whole, critical: whole });

export const ReferenceRow = z.strictObject({
  framework: z.enum(["MITRE", "CIS"]),
  id: z.string().describe("technique or section"),
  name: z.string(),
  url: z.string(),
});
export type ReferenceRow = z.infer<typeof ReferenceRow>;

export const FlagRow = z.strictObject({
  rule: z.string().describe("rule id"),
  title: z.string().describe("the exposure, in one line"),
  because: z.string().describe("what exactly is open"),
  stance: z.enum(stances).describe("how it stands between reality and declaration"),
  severity: Severity,
  references: z.array(ReferenceRow),
  hint: z.string().describe("what to do about it"),
});
export type FlagRow = z.infer<typeof FlagRow>;

export const DiffRow = z.strictObject({
  path: z.string(),
  before: z.string().optional().describe("real side, masked; absent where the field is not there"),
  after: z.string().optional().describe("declared side, masked; absent where the field is not there"),
  secret: z.boolean(),
  unknown: z.boolean().describe("known only after apply"),
  forcesReplacement: z.boolean(),
});
export type DiffRow = z.infer<typeof DiffRow>;

export const FixRow = z.strictObject({
  name: z.string().describe("runbook entry"),
  author: z.string().describe("who wrote it"),
  vouchedBy: z.string().optional().describe("who stands for it, where that is written down"),
  kind: z.string().describe("what sort of step it is: command, action, playbook…"),
  run: z.string().optional().describe("the command or action, as documented"),
  target: z.string().optional(),
  because: z.string().describe("why it matches"),
  draft: z.boolean().describe("proposed and not vouched: shown, never run"),
});
export type FixRow = z.infer<typeof FixRow>;

export const ItemRow = z.strictObject({
  fingerprint: z.string().describe("stable id"),
  title: z.string(),
  label: z.string().describe("the thing, as its own tool names it"),
  type: z.enum(types).describe("configuration diverged, a baseline is violated, or failing now"),
  severity: Severity.describe("its own, never its group's"),
  layer: z.enum(layers),
  disposition: z.enum(dispositions),
  source: z.string().describe("reader that found it"),
  category: z.string().describe("direction of a drift, rule of a violation, failure class of a symptom"),
  direction: z.enum(directions).optional(),
  action: z.enum(actions).optional().describe("what the declaring tool would do"),
  reason: z.string().optional().describe("the tool's own reason for the action"),
  markers: z.array(z.enum(markers)),
  stateful: z.boolean().describe("losing it loses data"),
  movedFrom: z.string().optional(),
  detail: z.string().optional(),
  workload: z.string().optional(),
  flags: z.array(FlagRow).describe("rules that had something to say"),
  diff: z.array(DiffRow),
  diffCut: Count.describe("changed fields beyond those listed"),
  evidence: z.record(z.string(), z.string()),
  file: z.string().optional().describe("where it is declared"),
  line: z.number().int().optional(),
  fixes: z.array(FixRow).describe("documented fixes"),
  memory: z.enum(["new", "recurring", "reopened"]).optional().describe("absent when nothing was remembered"),
  firstSeen: z.string().optional(),
  known: z.string().optional().describe("time since it was first seen, in words"),
});
export type ItemRow = z.infer<typeof ItemRow>;

export const CauseRow = z.strictObject({
  claim: z
    .enum(claims)
    .describe("likely: earlier, able to do it, on the thing or what it uses, and nothing against it"),
  fingerprint: z.string().describe("of the drift; a muted one is none of the items"),
  label: z.string().describe("the drift's thing, as its own tool names it"),
  title: z.string(),
  fields: z.array(z.string()).describe("what of it can make that trouble"),
  because: z.array(z.string()).describe("what speaks for it"),
  against: z.array(z.string()).describe("what speaks against it"),
});
export type CauseRow = z.infer<typeof CauseRow>;

export const AlertRow = z.strictObject({
  title: z.string(),
  severity: Severity.describe("the worst of its items"),
  why: z.string(),
  tag: z.string().optional().describe("what memory says, such as NEW"),
  items: z
    .array(ItemRow)
    .describe("one, several that are alike, or what fails and the drift that likely causes it"),
  causes: z.array(CauseRow).optional().describe("drift beside what fails; several likely ones: either"),
});
export type AlertRow = z.infer<typeof AlertRow>;

export const SuppressionRow = z.strictObject({
  kind: z.enum(["muted", "snoozed"]),
  holds: z.boolean().describe("false once it has run out or the finding has outgrown it"),
  until: z.string().optional(),
  by: z.string().optional(),
  note: z.string().optional(),
  owner: z.string().optional(),
  origin: z.enum(["local", "committed"]).describe("committed: it stands in mutes.json"),
  maxSeverity: Severity.optional().describe("anything more severe breaks through"),
  rules: z.array(z.string()).optional().describe("any other rule that flags it breaks through"),
});
export type SuppressionRow = z.infer<typeof SuppressionRow>;

export const suppressionRow = (
  { kind, until, by, note, owner, origin, maxSeverity, rules }: Suppression,
  holds: boolean,
): SuppressionRow => ({
  kind,
  holds,
  ...(until === undefined ? {} : { until: instant(until) }),
  ...present({ by, note, owner, maxSeverity }),
  origin,
  ...(rules === undefined ? {} : { rules: [...rules] }),
});

export const FindingRow = z.strictObject({
  fingerprint: z.string().describe("stable id"),
  title: z.string(),
  label: z.string().describe("the thing, as its own tool names it"),
  type: z.enum(types),
  severity: Severity,
  layer: z.enum(layers),
  disposition: z.enum(dispositions),
  source: z.string(),
  category: z.string(),
  direction: z.enum(directions).optional(),
  action: z.enum(actions).optional(),
  workload: z.string().optional(),
  flags: z.array(FlagRow.pick({ rule: true, because: true, hint: true }).extend({ stance: z.string() })),
  diff: z.array(DiffRow),
  evidence: z.record(z.string(), z.string()),
  file: z.string().optional(),
  line: z.number().int().optional(),
  presence: z.enum(presences).describe("whether it is there; apart from whether anybody wants to hear of it"),
  suppression: SuppressionRow.optional(),
  firstSeen: z.string(),
  lastObserved: z.string(),
  staleSince: z.string().optional(),
  resolvedAt: z.string().optional(),
  known: z.string().describe("time since it was first seen, in words"),
  age: z.string().describe("time since it was last observed, in words"),
});
export type FindingRow = z.infer<typeof FindingRow>;

export const CheckRow = z.strictObject({
  name: z.string(),
  workload: z.string().optional(),
  kind: z.enum(["http", "kubectl-cpu", "kubectl-mem", "kubectl-log", "docker-log", "ansible-service"]),
  target: z.string().describe("where it asked"),
  severity: Severity,
  status: z
    .enum(checkStatuses)
    .describe(
      "impaired: it answers, but slowly or with a certificate near its end; pending: failing for too short a time to count; unable: it could not be asked; noted: as demanded but for something of low severity",
    ),
  reason: z.string().describe("one clause; empty when it passed"),
  latencyMs: z.number().optional(),
  draft: z.literal(true).optional().describe("nobody vouched it: its good answer is no evidence"),
});
export type CheckRow = z.infer<typeof CheckRow>;

export const fixRow = ({ solution, because, draft }: Match): FixRow => ({
  name: solution.name,
  author: solution.author,
  ...present({ vouchedBy: solution.vouched?.by }),
  kind: solution.solution.kind,
  ...present(
    solution.solution.kind === "action"
      ? { run: solution.solution.action, target: undefined }
      : { run: solution.solution.run, target: solution.solution.target },
  ),
  because,
  draft,
});

/** A difference with both sides is its own row; there are tens of thousands of them. */
export const diffRows = (diff: readonly FieldDiff[]): DiffRow[] =>
  diff.map((found) => {
    if (isTwoSided(found)) return found;
    const { path, before, after, secret, unknown, forcesReplacement } = found;
    return { path, ...present({ before, after }), secret, unknown, forcesReplacement };
  });

type TwoSided = FieldDiff & { readonly before: string; readonly after: string };
const isTwoSided = (found: FieldDiff): found is TwoSided =>
  found.before !== undefined && found.after !== undefined;

/** The rows of one rule's references are made once. */
export const referenceRows = (references: readonly Reference[]): ReferenceRow[] => {
  const made =
    madeRows.get(references) ??
    references.map(({ framework, id, name, url }) => ({ framework, id, name, url }));
  madeRows.set(references, made);
  return made;
};

const madeRows = new WeakMap<readonly Reference[], ReferenceRow[]>();

/** The reference's shape of a stored finding. */
export const bareFinding = ({
  fingerprint,
  title,
  presence,
  suppression,
  severity,
  firstSeen,
  lastObserved,
  evidence,
}: FindingRow) => ({
  fingerprint,
  title,
  status: presence === "resolved" ? "resolved" : suppression?.holds === true ? suppression.kind : "open",
  severity,
  first_seen: firstSeen,
  last_seen: lastObserved,
  evidence,
});

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const isPresent = <T extends object>(facts: Partial<T>): facts is Present<T> & Partial<T> => {
  for (const key in facts) if (facts[key] === undefined) return false;
  return true;
};

/** Only the members that are there, so that a row and its JSON are the same. */
export const present = <T extends object>(facts: T): Present<T> => {
  const kept: Partial<T> = {};
  for (const key in facts) if (facts[key] !== undefined) kept[key] = facts[key];
  return isPresent<T>(kept) ? kept : {};
};
