import { shellWord } from "../core/shell-word.ts";
import { SteadystateError } from "../errors.ts";

export class TooLarge extends Error {
  constructor(cap: number) {
    super(`it holds more than ${cap} bytes`);
  }
}

export const isAbsent = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EISDIR: "it is a folder",
  ENOENT: "it is not there",
  ENOTDIR: "a part of the path is not a folder",
  ENOSPC: "no space left",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is longer than any file's",
  ERR_INVALID_ARG_VALUE: "the name holds a character that no file's name has",
  ELOOP: "too many links",
};

/** What went wrong with a file, as `input-invalid`. */
export const failed = (deed: string, path: string, cause: unknown): SteadystateError => {
  if (cause instanceof SteadystateError) return cause;
  const code = codeOf(cause);
  const why = cause instanceof TooLarge ? cause.message : (reasons[code ?? ""] ?? code ?? "unknown reason");
  return new SteadystateError("input-invalid", `cannot ${deed} ${path}: ${why}`, {
    hint: hints[code ?? ""] ?? `check the path, and whose it is: ls -ld ${shellWord(path)}`,
    cause,
    details: { path, code },
  });
};

const hints: Readonly<Record<string, string>> = {
  EISDIR: "name a file in it",
  ENOSPC: "make room on the disk, then run this again",
  ENAMETOOLONG: "give the path of an existing file or folder",
  ERR_INVALID_ARG_VALUE: "give the path of an existing file or folder",
};
