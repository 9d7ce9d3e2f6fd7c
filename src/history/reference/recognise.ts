import type { Connection } from "../connection.ts";
import { isMadeOf, isText } from "../shape.ts";

/** Tables of the Python steadystate's memory; it makes them all when it opens one. */
export const referenceTables = ["findings", "llm_calls", "pending_actions", "audit_log", "analyses"] as const;

/** Columns that its findings had from the first; ours never had the last two. */
const referenceColumns = ["fingerprint", "first_seen", "last_severity", "last_title"] as const;

/** Only asked of a database at version 0: ours has a version from its first row. */
export const isReference = (tables: readonly string[], findingColumns: readonly string[]): boolean =>
  referenceTables.every((table) => tables.includes(table)) &&
  referenceColumns.every((column) => findingColumns.includes(column));

const isNamed = isMadeOf({ name: isText });

/** The same question, asked of an open database. */
export const holdsReference = ({ rows }: Connection): boolean => {
  const tables = rows(isNamed, "select name from sqlite_master where type = 'table'");
  const columns = rows(isNamed, "select name from pragma_table_info('findings')");
  return isReference(
    tables.map(({ name }) => name),
    columns.map(({ name }) => name),
  );
};
