import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder with its parents and answers the first one that was missing. Node's own way says of every hindrance that
 * the folder is not there, and never ends where nothing can be made.
 */
export const makeFolders = (folder: string, mode?: number): Promise<string | undefined> =>
  attempt(folder, mode, 5);

/** A parent may be taken away again by another run that made it for a change it was then refused. */
const attempt = async (
  folder: string,
  mode: number | undefined,
  left: number,
): Promise<string | undefined> => {
  try {
    await mkdir(folder, { mode });
    return folder;
  } catch (error) {
    if (await isFolder(folder)) return undefined;
    const parent = dirname(folder);
    if (codeOf(error) !== "ENOENT" || parent === folder || left === 0) throw error;
    const first = await attempt(parent, mode, left);
    const made = await attempt(folder, mode, left - 1);
    return first ?? made;
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    // What is wrong with the path is what the making of it said.
    () => false,
  );

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
