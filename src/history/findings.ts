import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from "kysely";
import type { Finding, Suppression } from "../core/finding.ts";
import { type Severity, severities } from "../core/severity.ts";
import type { Disposition } from "../core/triage.ts";
import type { FindingFilter, Tally } from "./history.ts";
import { findingOf, type StoredFinding } from "./rows.ts";
import type { FindingTable, Tables } from "./tables.ts";
import { quietRows, type Wishes, wishesOn } from "./wishes.ts";

type Joined = Tables & { f: FindingTable };
type Condition = (eb: ExpressionBuilder<Joined, "f">) => Expression<SqlBool>;

/** Where several scopes hold one fingerprint, the first of these speaks for it. */
const speakers = ["present", "stale", "absent", "resolved"] as const;

const rank = (column: string, order: readonly string[]): RawBuilder<number> =>
  sql<number>`case ${sql.ref(column)} ${sql.join(
    order.map((value, index) => sql`when ${sql.lit(value)} then ${sql.lit(index)}`),
    sql` `,
  )} end`;

/**
 * Whether no two scopes can hold one fingerprint, which hashes the identity of its scope: then every row speaks for itself. The
 * database asks this once for a statement, not once for a row.
 */
const apart = sql<SqlBool>`(select count(*) = count(distinct identity) from scopes)`;

/** The row that speaks for its fingerprint: the liveliest, then the worst, then the oldest. */
const leads = sql<SqlBool>`(${apart} or not exists (
  select 1 from findings as o where o.fingerprint = f.fingerprint and o.scope_id <> f.scope_id
  and (${rank("o.presence", speakers)}, -(${rank("o.severity", severities)}), o.first_seen, o.scope_id)
    < (${rank("f.presence", speakers)}, -(${rank("f.severity", severities)}), f.first_seen, f.scope_id)))`;

const firstSeen = sql<number>`case when ${apart} then f.first_seen
  else (select min(o.first_seen) from findings as o where o.fingerprint = f.fingerprint) end`;

/** The rows that a wish of a person holds back: they are few and known already, so that no row is judged by the database. */
const isQuiet = (wishes: Wishes, now: number, kind?: Suppression["kind"]): RawBuilder<SqlBool> =>
  sql<SqlBool>`f.rowid in (select value from json_each(${JSON.stringify(quietRows(wishes, now, kind))}))`;

export const findings = async (
  db: Kysely<Tables>,
  file: string,
  filter: FindingFilter,
): Promise<readonly Finding[]> => {
  const wishes = await wishesOn(db, file);
  return select(db, file, { wishes, conditions: conditionsOf(filter, wishes), limit: filter.limit });
};

/** How many rows `findings` would give without its limit. */
export const count = async (db: Kysely<Tables>, file: string, filter: FindingFilter): Promise<number> => {
  const conditions = conditionsOf(filter, await wishesOn(db, file));
  const row = await db
    .selectFrom("findings as f")
    .where((eb) => eb.and([leads, ...conditions.map((condition) => condition(eb))]))
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirst();
  return row?.count ?? 0;
};

const conditionsOf = (
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
): readonly Condition[] => {
  const wanted = severities.slice(atLeast === undefined ? 0 : severities.indexOf(atLeast));
  const conditions: readonly (Condition | undefined)[] = [
    (eb) => eb("f.presence", "in", presence),
    type === undefined ? undefined : (eb) => eb("f.type", "in", type),
    (eb) => eb("f.severity", "in", wanted),
    keyword === undefined ? undefined : mentions(keyword),
    workload === undefined ? undefined : names(workload),
    layer === undefined ? undefined : (eb) => eb("f.layer", "=", layer),
    loudAt === undefined ? undefined : (eb) => eb.not(isQuiet(wishes, loudAt)),
    quietAt === undefined ? undefined : () => isQuiet(wishes, quietAt, quietKind),
  ];
  return conditions.filter((one) => one !== undefined);
};

/** By range, which uses the indexes and gives no character of the text a meaning. */
export const byPrefix = async (
  db: Kysely<Tables>,
  file: string,
  prefix: string,
  limit: number,
): Promise<readonly Finding[]> => {
  const from = prefix.toLowerCase();
  const to = `${from}\u{10ffff}`;
  const begins: Condition = (eb) =>
    eb.or([
      eb.and([eb("f.fingerprint", ">=", from), eb("f.fingerprint", "<", to)]),
      eb.and([eb("f.legacy", ">=", from), eb("f.legacy", "<", to)]),
    ]);
  return select(db, file, { wishes: await wishesOn(db, file), conditions: [begins], limit });
};

const mentions = (keyword: string): Condition => {
  const pattern = `%${keyword.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return () =>
    sql<SqlBool>`(lower(f.title) like ${pattern} escape '\\' or lower(f.label) like ${pattern} escape '\\' or f.fingerprint like ${pattern} escape '\\')`;
};

const names = (workload: string): Condition => {
  const name = workload.toLowerCase();
  return () =>
    sql<SqlBool>`(lower(f.workload) = ${name} or lower(f.name) = ${name} or lower(f.label) = ${name})`;
};

const select = async (
  db: Kysely<Tables>,
  file: string,
  {
    wishes,
    conditions,
    limit,
  }: {
    readonly wishes: Wishes;
    readonly conditions: readonly Condition[];
    readonly limit: number | undefined;
  },
): Promise<readonly Finding[]> => {
  const rows: readonly (StoredFinding & { readonly id: number })[] = await db
    .selectFrom("findings as f")
    .innerJoin("scopes", "scopes.id", "f.scope_id")
    .where((eb) => eb.and([leads, ...conditions.map((condition) => condition(eb))]))
    .select(sql<number>`f.rowid`.as("id"))
    .select(["f.facts", "f.presence", "f.stale_since", "f.resolved_at", "scopes.resolution"])
    .select(firstSeen.as("first_seen"))
    .select(({ fn }) => fn.coalesce("f.last_observed", "scopes.observed_at").as("last_observed"))
    .orderBy(rank("f.severity", severities), "desc")
    .orderBy("first_seen")
    .orderBy("f.fingerprint")
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => findingOf(row, wishes.get(row.id)?.suppression, file));
};

/** All rows are counted from their index alone; the few that are suppressed are looked up by themselves and taken out again. */
export const tally = async (db: Kysely<Tables>, file: string, now: number): Promise<Tally> => {
  const wishes = await wishesOn(db, file);
  const all = await db
    .selectFrom("findings as f")
    .where(leads)
    .groupBy(["f.presence", "f.layer", "f.type", "f.severity", "f.disposition"])
    .select(["f.presence", "f.layer", "f.severity", "f.disposition"])
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .execute();
  const hidden = await db
    .selectFrom("findings as f")
    .where(leads)
    .where(isQuiet(wishes, now))
    .where("f.presence", "<>", "resolved")
    .groupBy(["f.presence", "f.layer", "f.severity", "f.disposition"])
    .select(["f.presence", "f.layer", "f.severity", "f.disposition"])
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .execute();
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
