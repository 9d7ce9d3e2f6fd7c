import type Database from "better-sqlite3";

export type Driver = new (file: string | Buffer, options?: Database.Options) => Database.Database;

// The one import inside a function outside compose/: a missing addon must be an error of this store, not of its import.
export const loadDriver = async (): Promise<Driver> => (await import("better-sqlite3")).default;

const kept: object[] = [];

/**
 * Holds an object of the addon until the process ends. From Node 24.19 on, one that is collected while no script runs aborts the
 * process (addon before its version 13, which in turn needs a newer Node than ours). Closing frees what is large of it.
 */
export const keep = <T extends object>(thing: T): T => {
  kept.push(thing);
  return thing;
};
