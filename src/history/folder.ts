import { randomBytes } from "node:crypto";
import { chmod, link, lstat, open, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolders } from "../system/make-folders.ts";
import { keyFileOf, ownFolder } from "./key.ts";
import { newKey } from "./seal.ts";

/** Makes what a store needs around it; a key that stands there stays. Answers whether the key was made now. */
export const prepareFolder = async (file: string, key = newKey()): Promise<boolean> => {
  await makeFolder(dirname(file));
  // SQLite would create the file readable to everybody; its journal inherits the mode.
  await unlessThere(async () => (await open(file, "wx", 0o600)).close());
  return placeWhole(keyFileOf(file), key);
};

/** Private, and out of git. One that is not ours to hide (`--state ./x.db`) keeps its own ignore file. */
export const makeFolder = async (folder: string): Promise<void> => {
  const made = await makeFolders(folder, 0o700);
  if (made !== undefined || (await isOurOpenFolder(folder))) await chmod(folder, 0o700);
  if (made !== undefined || basename(folder) === ownFolder)
    await placeWhole(join(folder, ".gitignore"), "*\n");
};

/** Made by somebody else, such as a checkout. What a link leads to is not ours to close. */
const isOurOpenFolder = async (folder: string): Promise<boolean> => {
  if (basename(folder) !== ownFolder) return false;
  const found = await lstat(folder);
  return found.isDirectory() && (found.mode & 0o077) !== 0 && found.uid === process.getuid?.();
};

/** Written aside and linked, so that no process ever finds a part of it, however the writing ends; `false` where one stands. */
const placeWhole = async (path: string, content: string | Buffer): Promise<boolean> => {
  if (await isThere(path)) return false;
  const aside = `${path}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(aside, content, { flag: "wx", mode: 0o600 });
    return await unlessThere(() => link(aside, path));
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

/** False where it stood there already. */
const unlessThere = async (make: () => Promise<void>): Promise<boolean> => {
  try {
    await make();
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
