import type { Selectable } from "kysely";
import { z } from "zod";
import { actions, directions, type FieldDiff } from "../core/departure.ts";
import type { Facts } from "../core/facts.ts";
import type { Finding, Suppression } from "../core/finding.ts";
import { layers } from "../core/layer.ts";
import type { Sighting } from "../core/memory.ts";
import { severities } from "../core/severity.ts";
import { dispositions } from "../core/triage.ts";
import { unusable } from "./failures.ts";
import type { FindingTable, SuppressionTable } from "./tables.ts";

/** A database has no other word for absent. */
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
export const orAbsent = <T>(value: T | null): T | undefined => value ?? undefined;

/** The columns that repeat what is asked for of the facts. */
export const columnsOfFacts = (facts: Facts) => ({
  legacy: facts.legacy,
  type: facts.type,
  name: facts.identity.name,
  label: facts.label,
  title: facts.title,
  severity: facts.severity,
  layer: facts.layer,
  disposition: facts.disposition,
  workload: orNull(facts.workload),
});

/** The columns that a sighting writes, always in this order. `newest`: its times are those of its scope. */
export const columnsOf = (
  { facts, text, seals, content, digest, firstSeen, lastObserved, sightedAt }: Sighting,
  newest: boolean,
): Omit<FindingTable, "fingerprint" | "scope_id"> => ({
  ...columnsOfFacts(facts),
  facts: text,
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

const storedDiff = z
  .object({
    path: z.string(),
    before: z.string().optional(),
    after: z.string().optional(),
    secret: z.boolean(),
    unknown: z.boolean(),
    forcesReplacement: z.boolean(),
  })
  .transform((row): FieldDiff => ({ ...row, before: row.before, after: row.after }));

const storedFacts = z
  .object({
    fingerprint: z.string(),
    legacy: z.string(),
    type: z.enum(["drift", "policy", "symptom"]),
    identity: z.object({
      style: z.enum(["address", "path"]),
      scope: z.string(),
      group: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      key: z.string(),
    }),
    label: z.string(),
    source: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    layer: z.enum(layers),
    disposition: z.enum(dispositions),
    category: z.string(),
    direction: z.enum(directions).optional(),
    action: z.enum(actions).optional(),
    workload: z.string().optional(),
    flags: z.array(z.object({ rule: z.string(), stance: z.string(), because: z.string(), hint: z.string() })),
    evidence: z.record(z.string(), z.string()),
    diff: z.array(storedDiff),
    file: z.string().optional(),
    line: z.number().optional(),
  })
  .transform(
    (facts): Facts => ({
      ...facts,
      direction: facts.direction,
      action: facts.action,
      workload: facts.workload,
      file: facts.file,
      line: facts.line,
    }),
  );

export type StoredFinding = Pick<
  Selectable<FindingTable>,
  "facts" | "presence" | "first_seen" | "stale_since" | "resolved_at"
> & {
  readonly last_observed: number;
  readonly resolution: string;
};

export const findingOf = (
  row: StoredFinding,
  suppression: Suppression | undefined,
  file: string,
): Finding => ({
  ...stored(storedFacts, row.facts, file),
  resolutionScope: row.resolution,
  presence: row.presence,
  suppression,
  firstSeen: row.first_seen,
  lastObserved: row.last_observed,
  staleSince: orAbsent(row.stale_since),
  resolvedAt: orAbsent(row.resolved_at),
});

const storedRules = z.array(z.string());

export const suppressionOf = (
  row: Omit<Selectable<SuppressionTable>, "fingerprint" | "title" | "bound_at" | "matched_at" | "updated_at">,
  file: string,
): Suppression => ({
  kind: row.kind,
  until: orAbsent(row.until),
  by: orAbsent(row.by),
  note: orAbsent(row.note),
  owner: orAbsent(row.owner),
  origin: row.origin,
  maxSeverity: orAbsent(row.max_severity),
  rules: row.rules === null ? undefined : stored(storedRules, row.rules, file),
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
