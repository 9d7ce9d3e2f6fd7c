import { chmod, chown, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import type { Departure } from "../../src/core/departure.ts";
import type { Item } from "../../src/core/report.ts";
import type { History, Look } from "../../src/history/history.ts";
import { type Opening, openHistory } from "../../src/history/store.ts";
import { makeDrift, makeIdentity, makeScope } from "../support/make.ts";

export const start = 1_750_000_000_000;
export const minute = 60_000;

export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "steadystate-history-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const stateFile = async (): Promise<string> =>
  join(await temporaryFolder(), ".steadystate", "state.db");

export const opened = async (file: string, more: Partial<Opening> = {}): Promise<History> => {
  const history = await openHistory({ file, mode: "write", now: () => start, ...more });
  if (history === undefined) throw new Error(`there is no memory at ${file}`);
  onTestFinished(() => history.close());
  return history;
};

/** The same file through SQLite itself, for what the contract does not offer. */
export const rawly = <T>(file: string, use: (database: Database.Database) => T): T => {
  const database = new Database(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
};

/** Every file of a folder with its bytes. */
export const contentsOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = names
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, (await readFile(path)).toString("base64")] as const;
    });
  return Object.fromEntries(await Promise.all(entries));
};

export const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Root may write anywhere: hands the store to an unprivileged user who may then not. */
export const giveAway = async (folder: string): Promise<void> => {
  if (!isRoot) return;
  await chmod(dirname(folder), 0o755);
  for (const name of ["", ...(await readdir(folder))]) await chown(join(folder, name), nobody, nobody);
};

export const asNobody = async (work: () => Promise<void>): Promise<void> => {
  if (isRoot) process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
};

export const itemOf = (
  departure: Departure | string,
  fields: Partial<Omit<Item, "departure">> = {},
): Item => {
  const what =
    typeof departure === "string" ? makeDrift({ identity: makeIdentity({ name: departure }) }) : departure;
  return {
    departure: what,
    title: `${what.identity.name} differs`,
    severity: "medium",
    flags: [],
    layer: "application",
    disposition: "noted",
    ...fields,
  };
};

export const lookAt = (items: readonly Item[], fields: Partial<Look> = {}): Look => ({
  scope: makeScope(),
  coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: items.length },
  assertions: { passed: 1, failed: 0, unknown: 0 },
  startedAt: fields.finishedAt ?? start,
  finishedAt: start,
  observedAt: fields.finishedAt ?? start,
  grace: 30 * minute,
  items,
  ...fields,
});

/** What takes away again what each version added. */
const undone: readonly (readonly [number, string])[] = [
  [3, "drop trigger findings_come; drop trigger findings_go; drop trigger findings_move; drop table tallies"],
  [4, "alter table scopes drop column serving"],
  [5, "drop table offers"],
  [6, "drop index audit_fingerprint; alter table audit drop column mac; drop table identity"],
  [
    7,
    `drop index offers_used; drop index offers_put_right; drop trigger offers_relapse_once; drop trigger offers_never_rewritten;
    alter table offers drop column relapsed_at; alter table offers drop column entry;
    create trigger offers_never_rewritten before update on offers
      when (old.id, old.digest, old.fingerprint, old.action, old.target, old.content, old.mac, old.offered_at, old.expires_at)
        is not (new.id, new.digest, new.fingerprint, new.action, new.target, new.content, new.mac, new.offered_at, new.expires_at)
      begin select raise(abort, 'what was offered is never changed'); end`,
  ],
];

/** Makes a store what it was in an older version. */
export const asOfVersion = (file: string, version: number): void =>
  rawly(file, (database) => {
    for (const [of, script] of undone.toReversed()) if (of > version) database.exec(script);
    database.exec(`delete from migrations where version > ${version}; pragma user_version = ${version}`);
  });
