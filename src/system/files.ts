import { randomUUID } from "node:crypto";
import { constants, rmSync } from "node:fs";
import { access, chmod, type FileHandle, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { decodeText } from "../core/document.ts";
import { byCodeUnit } from "../core/order.ts";
import { SteadystateError } from "../errors.ts";
import { onEnd } from "./cleanup.ts";
import { codeOf, failed, isAbsent, TooLarge } from "./file-failure.ts";
import { type Kind, kindOf } from "./kind.ts";
import { acquire } from "./lock.ts";
import { makeFolders } from "./make-folders.ts";
import { withTemporaryFolder } from "./temporary.ts";

export type Files = {
  /** What stands there; `undefined` when nothing does. Throws `input-invalid` when it may not be looked at. */
  readonly kindOf: (path: string) => Promise<Kind | undefined>;
  /** UTF-8 text; `undefined` when there is no such file. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** Raw bytes. Throws `input-invalid` when it cannot be read, or holds more than `cap` bytes. */
  readonly readBytes: (path: string, cap: number) => Promise<Uint8Array>;
  /** The first bytes of a file, at most `most`, and whether that is all of it. Throws `input-invalid` when it cannot be read. */
  readonly readHead: (
    path: string,
    most: number,
  ) => Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }>;
  /** File names in a folder, sorted by code unit; empty when it is not there. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Names of the folders in a folder, links to folders too, sorted by code unit; empty when it is not there. */
  readonly folders: (folder: string) => Promise<readonly string[]>;
  /** The path with every link resolved. */
  readonly real: (path: string) => Promise<string>;
  /** Temporary file, rename, same mode; `mode` is for a file that is new (0600 without it). Throws `input-invalid`. */
  readonly writeText: (path: string, text: string, mode?: number) => Promise<void>;
  /**
   * Runs `work` while no other run of ours changes the file at `path`; its folder is made where it is missing. Throws
   * `action-failed` when another run holds it for more than 10 s. Not reentrant.
   */
  readonly withLock: <T>(path: string, work: () => Promise<T>) => Promise<T>;
  /** Bytes as a new file (0600); its folder is made, and private (0700) from then on. Throws `input-invalid`. */
  readonly keep: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Removes a file; one that is not there is no failure. Throws `input-invalid`. */
  readonly remove: (path: string) => Promise<void>;
  /** Whether a file stands there that this user may run. */
  readonly isProgram: (path: string) => Promise<boolean>;
  /**
   * A private (0700) folder that is removed when `use` ends, and on every exit and signal; what a run that was killed left
   * behind is removed before the first one is made.
   */
  readonly withTemporaryFolder: <T>(use: (folder: string) => Promise<T>) => Promise<T>;
};

export const makeFiles = (): Files => ({
  kindOf,
  readText: async (path) => {
    const bytes = await unlessAbsent(readWhole(path, textCap), undefined, "read", path);
    return bytes === undefined ? undefined : textOf(bytes, path);
  },
  readBytes: async (path, cap) => {
    try {
      return await readWhole(path, cap);
    } catch (cause) {
      throw failed("read", path, cause);
    }
  },
  readHead: async (path, most) => {
    try {
      return await readBeginning(path, most);
    } catch (cause) {
      throw failed("read", path, cause);
    }
  },
  list: (folder) => unlessAbsent(namesIn(folder, "file"), [], "list", folder),
  folders: (folder) => unlessAbsent(namesIn(folder, "folder"), [], "list", folder),
  real: async (path) => {
    try {
      return await realpath(path);
    } catch (cause) {
      throw failed("find", path, cause);
    }
  },
  writeText: async (path, text, mode = 0o600) => {
    try {
      await replaceWith(await targetOf(path), text, mode);
    } catch (cause) {
      throw failed("write", path, cause);
    }
  },
  withLock: async (path, work) => {
    const release = await targetOf(path)
      .then(acquire)
      .catch((cause: unknown) => {
        throw failed("change", path, cause);
      });
    try {
      return await work();
    } finally {
      await release();
    }
  },
  keep: async (path, bytes) => {
    const folder = dirname(path);
    try {
      await makeFolders(folder, 0o700);
      await chmod(folder, 0o700);
      await writeWhole(path, bytes, 0o600);
    } catch (cause) {
      throw failed("write", path, cause);
    }
  },
  remove: async (path) => {
    try {
      await rm(path, { force: true });
    } catch (cause) {
      throw failed("remove", path, cause);
    }
  },
  isProgram,
  withTemporaryFolder,
});

const isProgram: Files["isProgram"] = async (path) => {
  if ((await kindOf(path)) !== "file") return false;
  try {
    await access(path, constants.X_OK);
    return true;
  } catch (error) {
    if (codeOf(error) === "EACCES") return false;
    throw failed("look at", path, error);
  }
};

/** No committed file comes near this. */
const textCap = 64 * 1024 * 1024;

const namesIn = async (folder: string, wanted: "file" | "folder"): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (wanted === "file" ? entry.isFile() : entry.isDirectory()) return [entry.name];
      return entry.isSymbolicLink() && (await kindOf(join(folder, entry.name))) === wanted
        ? [entry.name]
        : [];
    }),
  );
  return names.flat().sort(byCodeUnit);
};

/** Reads pipes too (`<(…)`, `/dev/stdin`), whose size nothing tells beforehand. */
const readWhole = async (path: string, cap: number): Promise<Uint8Array> => {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > cap) throw new TooLarge(cap);
    return await (size > 0 ? readSized(handle, size, cap) : readUpTo(handle, cap));
  } finally {
    await handle.close();
  }
};

const readBeginning: Files["readHead"] = async (path, most) => {
  const handle = await open(path, "r");
  try {
    const bytes = new Uint8Array(most + 1);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled);
      if (bytesRead === 0) return { bytes: bytes.subarray(0, filled), whole: true };
      filled += bytesRead;
    }
    return { bytes: bytes.subarray(0, most), whole: false };
  } finally {
    await handle.close();
  }
};

/** A file whose size is told goes into one buffer, not into chunks and then a copy; what it grew by meanwhile follows. */
const readSized = async (handle: FileHandle, size: number, cap: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(bytes, filled, size - filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return readUpTo(handle, cap, bytes);
};

const readUpTo = async (handle: FileHandle, cap: number, begun?: Uint8Array): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = begun === undefined ? [] : [begun];
  let total = begun?.length ?? 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(1024 * 1024));
    const [only] = chunks;
    if (bytesRead === 0)
      return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, total);
    total += bytesRead;
    if (total > cap) throw new TooLarge(cap);
    chunks.push(buffer.subarray(0, bytesRead));
  }
};

const textOf = (bytes: Uint8Array, path: string): string => {
  const decoded = decodeText(bytes);
  if (decoded.ok) return decoded.text;
  throw new SteadystateError("input-invalid", `${path} is not a text file: ${decoded.why}`, {
    hint: "save it as UTF-8 text, or name another file",
    details: { path },
  });
};

/** The file behind a link, so that writing keeps the link. */
const targetOf = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (error) {
    if (isAbsent(error)) return path;
    throw error;
  }
};

const replaceWith = async (path: string, text: string, fresh: number): Promise<void> => {
  const mode = (await unlessAbsent(stat(path), undefined, "look at", path))?.mode ?? fresh;
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const forget = onEnd(() => rmSync(temporary, { force: true }));
  try {
    await writeWhole(temporary, text, mode & 0o7777);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    forget();
  }
};

const writeWhole = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(content, "utf8");
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const unlessAbsent = async <T, E>(
  asked: Promise<T>,
  otherwise: E,
  deed: string,
  path: string,
): Promise<T | E> => {
  try {
    return await asked;
  } catch (cause) {
    if (isAbsent(cause)) return otherwise;
    throw failed(deed, path, cause);
  }
};
