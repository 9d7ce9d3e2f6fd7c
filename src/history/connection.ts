import type Database from "better-sqlite3";
import { type CompiledQuery, Kysely, SqliteDialect, sql } from "kysely";
import { type Driver, keep } from "./driver.ts";
import { unusable } from "./failures.ts";
import type { Tables } from "./tables.ts";

const busyTimeout = 5000;

export type Connection = {
  readonly db: Kysely<Tables>;
  /** A compiled statement to run for many rows, without the query builder's cost each time. Inside {@link immediately}. */
  readonly prepared: (query: CompiledQuery) => (values: readonly unknown[]) => void;
  /** Runs a script of several statements. */
  readonly script: (text: string) => void;
  readonly inTransaction: () => boolean;
  /** The whole database as the file holds it, with what a write-ahead log still holds. */
  readonly bytes: () => Buffer;
  readonly close: () => Promise<void>;
};

export const connect = (file: string, mode: "read" | "write", driver: Driver): Connection => {
  const readonly = mode === "read";
  const database = keep(new driver(file, { readonly, fileMustExist: true, timeout: busyTimeout }));
  try {
    configure(database, mode);
  } catch (error) {
    database.close();
    throw error;
  }
  const statements = new Map<string, Database.Statement>();
  const prepare = (text: string): Database.Statement => {
    const statement = statements.get(text) ?? keep(database.prepare(text));
    statements.set(text, statement);
    return statement;
  };
  const dialect = new SqliteDialect({ database: { prepare, close: () => database.close() } });
  const db = new Kysely<Tables>({ dialect });
  return {
    db,
    prepared: (query) => {
      const statement = prepare(query.sql);
      return (values) => {
        statement.run(...values);
      };
    },
    script: (text) => {
      database.exec(text);
    },
    inTransaction: () => database.inTransaction,
    bytes: () => database.serialize(),
    close: () => db.destroy(),
  };
};

const configure = (database: Database.Database, mode: "read" | "write"): void => {
  // By script: `pragma()` would make a statement that cannot be kept.
  database.exec("pragma foreign_keys = on");
  // SQLite folds ASCII only; a title may be in any language.
  database.function("lower", { deterministic: true }, (text: unknown) =>
    typeof text === "string" ? text.toLowerCase() : null,
  );
  if (mode === "read") return;
  database.exec("pragma journal_mode = delete");
  // An audit row must outlive a power cut, and so must the removal of the journal that would undo it.
  database.exec("pragma synchronous = extra");
};

/** Lets SQLite undo what a killed writer left half-done. A store where nothing was interrupted is only read. */
export const undoInterrupted = (file: string, driver: Driver): void => {
  if (!isInterrupted(file, driver)) return;
  const database = keep(new driver(file, { fileMustExist: true, timeout: busyTimeout }));
  try {
    touch(database);
  } finally {
    database.close();
  }
};

const isInterrupted = (file: string, driver: Driver): boolean => {
  const database = keep(new driver(file, { readonly: true, fileMustExist: true, timeout: busyTimeout }));
  try {
    touch(database);
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "SQLITE_READONLY_ROLLBACK") return true;
    throw error;
  } finally {
    database.close();
  }
};

/** The first read of a database is where SQLite finds what was left half-done. */
const touch = (database: Database.Database): void => {
  database.exec("select 1 from sqlite_schema");
};

/** Throws before anything is written to a database that is damaged somewhere, be it where this run never comes. */
export const demandSound = async ({ db }: Connection, file: string): Promise<void> => {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  if (rows[0]?.quick_check !== "ok") throw unusable(file, "it is damaged inside");
};

/** One transaction that takes the write lock at once: two writers wait for each other and neither fails half-way. */
export const immediately = <T>(
  connection: Connection,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> =>
  connection.db.connection().execute(async (db) => {
    await sql`begin immediate`.execute(db);
    try {
      const result = await work(db);
      await sql`commit`.execute(db);
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (connection.inTransaction()) await sql`rollback`.execute(db);
      throw error;
    }
  });
