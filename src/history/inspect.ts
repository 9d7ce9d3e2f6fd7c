import { closeSync, lstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { SteadystateError } from "../errors.ts";
import type { Driver } from "./driver.ts";
import { unusable } from "./failures.ts";
import { ownFolder } from "./key.ts";
import { recognising } from "./late.ts";
import { applicationId, schemaVersion } from "./version.ts";

/** What stands at the path of the store: nothing, a file that holds nothing yet, a store that we can use, or the reference's. */
export type Standing = "missing" | "empty" | "store" | "reference";

const headerBytes = 100;
/** A stranger's database beyond this size is refused without being named. */
const recogniseBytes = 256 * 1024 * 1024;

/**
 * Looks at the bytes without opening a database, so that what we refuse is left as it is, down to its folder's listing. Each look
 * is taken at once, which is sooner than handing it to another thread.
 * Throws `usage` where no file can be and `store-unusable` for a file that is not ours.
 */
export const inspect = async (file: string, driver: Driver, mode: "read" | "write"): Promise<Standing> => {
  demandOwnPlace(file);
  const size = sizeOf(file);
  if (size === undefined) return "missing";
  if (size === 0) return "empty";
  const header = headOf(file);
  if (header.length < headerBytes || header.toString("latin1", 0, 16) !== "SQLite format 3\0")
    throw unusable(file, "it is not a database");
  const version = header.readInt32BE(60);
  if (version > schemaVersion)
    throw unusable(
      file,
      `it has version ${version}, and this steadystate knows versions up to ${schemaVersion}`,
    );
  if (version === 0) {
    const standing = await unversioned(file, size, driver);
    if (mode === "read" && standing === "reference") throw needsTakeOver(file);
    return standing;
  }
  if (version < 0 || header.readInt32BE(68) !== applicationId)
    throw unusable(file, "it is a database of another program");
  if (mode === "read" && (version < schemaVersion || header[18] === 2)) throw needsWriter(file);
  return "store";
};

/** A committed link would let a pull request choose where a memory is written; one that a person names is theirs. */
const demandOwnPlace = (file: string): void => {
  if (basename(dirname(file)) !== ownFolder) return;
  for (const path of [dirname(file), file]) {
    if (!isLink(path)) continue;
    throw new SteadystateError("store-unusable", `${path} is a link, and the memory is not kept behind one`, {
      hint: "remove the link, or name the file that is meant: --state <file>",
      details: { path },
    });
  }
};

const isLink = (path: string): boolean => {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch (error) {
    // Whatever is wrong with the path is said by those who use it.
    return !(error instanceof Error);
  }
};

const sizeOf = (file: string): number | undefined => {
  if (file === "" || file.includes("\0") || file !== file.trim())
    throw misplaced(`the path of the memory is not usable: ${JSON.stringify(file)}`);
  const facts = statsOf(file);
  if (facts?.isDirectory()) throw misplaced(`the path of the memory is a folder: ${file}`);
  if (facts?.isFile() === false) throw misplaced(`the path of the memory is not a plain file: ${file}`);
  return facts?.size;
};

const statsOf = (file: string): Stats | undefined => {
  try {
    return statSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR")
      throw misplaced(`the path of the memory leads through something that is not a folder: ${file}`, error);
    throw error;
  }
};

const misplaced = (message: string, cause?: unknown): SteadystateError =>
  new SteadystateError("usage", message, { hint: "use --state .steadystate/state.db", cause });

const headOf = (file: string): Buffer => {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(headerBytes);
    return buffer.subarray(0, readSync(handle, buffer, 0, headerBytes, 0));
  } finally {
    closeSync(handle);
  }
};

const unversioned = async (file: string, size: number, driver: Driver): Promise<Standing> => {
  if (size > recogniseBytes) throw unusable(file, "it is a database of another program");
  const { heldBy, isReference } = await recognising();
  const { tables, findingColumns } = await heldBy(file, driver);
  if (tables.length === 0) return "empty";
  if (isReference(tables, findingColumns)) return "reference";
  throw unusable(file, "it is a database of another program");
};

const needsTakeOver = (file: string): SteadystateError =>
  new SteadystateError(
    "store-unusable",
    `the memory at ${file} is the Python steadystate's, and was not taken over yet`,
    { hint: "steadystate scan, which keeps a copy of it and takes it over", details: { file } },
  );

const needsWriter = (file: string): SteadystateError =>
  new SteadystateError(
    "store-unusable",
    `the memory at ${file} must first be brought up to date by a run that may write`,
    {
      hint: "steadystate scan",
      details: { file },
    },
  );
