import type { Selectable } from "kysely";
import { actions, directions } from "../core/departure.ts";
import type { Facts } from "../core/facts.ts";
import type { Finding, Suppression } from "../core/finding.ts";
import { layers } from "../core/layer.ts";
import type { Sighting } from "../core/memory.ts";
import { severities } from "../core/severity.ts";
import { dispositions } from "../core/triage.ts";
import { unusable } from "./failures.ts";
import {
  isFlag,
  isListOf,
  isMadeOf,
  isMapOf,
  isNumber,
  isOneOf,
  isText,
  orAbsence,
  type Shape,
} from "./shape.ts";
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

/** The other columns that a sighting writes. `newest`: its times are those of its scope. */
export const columnsOfSighting = (
  { text, seals, content, digest, firstSeen, lastObserved, sightedAt }: Sighting,
  newest: boolean,
): Omit<FindingTable, "fingerprint" | "scope_id" | keyof ReturnType<typeof columnsOfFacts>> => ({
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

const isIdentity = isMadeOf({
  style: isOneOf(["address", "path"]),
  scope: isText,
  group: isText,
  kind: isText,
  namespace: isText,
  name: isText,
  key: isText,
});

const isFacts = isMadeOf({
  fingerprint: isText,
  legacy: isText,
  type: isOneOf(["drift", "policy", "symptom"]),
  identity: isIdentity,
  label: isText,
  source: isText,
  title: isText,
  severity: isOneOf(severities),
  layer: isOneOf(layers),
  disposition: isOneOf(dispositions),
  category: isText,
  direction: orAbsence(isOneOf(directions)),
  action: orAbsence(isOneOf(actions)),
  workload: orAbsence(isText),
  flags: isListOf(isMadeOf({ rule: isText, stance: isText, because: isText, hint: isText })),
  evidence: isMapOf(isText),
  diff: isListOf(
    isMadeOf({
      path: isText,
      before: orAbsence(isText),
      after: orAbsence(isText),
      secret: isFlag,
      unknown: isFlag,
      forcesReplacement: isFlag,
    }),
  ),
  file: orAbsence(isText),
  line: orAbsence(isNumber),
});

/** Member by member: what else a row may hold goes no further. */
const factsOf = (text: string, file: string): Facts => {
  const facts = stored(isFacts, text, file);
  const { style, scope, group, kind, namespace, name, key } = facts.identity;
  return {
    fingerprint: facts.fingerprint,
    legacy: facts.legacy,
    type: facts.type,
    identity: { style, scope, group, kind, namespace, name, key },
    label: facts.label,
    source: facts.source,
    title: facts.title,
    severity: facts.severity,
    layer: facts.layer,
    disposition: facts.disposition,
    category: facts.category,
    direction: facts.direction,
    action: facts.action,
    workload: facts.workload,
    flags: facts.flags.map(({ rule, stance, because, hint }) => ({ rule, stance, because, hint })),
    evidence: facts.evidence,
    diff: facts.diff.map(({ path, before, after, secret, unknown, forcesReplacement }) => ({
      path,
      before,
      after,
      secret,
      unknown,
      forcesReplacement,
    })),
    file: facts.file,
    line: facts.line,
  };
};

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
  ...factsOf(row.facts, file),
  resolutionScope: row.resolution,
  presence: row.presence,
  suppression,
  firstSeen: row.first_seen,
  lastObserved: row.last_observed,
  staleSince: orAbsent(row.stale_since),
  resolvedAt: orAbsent(row.resolved_at),
});

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
  rules: row.rules === null ? undefined : stored(isListOf(isText), row.rules, file),
});

/** Reads a JSON column; text that does not fit its shape is a damaged store, not a value. */
export const stored = <T>(is: Shape<T>, text: string, file: string): T => {
  const value = parsed(text);
  if (is(value)) return value;
  throw unusable(file, "one of its rows is damaged");
};

/** `undefined`, which no JSON means, for a text that is none. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
