import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { keep, loadDriver } from "./driver.ts";
import { guarded } from "./failures.ts";
import { schemaVersion } from "./version.ts";

/** What stands at the path of a store, told without opening it. */
export type StoreFacts = {
  readonly bytes: number;
  /** Others on this machine may read the store or its folder. */
  readonly open: boolean;
  /** The folder keeps itself out of git; `undefined` where the folder is not ours. */
  readonly ignored: boolean | undefined;
  /** The version of the layout that this steadystate writes. */
  readonly version: number;
};

export const storeFacts = async (file: string): Promise<StoreFacts | undefined> => {
  const [found, folder] = await Promise.all([facts(file), facts(dirname(file))]);
  if (found === undefined || !found.isFile()) return undefined;
  const ours = basename(dirname(file)) === ".steadystate";
  const shut = ours && folder !== undefined && (folder.mode & 0o077) === 0;
  return {
    bytes: found.size,
    // A store in a folder that nobody else may enter is shut, whatever its own mode.
    open: !shut && (found.mode & 0o077) !== 0,
    ignored: ours ? (await facts(join(dirname(file), ".gitignore"))) !== undefined : undefined,
    version: schemaVersion,
  };
};

/** Loads the native addon; throws `store-unusable` with the command that rebuilds it. */
export const tryAddon = (file: string): Promise<void> =>
  guarded(file, async () => {
    const Driver = await loadDriver();
    keep(new Driver(":memory:")).close();
  });

const facts = (path: string) => stat(path).catch(nothingThere);

const nothingThere = (error: unknown): undefined => {
  if (error instanceof Error && "code" in error) return undefined;
  throw error;
};
