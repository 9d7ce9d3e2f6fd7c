import type { Selectable } from "kysely";
import { z } from "zod";
import type { FieldDiff } from "../core/departure.ts";
import type { Finding, Suppression } from "../core/finding.ts";
import type { Sighting } from "../core/memory.ts";
import { unusable } from "./failures.ts";
import type { FindingTable, SuppressionTable } from "./tables.ts";

/** A database has no other word for absent. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
export const orAbsent = <T>(value: T | null): T | undefined => value ?? undefined;

/** The columns that a sighting writes, always in this order. `newest`: its times are those of its scope. */
export const columnsOf = (
  { facts, seals, content, digest, firstSeen, lastObserved, sightedAt }: Sighting,
  newest: boolean,
): Omit<FindingTable, "fingerprint" | "scope_id"> => ({
  legacy: facts.legacy,
  type: facts.type,
  id_style: facts.identity.style,
  id_scope: facts.identity.scope,
  id_group: facts.identity.group,
  id_kind: facts.identity.kind,
  id_namespace: facts.identity.namespace,
  id_name: facts.identity.name,
  id_key: facts.identity.key,
  label: facts.label,
  title: facts.title,
  severity: facts.severity,
  layer: facts.layer,
  disposition: facts.disposition,
  category: facts.category,
  direction: orNull(facts.direction),
  action: orNull(facts.action),
  workload: orNull(facts.workload),
  flags: JSON.stringify(facts.flags),
  evidence: JSON.stringify(facts.evidence),
  diff: JSON.stringify(facts.diff),
  file: orNull(facts.file),
  line: orNull(facts.line),
  content,
  digest,
  seals: Object.keys(seals).length === 0 ? null : JSON.stringify(seals),
  presence: "present",
  first_seen: firstSeen,
  last_observed: newest ? null : lastObserved,
  sighted_at: newest ? null : sightedAt,
  stale_since: null,
  resolved_at: null,
  updated_at: sightedAt,
});

const storedFlags = z.array(
  z.object({ rule: z.string(), stance: z.string(), because: z.string(), hint: z.string() }),
);
const storedEvidence = z.record(z.string(), z.string());
const storedDiff = z.array(
  z
    .object({
      path: z.string(),
      before: z.string().optional(),
      after: z.string().optional(),
      secret: z.boolean(),
      unknown: z.boolean(),
      forcesReplacement: z.boolean(),
    })
    .transform((row): FieldDiff => ({ ...row, before: row.before, after: row.after })),
);

export type StoredFinding = Omit<
  Selectable<FindingTable>,
  "scope_id" | "content" | "digest" | "seals" | "last_observed" | "sighted_at" | "updated_at"
> & {
  readonly last_observed: number;
  readonly resolution: string;
  readonly source: string;
  readonly mute_kind: Suppression["kind"] | null;
  readonly mute_until: number | null;
  readonly mute_by: string | null;
  readonly mute_note: string | null;
  readonly mute_max_severity: Finding["severity"] | null;
};

export const findingOf = (row: StoredFinding, file: string): Finding => ({
  fingerprint: row.fingerprint,
  legacy: row.legacy,
  type: row.type,
  identity: {
    style: row.id_style,
    scope: row.id_scope,
    group: row.id_group,
    kind: row.id_kind,
    namespace: row.id_namespace,
    name: row.id_name,
    key: row.id_key,
  },
  label: row.label,
  resolutionScope: row.resolution,
  source: row.source,
  title: row.title,
  severity: row.severity,
  layer: row.layer,
  disposition: row.disposition,
  category: row.category,
  direction: orAbsent(row.direction),
  action: orAbsent(row.action),
  workload: orAbsent(row.workload),
  flags: stored(storedFlags, row.flags, file),
  evidence: stored(storedEvidence, row.evidence, file),
  diff: stored(storedDiff, row.diff, file),
  file: orAbsent(row.file),
  line: orAbsent(row.line),
  presence: row.presence,
  suppression:
    row.mute_kind === null
      ? undefined
      : suppressionOf({
          kind: row.mute_kind,
          until: row.mute_until,
          by: row.mute_by,
          note: row.mute_note,
          max_severity: row.mute_max_severity,
        }),
  firstSeen: row.first_seen,
  lastObserved: row.last_observed,
  staleSince: orAbsent(row.stale_since),
  resolvedAt: orAbsent(row.resolved_at),
});

export const suppressionOf = (
  row: Pick<Selectable<SuppressionTable>, "kind" | "until" | "by" | "note" | "max_severity">,
): Suppression => ({
  kind: row.kind,
  until: orAbsent(row.until),
  by: orAbsent(row.by),
  note: orAbsent(row.note),
  maxSeverity: orAbsent(row.max_severity),
});

/** Reads a JSON column; text that does not fit its shape is a damaged store, not a value. */
export const stored = <T>(shape: z.ZodType<T>, text: string, file: string): T => {
  const result = z.string().transform(parsed).pipe(shape).safeParse(text);
  if (!result.success) throw unusable(file, "one of its rows is damaged");
  return result.data;
};

const parsed = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("not JSON");
    return z.NEVER;
  }
};
