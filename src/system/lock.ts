import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { link, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { SteadystateError } from "../errors.ts";
import { isAlive } from "./alive.ts";
import { onEnd } from "./cleanup.ts";
import { makeFolders } from "./make-folders.ts";

/** Milliseconds that a change of one file may keep another waiting. */
const patience = 10_000;

/**
 * Takes the lock file beside `path`, and gives the function that leaves it. What a killed run left is taken over. Throws
 * `action-failed` when another run holds it past the patience.
 */
export const acquire = async (path: string): Promise<() => Promise<void>> => {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  const folder = dirname(path);
  let made = await makeFolders(folder);
  const until = performance.now() + patience;
  const mark = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  while (!(await take(lock, mark))) {
    if (await isLeftBehind(lock)) await clearAway(lock);
    else if (performance.now() > until) throw held(path, lock, await holderOf(lock));
    else await pause(5 + Math.random() * 20);
    made = (await makeFolders(folder)) ?? made;
  }
  const forget = onEnd(() => rmSync(lock, { force: true }));
  const top = made;
  return async () => {
    forget();
    await rm(lock, { force: true });
    if (top !== undefined) await removeEmpty(folder, top);
  };
};

/** A change that was refused leaves no folder behind that was made for its lock alone. */
const removeEmpty = async (folder: string, top: string): Promise<void> => {
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (isGone && folder !== top) await removeEmpty(dirname(folder), top);
};

/** Written aside and linked, so that a lock never stands without the name of its holder. */
const take = async (lock: string, mark: string): Promise<boolean> => {
  const aside = `${lock}.${randomUUID()}`;
  const forget = onEnd(() => rmSync(aside, { force: true }));
  try {
    await writeFile(aside, mark, { flag: "wx", mode: 0o600 });
    await link(aside, lock);
    return true;
  } catch (error) {
    // The folder may be taken away by another run that made it for a change it was then refused.
    const code = codeOf(error);
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
    forget();
  }
};

type Holder = { readonly pid: number; readonly host: string };

const holderOf = async (lock: string): Promise<Holder | undefined> => {
  const text = await readFile(lock, "utf8").catch(() => "");
  const pid = /"pid":(\d+)/.exec(text)?.[1];
  const host = /"host":"([^"]*)"/.exec(text)?.[1];
  return pid === undefined || host === undefined ? undefined : { pid: Number(pid), host };
};

/** Nobody can tell whether a process of another machine still runs, so its lock stands. */
const isLeftBehind = async (lock: string): Promise<boolean> => {
  const holder = await holderOf(lock);
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
};

/** Two runs may find the same dead lock; only the one that holds the second lock looks again and removes it. */
const clearAway = async (lock: string): Promise<void> => {
  const clearing = `${lock}.clearing`;
  if (!(await take(clearing, JSON.stringify({ pid: process.pid, host: hostname() })))) {
    if (await isLeftBehind(clearing)) await rm(clearing, { force: true });
    return pause(20);
  }
  const forget = onEnd(() => rmSync(clearing, { force: true }));
  try {
    if (await isLeftBehind(lock)) await rm(lock, { force: true });
  } finally {
    await rm(clearing, { force: true });
    forget();
  }
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

const held = (path: string, lock: string, holder: Holder | undefined): SteadystateError => {
  const by = holder === undefined ? "another run" : `process ${holder.pid} on ${holder.host}`;
  return new SteadystateError("action-failed", `${path} is being changed by ${by}, and nothing was written`, {
    hint: `wait and try again; if no such process runs any more: rm ${lock}`,
    details: { path, lock, ...holder },
  });
};
