import { statSync } from "node:fs";

/**
 * True only where surely nothing stands, which is told without loading a database. Whatever else is wrong with the path is for
 * the store to say.
 */
export const isMissing = (file: string): boolean => {
  if (file === "" || file.includes("\0") || file !== file.trim()) return false;
  try {
    statSync(file);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
};
