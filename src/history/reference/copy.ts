import { randomBytes } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Keeps the bytes of a database beside it as `<file>.reference`, on the disk before this returns. A copy that is there
 * already is never overwritten: the next one is numbered, unless it is the same.
 */
export const keepCopy = async (file: string, bytes: Buffer): Promise<string> => {
  const aside = `${file}.reference.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    await writeThrough(aside, bytes);
    const kept = await linkAtFreeName(aside, `${file}.reference`, bytes);
    await syncFolder(dirname(file));
    return kept;
  } finally {
    await rm(aside, { force: true });
  }
};

const writeThrough = async (path: string, bytes: Buffer): Promise<void> => {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const linkAtFreeName = async (aside: string, wanted: string, bytes: Buffer): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}.${number}`;
    try {
      await link(aside, name);
      return name;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    // A take-over that was killed after its copy left this one.
    if ((await readFile(name)).equals(bytes)) return name;
  }
};

/** A name is on the disk only when its folder is. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
