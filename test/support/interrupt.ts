import { copyFileSync, renameSync } from "node:fs";
import Database from "better-sqlite3";

/**
 * Leaves a store as a writer that was killed half-way leaves it: pages of findings overwritten, and the journal that undoes
 * them beside it with nobody who holds it.
 */
export const interrupt = (file: string): void => {
  const names = [file, `${file}-journal`];
  const database = new Database(file);
  try {
    // More pages than memory may hold are written to the file before the commit.
    database.exec("pragma cache_size = 1; begin immediate");
    database.exec("update findings set title = 'half-done', facts = facts || hex(zeroblob(4000))");
    for (const name of names) copyFileSync(name, `${name}.aside`);
    database.exec("rollback");
  } finally {
    database.close();
  }
  for (const name of names) renameSync(`${name}.aside`, name);
};
