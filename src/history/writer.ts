import { type CompiledQuery, Kysely, SqliteDialect, sql } from "kysely";
import type { Connection } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** A connection with the query builder, which everything that writes is said in. */
export type Writer = Connection & {
  /** The key of the audit from outside the store; throws `config-invalid` where it is named and cannot be used. */
  readonly auditKey: () => Uint8Array | undefined;
  readonly db: Kysely<Tables>;
  /** A compiled statement to run for many rows, without the query builder's cost each time. Inside {@link immediately}. */
  readonly prepared: (query: CompiledQuery) => (values: readonly unknown[]) => void;
};

const writers = new WeakMap<Connection, Writer>();

export const writerOn = (connection: Connection, auditKey: Writer["auditKey"]): Writer => {
  const known = writers.get(connection);
  if (known !== undefined) return known;
  const { statement, close } = connection;
  const dialect = new SqliteDialect({ database: { prepare: statement, close } });
  const writer: Writer = {
    ...connection,
    auditKey,
    db: new Kysely<Tables>({ dialect }),
    prepared: (query) => {
      const compiled = statement(query.sql);
      return (values) => {
        compiled.run(values);
      };
    },
  };
  writers.set(connection, writer);
  return writer;
};

/** One transaction that takes the write lock at once: two writers wait for each other and neither fails half-way. */
export const immediately = <T>(writer: Writer, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
  writer.db.connection().execute(async (db) => {
    await sql`begin immediate`.execute(db);
    try {
      const result = await work(db);
      await sql`commit`.execute(db);
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (writer.inTransaction()) await sql`rollback`.execute(db);
      throw error;
    }
  });
