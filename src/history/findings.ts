import { type Finding, presences, type Suppression } from "../core/finding.ts";
import { layers } from "../core/layer.ts";
import { type Severity, severities } from "../core/severity.ts";
import { type Disposition, dispositions } from "../core/triage.ts";
import type { Connection } from "./connection.ts";
import type { FindingFilter, Tally } from "./history.ts";
import { findingOf } from "./rows.ts";
import { isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";
import { quietRows, type Wishes, wishesOn } from "./wishes.ts";

/** A part of a statement, with values for its question marks. */
type Part = { readonly text: string; readonly values: readonly unknown[] };

const part = (text: string, ...values: readonly unknown[]): Part => ({ text, values });

const isOneOfThese = (column: string, words: readonly string[]): Part =>
  part(`${column} in (${words.map(() => "?").join(", ")})`, ...words);

/** Where several scopes hold one fingerprint, the first of these speaks for it. */
const speakers = ["present", "stale", "absent", "resolved"] as const;

const rank = (column: string, order: readonly string[]): string =>
  `case ${column} ${order.map((value, index) => `when '${value}' then ${index}`).join(" ")} end`;

/**
 * Whether no two scopes can hold one fingerprint, which hashes the identity of its scope: then every row speaks for itself. The
 * database asks this once for a statement, not once for a row.
 */
const apart = "(select count(*) = count(distinct identity) from scopes)";

/** The row that speaks for its fingerprint: the liveliest, then the worst, then the oldest. */
const leads = `(${apart} or not exists (
  select 1 from findings as o where o.fingerprint = f.fingerprint and o.scope_id <> f.scope_id
  and (${rank("o.presence", speakers)}, -(${rank("o.severity", severities)}), o.first_seen, o.scope_id)
    < (${rank("f.presence", speakers)}, -(${rank("f.severity", severities)}), f.first_seen, f.scope_id)))`;

const firstSeen = `case when ${apart} then f.first_seen
  else (select min(o.first_seen) from findings as o where o.fingerprint = f.fingerprint) end`;

/**
 * The rows that a wish of a person holds back, where there are any: they are few and known already, so that no row is judged by
 * the database.
 */
const quietAmong = (wishes: Wishes, now: number, kind?: Suppression["kind"]): readonly Part[] => {
  const rows = quietRows(wishes, now, kind);
  return rows.length === 0 ? [] : [part("f.rowid in (select value from json_each(?))", JSON.stringify(rows))];
};

const nowhere = part("false");

export const findings = async (
  connection: Connection,
  file: string,
  filter: FindingFilter,
): Promise<readonly Finding[]> => {
  const wishes = wishesOn(connection, file);
  return select(connection, file, { wishes, parts: partsOf(filter, wishes), limit: filter.limit });
};

const isCount = isMadeOf({ count: isNumber });

/** How many rows `findings` would give without its limit. */
export const count = async (connection: Connection, file: string, filter: FindingFilter): Promise<number> => {
  const { text, values } = where(partsOf(filter, wishesOn(connection, file)));
  const [row] = connection.rows(isCount, `select count(*) as count from findings as f ${text}`, ...values);
  return row?.count ?? 0;
};

const where = (parts: readonly Part[]): Part =>
  part(
    `where ${[leads, ...parts.map(({ text }) => text)].join(" and ")}`,
    ...parts.flatMap(({ values }) => values),
  );

const partsOf = (
  {
    presence = ["present", "absent", "stale"],
    type,
    atLeast,
    keyword,
    workload,
    layer,
    loudAt,
    quietAt,
    quietKind,
  }: FindingFilter,
  wishes: Wishes,
): readonly Part[] => {
  const wanted = severities.slice(atLeast === undefined ? 0 : severities.indexOf(atLeast));
  const loud = loudAt === undefined ? [] : quietAmong(wishes, loudAt);
  const [quiet = nowhere] = quietAt === undefined ? [undefined] : quietAmong(wishes, quietAt, quietKind);
  return [
    isOneOfThese("f.presence", presence),
    ...(type === undefined ? [] : [isOneOfThese("f.type", type)]),
    isOneOfThese("f.severity", wanted),
    ...(keyword === undefined ? [] : [mentions(keyword)]),
    ...(workload === undefined ? [] : [names(workload)]),
    ...(layer === undefined ? [] : [part("f.layer = ?", layer)]),
    ...loud.map(({ text, values }) => part(`not ${text}`, ...values)),
    ...(quietAt === undefined ? [] : [quiet]),
  ];
};

/** By range, which uses the indexes and gives no character of the text a meaning. */
export const byPrefix = async (
  connection: Connection,
  file: string,
  prefix: string,
  limit: number,
): Promise<readonly Finding[]> => {
  const from = prefix.toLowerCase();
  const to = `${from}\u{10ffff}`;
  const begins = part(
    "((f.fingerprint >= ? and f.fingerprint < ?) or (f.legacy >= ? and f.legacy < ?))",
    ...[from, to, from, to],
  );
  return select(connection, file, { wishes: wishesOn(connection, file), parts: [begins], limit });
};

const mentions = (keyword: string): Part => {
  const pattern = `%${keyword.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const like = (column: string) => `${column} like ? escape '\\'`;
  return part(
    `(${like("lower(f.title)")} or ${like("lower(f.label)")} or ${like("f.fingerprint")})`,
    ...[pattern, pattern, pattern],
  );
};

const names = (workload: string): Part => {
  const name = workload.toLowerCase();
  return part("(lower(f.workload) = ? or lower(f.name) = ? or lower(f.label) = ?)", ...[name, name, name]);
};

const isStoredFinding = isMadeOf({
  id: isNumber,
  facts: isText,
  presence: isOneOf(presences),
  stale_since: orNothing(isNumber),
  resolved_at: orNothing(isNumber),
  resolution: isText,
  first_seen: isNumber,
  last_observed: isNumber,
});

const select = (
  { rows }: Connection,
  file: string,
  {
    wishes,
    parts,
    limit,
  }: { readonly wishes: Wishes; readonly parts: readonly Part[]; readonly limit: number | undefined },
): readonly Finding[] => {
  const { text, values } = where(parts);
  const found = rows(
    isStoredFinding,
    `select f.rowid as id, f.facts, f.presence, f.stale_since, f.resolved_at, scopes.resolution,
      ${firstSeen} as first_seen, coalesce(f.last_observed, scopes.observed_at) as last_observed
      from findings as f join scopes on scopes.id = f.scope_id ${text}
      order by ${rank("f.severity", severities)} desc, first_seen, f.fingerprint limit ?`,
    ...[...values, limit ?? -1],
  );
  return found.map((row) => findingOf(row, wishes.get(row.id)?.suppression, file));
};

const isState = isMadeOf({
  presence: isOneOf(presences),
  layer: isOneOf(layers),
  severity: isOneOf(severities),
  disposition: isOneOf(dispositions),
  count: isNumber,
});

const columns = "f.presence, f.layer, f.severity, f.disposition";

/**
 * The counts that the database keeps hold every row, so they are right where each row speaks for itself. Elsewhere the rows are
 * counted; behind an empty left side of the join, where they need not be, they are not even read.
 */
const states = `select ${columns}, f.count from tallies as f where f.count > 0 and ${apart}
  union all select ${columns}, count(*) from (select 1 where not ${apart}) cross join findings as f
    where ${leads} group by ${columns}`;

/** The few that are suppressed are looked up by themselves and taken out again. */
export const tally = async (connection: Connection, file: string, now: number): Promise<Tally> => {
  const all = connection.rows(isState, states);
  const hidden = quietAmong(wishesOn(connection, file), now).flatMap(({ text, values }) =>
    connection.rows(
      isState,
      `select ${columns}, count(*) as count from findings as f where ${leads} and ${text} and f.presence <> 'resolved'
        group by ${columns}`,
      ...values,
    ),
  );
  const open = { impaired: none(), review: none(), noted: none(), platform: none() };
  const counts = { muted: 0, absent: 0, stale: 0, resolved: 0 };
  const add = ({ presence, layer, disposition, severity }: State, count: number): void => {
    if (presence === "present") open[bucketOf(layer, disposition)][severity] += count;
    else counts[presence] += count;
  };
  for (const row of all) add(row, row.count);
  for (const row of hidden) {
    add(row, -row.count);
    counts.muted += row.count;
  }
  return { open, ...counts };
};

type State = Pick<Finding, "presence" | "layer" | "disposition" | "severity">;

const bucketOf = (layer: Finding["layer"], disposition: Disposition): Disposition | "platform" =>
  layer === "platform" ? "platform" : disposition;

const none = (): Record<Severity, number> => ({ low: 0, medium: 0, high: 0, critical: 0 });
