import { dirname } from "node:path";
import { shellWord } from "../core/shell-word.ts";
import { SteadystateError } from "../errors.ts";

type Clause = { readonly message: string; readonly hint: string };

const mayWrite = "run `steadystate scan`, which may write there";

/** Awaits `work`; what the database, the file system or the addon throws comes out as `store-unusable`. */
export const guarded = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(file, error);
  }
};

const storeFailure = (file: string, error: unknown): unknown => {
  const code = codeOf(error);
  if (error instanceof SteadystateError || code === undefined) return error;
  const clause = clauseOf(file, code);
  if (clause === undefined) return error;
  return new SteadystateError("store-unusable", clause.message, {
    hint: clause.hint,
    cause: error,
    details: { file, code },
  });
};

const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.message.startsWith("Could not locate the bindings file")) return "ADDON_MISSING";
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
};

const clauseOf = (file: string, code: string): Clause | undefined => {
  switch (code) {
    case "ADDON_MISSING":
    case "ERR_DLOPEN_FAILED":
    case "ERR_MODULE_NOT_FOUND":
    case "MODULE_NOT_FOUND":
      return {
        message:
          "the memory cannot be opened: the native part of better-sqlite3 is missing or was built for another Node",
        hint: "npm rebuild better-sqlite3",
      };
    case "ENOSPC":
    case "EDQUOT":
    case "SQLITE_FULL":
      return {
        message: `the memory at ${file} cannot grow: the disk is full`,
        hint: `df -h ${shellWord(file)}`,
      };
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "SQLITE_CANTOPEN":
    case "SQLITE_PERM":
    case "SQLITE_READONLY":
      return {
        message: `the memory at ${file} may not be read or written here`,
        hint: `--state <file> where you may, or scan --stateless; whose it is: ls -ld ${shellWord(dirname(file))}`,
      };
    default:
      if (code.startsWith("SQLITE_")) return databaseClause(file, code);
      return /^E[A-Z0-9]+$/.test(code)
        ? { message: `the memory at ${file} cannot be reached (${code})`, hint: `ls -ld ${shellWord(file)}` }
        : undefined;
  }
};

const databaseClause = (file: string, code: string): Clause => {
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
    return {
      message: `the memory at ${file} is held by another run for more than 5 s`,
      hint: "wait until that run has ended, then try again",
    };
  if (code === "SQLITE_READONLY_ROLLBACK" || code === "SQLITE_READONLY_RECOVERY")
    return {
      message: `the last write to the memory at ${file} was interrupted and must be undone first`,
      hint: mayWrite,
    };
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT"))
    return damaged(file, "it is not a sound database");
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_READONLY"))
    return {
      message: `the memory at ${file} may not be read or written here`,
      hint: `ls -ld ${shellWord(file)}`,
    };
  return { message: `the memory at ${file} refused a statement (${code})`, hint: "steadystate doctor" };
};

/** A file that is left as it is; the hint moves it aside and never deletes it. */
const damaged = (file: string, why: string): Clause => ({
  message: `the memory at ${file} cannot be used: ${why}`,
  hint: `move it aside: mv ${shellWord(file)} ${shellWord(`${file}.aside`)}`,
});

export const unusable = (file: string, why: string): SteadystateError => {
  const { message, hint } = damaged(file, why);
  return new SteadystateError("store-unusable", message, { hint, details: { file } });
};
