export type Files = {
  /** What stands there; `undefined` when nothing does. Throws `input-invalid` when it may not be looked at. */
  readonly kindOf: (path: string) => Promise<"file" | "folder" | "other" | undefined>;
  /** UTF-8 text; `undefined` when there is no such file. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** Raw bytes. Throws `input-invalid` when it cannot be read, or holds more than `cap` bytes. */
  readonly readBytes: (path: string, cap: number) => Promise<Uint8Array>;
  /** File names in a folder, sorted by code unit; empty when it is not there. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** The path with every link resolved. */
  readonly real: (path: string) => Promise<string>;
  /** Temporary file, rename, same mode. Throws `input-invalid` with the reason. */
  readonly writeText: (path: string, text: string) => Promise<void>;
  /** A private (0700) folder that is removed when `use` ends, and on every exit and signal. */
  readonly withTemporaryFolder: <T>(use: (folder: string) => Promise<T>) => Promise<T>;
};
