import type Database from "better-sqlite3";

export type Driver = new (file: string | Buffer, options?: Database.Options) => Database.Database;

// The one import inside a function outside compose/: a missing addon must be an error of this store, not of its import.
export const loadDriver = async (): Promise<Driver> => (await import("better-sqlite3")).default;
