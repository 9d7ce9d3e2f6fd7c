import { createHash } from "node:crypto";
import { readlinkSync, rmSync } from "node:fs";
import { lstat, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { onEnd } from "./cleanup.ts";

/** A private folder for what may hold secrets; its name tells whose it is, so that the next run can remove what was left. */
export const withTemporaryFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const parent = await realpath(tmpdir());
  await sweepOnce(parent);
  const folder = await mkdtemp(join(parent, `steadystate-${process.pid}-${world()}-`));
  const forget = onEnd(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    forget();
  }
};

/** Process numbers mean something only where they were given: two containers may share one temporary folder. */
const numbersOf = (): string => {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch (elsewhere) {
    return elsewhere instanceof Error ? process.platform : "";
  }
};
const world = (): string =>
  createHash("sha256").update(`${hostname()} ${numbersOf()}`).digest("hex").slice(0, 8);

/** Longer than any of our runs needs a credential; a process number may have been given anew meanwhile. */
const longest = 24 * 60 * 60 * 1000;

const swept = new Map<string, Promise<void>>();

const sweepOnce = (parent: string): Promise<void> => {
  const sweeping = swept.get(parent) ?? sweepTemporaryFolders(parent);
  swept.set(parent, sweeping);
  return sweeping;
};

/** Removes the folders of runs of this user that are over. What cannot be removed stays, and is said. */
const sweepTemporaryFolders = async (parent: string): Promise<void> => {
  for (const name of await namesIn(parent)) {
    const [, pid, where] = /^steadystate-(\d+)-([0-9a-f]{8})-[A-Za-z0-9]{6}$/.exec(name) ?? [];
    if (pid === undefined || Number(pid) === process.pid) continue;
    try {
      await sweep(join(parent, name), where === world() && !isRunning(Number(pid)));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : "unknown reason";
      process.emitWarning(`a folder that an earlier run left cannot be removed: ${why}`);
    }
  }
};

/** A temporary folder that may be used and not listed keeps nobody from working. */
const namesIn = async (parent: string): Promise<readonly string[]> => {
  try {
    return await readdir(parent);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EACCES") return [];
    throw error;
  }
};

const sweep = async (folder: string, isOver: boolean): Promise<void> => {
  const found = await lstat(folder).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (found === undefined || !found.isDirectory() || found.uid !== process.getuid?.()) return;
  if (isOver || Date.now() - found.mtimeMs > longest) await rm(folder, { recursive: true, force: true });
};

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Without permission to signal it, it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
