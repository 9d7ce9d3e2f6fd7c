import { randomBytes } from "node:crypto";
import { chmod, link, lstat, mkdir, open, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { keyFileOf, ownFolder } from "./key.ts";
import { newKey } from "./seal.ts";

/** Makes what a store needs around it; a key that stands there stays. Answers whether the key was made now. */
export const prepareFolder = async (file: string, key = newKey()): Promise<boolean> => {
  await makeFolder(dirname(file));
  // SQLite would create the file readable to everybody; its journal inherits the mode.
  await unlessThere(async () => (await open(file, "wx", 0o600)).close());
  return unlessThere(() => makeKey(keyFileOf(file), key));
};

/** Private, and out of git. One that is not ours to hide (`--state ./x.db`) keeps its own ignore file. */
export const makeFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined || (await isOurOpenFolder(folder))) await chmod(folder, 0o700);
  if (made !== undefined || basename(folder) === ownFolder)
    await unlessThere(() => writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx", mode: 0o600 }));
};

/** Made by somebody else, such as a checkout. What a link leads to is not ours to close. */
const isOurOpenFolder = async (folder: string): Promise<boolean> => {
  if (basename(folder) !== ownFolder) return false;
  const found = await lstat(folder);
  return found.isDirectory() && (found.mode & 0o077) !== 0 && found.uid === process.getuid?.();
};

/** Written aside and linked, so that a second process never reads half a key. */
const makeKey = async (path: string, key: Buffer): Promise<boolean> => {
  if (await isThere(path)) return false;
  const aside = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(aside, key, { flag: "wx", mode: 0o600 });
    await link(aside, path);
    return true;
  } finally {
    await rm(aside, { force: true });
  }
};

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === "ENOENT") return false;
      throw error;
    },
  );

const unlessThere = async (make: () => Promise<unknown>): Promise<boolean> => {
  try {
    return (await make()) === true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
