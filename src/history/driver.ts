import Database from "better-sqlite3";

export type Driver = new (file: string | Buffer, options?: Database.Options) => Database.Database;

/** The addon itself is loaded by the first database that is opened: where it is missing, that fails and the import does not. */
export const loadDriver = async (): Promise<Driver> => Database;

const kept: object[] = [];

/**
 * Holds an object of the addon until the process ends. From Node 24.19 on, one that is collected while no script runs aborts the
 * process (addon before its version 13, which in turn needs a newer Node than ours). Closing frees what is large of it.
 */
export const keep = <T extends object>(thing: T): T => {
  kept.push(thing);
  return thing;
};
