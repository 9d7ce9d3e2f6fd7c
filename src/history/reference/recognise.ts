import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";

/** Tables of the Python steadystate's memory; it makes them all when it opens one. */
export const referenceTables = ["findings", "llm_calls", "pending_actions", "audit_log", "analyses"] as const;

/** Columns that its findings had from the first; ours never had the last two. */
const referenceColumns = ["fingerprint", "first_seen", "last_severity", "last_title"] as const;

/** Only asked of a database at version 0: ours has a version from its first row. */
export const isReference = (tables: readonly string[], findingColumns: readonly string[]): boolean =>
  referenceTables.every((table) => tables.includes(table)) &&
  referenceColumns.every((column) => findingColumns.includes(column));

/** The same question, asked of an open database. */
export const holdsReference = async (db: Kysely<Tables>): Promise<boolean> => {
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db);
  const columns = await sql<{ name: string }>`select name from pragma_table_info('findings')`.execute(db);
  return isReference(namesOf(tables.rows), namesOf(columns.rows));
};

const namesOf = (rows: readonly { readonly name: string }[]): readonly string[] =>
  rows.map(({ name }) => name);
