import { copyFile, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeFiles } from "../../system/files.ts";
import { type Driver, keep } from "../driver.ts";

/** What an unversioned database holds, as far as it says whose it is. */
export type Held = { readonly tables: readonly string[]; readonly findingColumns: readonly string[] };

/**
 * Reads a copy: opening a write-ahead database would leave files beside it. What a log beside the file still holds counts; the
 * copy is then a private one on disk, for SQLite alone can read that.
 */
export const heldBy = async (file: string, driver: Driver): Promise<Held> => {
  const logs = await Promise.all(logsOf(file).map(async (path) => ((await holdsAny(path)) ? [path] : [])));
  const beside = logs.flat();
  if (beside.length === 0) return heldIn(withoutLog(await readFile(file)), driver, true);
  return makeFiles().withTemporaryFolder(async (folder) => {
    for (const path of [file, ...beside]) await copyFile(path, join(folder, basename(path)));
    return heldIn(join(folder, basename(file)), driver, false);
  });
};

const logsOf = (file: string): readonly string[] => [`${file}-wal`, `${file}-journal`];

const holdsAny = async (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size > 0,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
      throw error;
    },
  );

/** A database in memory has no log, and says so in its header. */
const withoutLog = (bytes: Buffer): Buffer => bytes.fill(1, 18, 20);

const heldIn = (database: string | Buffer, driver: Driver, readonly: boolean): Held => {
  const copy = keep(new driver(database, { readonly }));
  try {
    const names = (query: string): readonly string[] => keep(copy.prepare<[], string>(query)).pluck().all();
    return {
      tables: names("select name from sqlite_master where type = 'table'"),
      findingColumns: names("select name from pragma_table_info('findings')"),
    };
  } finally {
    copy.close();
  }
};
