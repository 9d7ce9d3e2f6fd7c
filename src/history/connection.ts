import type Database from "better-sqlite3";
import { type Driver, keep } from "./driver.ts";
import { unusable } from "./failures.ts";
import { isListOf, isMadeOf, isText, type Shape } from "./shape.ts";

const busyTimeout = 5000;

export type Connection = {
  /** The rows of a statement, with values for its question marks; throws `store-unusable` for a row of another shape. */
  readonly rows: <Row>(shape: Shape<Row>, text: string, ...values: readonly unknown[]) => readonly Row[];
  /** A statement, compiled once. */
  readonly statement: (text: string) => Database.Statement;
  /** Runs a script of several statements. */
  readonly script: (text: string) => void;
  readonly inTransaction: () => boolean;
  /** The whole database as the file holds it, with what a write-ahead log still holds. */
  readonly bytes: () => Buffer;
  readonly close: () => void;
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
  const statement = (text: string): Database.Statement => {
    const compiled = statements.get(text) ?? keep(database.prepare(text));
    statements.set(text, compiled);
    return compiled;
  };
  return {
    rows: (shape, text, ...values) => {
      const rows = statement(text).all(...values);
      if (isListOf(shape)(rows)) return rows;
      throw unusable(file, "one of its rows is damaged");
    },
    statement,
    script: (text) => {
      database.exec(text);
    },
    inTransaction: () => database.inTransaction,
    bytes: () => database.serialize(),
    close: () => {
      database.close();
    },
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
  // Of a store that is made now: a large look writes a sixth less, and in fewer steps.
  database.exec("pragma page_size = 8192");
  database.exec("pragma journal_mode = delete");
  // An audit row must outlive a power cut, and so must the removal of the journal that would undo it.
  database.exec("pragma synchronous = extra");
  // A row that is counted as it is written can be undone by itself; what for is noted in a file otherwise, page by page.
  database.exec("pragma temp_store = memory");
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
export const demandSound = ({ rows }: Connection, file: string): void => {
  const [found] = rows(isMadeOf({ quick_check: isText }), "pragma quick_check(1)");
  if (found?.quick_check !== "ok") throw unusable(file, "it is damaged inside");
};
