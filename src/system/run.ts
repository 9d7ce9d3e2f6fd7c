export type RunRequest = {
  readonly argv: readonly string[];
  /** Absolute and existing. */
  readonly cwd: string;
  /** Milliseconds for the whole run. */
  readonly timeout: number;
  /** Added to the reader's environment (decisions D31). */
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes of standard output at most; more is `source-failed`. */
  readonly outputCap?: number;
};

/** What came of a run, whatever its exit status. */
export type RunResult = {
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
};

/**
 * argv in, result out; no shell, standard input closed, own process group. Throws `tool-missing` (not on PATH),
 * `source-failed` (deadline, output cap, killed) and `interrupted`.
 */
export type Run = (request: RunRequest) => Promise<RunResult>;
