import { stat } from "node:fs/promises";

/**
 * True only where surely nothing stands, which is told without loading a database. Whatever else is wrong with the path is for
 * the store to say.
 */
export const isMissing = async (file: string): Promise<boolean> => {
  if (file === "" || file.includes("\0") || file !== file.trim()) return false;
  return stat(file).then(
    () => false,
    (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT",
  );
};
