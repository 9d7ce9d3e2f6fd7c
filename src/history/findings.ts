import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from "kysely";
import type { Finding } from "../core/finding.ts";
import { type Severity, severities } from "../core/severity.ts";
import type { Disposition } from "../core/triage.ts";
import type { FindingFilter, Tally } from "./history.ts";
import { findingOf, type StoredFinding } from "./rows.ts";
import type { FindingTable, SuppressionTable, Tables } from "./tables.ts";

type Joined = Tables & {
  f: FindingTable;
  s: { [Column in keyof SuppressionTable]: SuppressionTable[Column] | null };
};
type Condition = (eb: ExpressionBuilder<Joined, "f" | "s">) => Expression<SqlBool>;

/** Where several scopes hold one fingerprint, the first of these speaks for it. */
const speakers = ["present", "stale", "absent", "resolved"] as const;

const rank = (column: string, order: readonly string[]): RawBuilder<number> =>
  sql<number>`case ${sql.ref(column)} ${sql.join(
    order.map((value, index) => sql`when ${sql.lit(value)} then ${sql.lit(index)}`),
    sql` `,
  )} end`;

/** The row that speaks for its fingerprint: the liveliest, then the worst, then the oldest. */
const leads = sql<SqlBool>`not exists (
  select 1 from findings as o where o.fingerprint = f.fingerprint and o.scope_id <> f.scope_id
  and (${rank("o.presence", speakers)}, -(${rank("o.severity", severities)}), o.first_seen, o.scope_id)
    < (${rank("f.presence", speakers)}, -(${rank("f.severity", severities)}), f.first_seen, f.scope_id))`;

const firstSeen = sql<number>`(select min(o.first_seen) from findings as o where o.fingerprint = f.fingerprint)`;

/** As `isSuppressed` says of one finding, asked of the database. */
const suppressedAt = (now: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`(s.fingerprint is not null and (s.until is null or s.until > ${now})
    and (s.max_severity is null or ${rank("f.severity", severities)} <= ${rank("s.max_severity", severities)}))`;

export const findings = (
  db: Kysely<Tables>,
  file: string,
  filter: FindingFilter,
): Promise<readonly Finding[]> => select(db, file, { conditions: conditionsOf(filter), limit: filter.limit });

/** How many rows `findings` would give without its limit. */
export const count = async (db: Kysely<Tables>, filter: FindingFilter): Promise<number> => {
  const conditions = conditionsOf(filter);
  const row = await db
    .selectFrom("findings as f")
    .leftJoin("suppressions as s", "s.fingerprint", "f.fingerprint")
    .where((eb) => eb.and([leads, ...conditions.map((condition) => condition(eb))]))
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirst();
  return row?.count ?? 0;
};

const conditionsOf = ({
  presence = ["present", "absent", "stale"],
  type,
  atLeast,
  keyword,
  workload,
  layer,
  loudAt,
  quietAt,
}: FindingFilter): readonly Condition[] => {
  const wanted = severities.slice(atLeast === undefined ? 0 : severities.indexOf(atLeast));
  const conditions: readonly (Condition | undefined)[] = [
    (eb) => eb("f.presence", "in", presence),
    type === undefined ? undefined : (eb) => eb("f.type", "in", type),
    (eb) => eb("f.severity", "in", wanted),
    keyword === undefined ? undefined : mentions(keyword),
    workload === undefined ? undefined : names(workload),
    layer === undefined ? undefined : (eb) => eb("f.layer", "=", layer),
    loudAt === undefined ? undefined : (eb) => eb.not(suppressedAt(loudAt)),
    quietAt === undefined ? undefined : () => suppressedAt(quietAt),
  ];
  return conditions.filter((one) => one !== undefined);
};

/** By range, which uses the indexes and gives no character of the text a meaning. */
export const byPrefix = (
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
  return select(db, file, { conditions: [begins], limit });
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
  { conditions, limit }: { readonly conditions: readonly Condition[]; readonly limit: number | undefined },
): Promise<readonly Finding[]> => {
  const rows: readonly StoredFinding[] = await db
    .selectFrom("findings as f")
    .innerJoin("scopes", "scopes.id", "f.scope_id")
    .leftJoin("suppressions as s", "s.fingerprint", "f.fingerprint")
    .where((eb) => eb.and([leads, ...conditions.map((condition) => condition(eb))]))
    .select(["f.facts", "f.presence", "f.stale_since", "f.resolved_at", "scopes.resolution"])
    .select(firstSeen.as("first_seen"))
    .select(({ fn }) => fn.coalesce("f.last_observed", "scopes.observed_at").as("last_observed"))
    .select(["s.kind as mute_kind", "s.until as mute_until", "s.by as mute_by", "s.note as mute_note"])
    .select("s.max_severity as mute_max_severity")
    .orderBy(rank("f.severity", severities), "desc")
    .orderBy("first_seen")
    .orderBy("f.fingerprint")
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => findingOf(row, file));
};

export const tally = async (db: Kysely<Tables>, now: number): Promise<Tally> => {
  const rows = await db
    .selectFrom("findings as f")
    .leftJoin("suppressions as s", "s.fingerprint", "f.fingerprint")
    .where(leads)
    .groupBy(["f.presence", "f.layer", "f.disposition", "f.severity", sql.ref("suppressed")])
    .select([
      "f.presence",
      "f.layer",
      "f.disposition",
      "f.severity",
      sql<0 | 1>`${suppressedAt(now)}`.as("suppressed"),
    ])
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .execute();
  const open = { impaired: none(), review: none(), noted: none(), platform: none() };
  const counts = { muted: 0, absent: 0, stale: 0, resolved: 0 };
  for (const { presence, layer, disposition, severity, suppressed: hidden, count } of rows) {
    if (hidden === 1 && presence !== "resolved") counts.muted += count;
    else if (presence === "present") open[bucketOf(layer, disposition)][severity] += count;
    else counts[presence] += count;
  }
  return { open, ...counts };
};

const bucketOf = (layer: Finding["layer"], disposition: Disposition): Disposition | "platform" =>
  layer === "platform" ? "platform" : disposition;

const none = (): Record<Severity, number> => ({ low: 0, medium: 0, high: 0, critical: 0 });
