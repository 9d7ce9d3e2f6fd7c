import { stat } from "node:fs/promises";
import { execa } from "execa";
import { type KnownValues, knownValues } from "../core/secret/known-values.ts";
import { isBenignValue, suspicionOf } from "../core/secret/names.ts";
import { redactText } from "../core/secret.ts";
import { SteadystateError } from "../errors.ts";
import { isWithheld } from "./env.ts";
import { type End, groupOf } from "./process-group.ts";

export type RunRequest = {
  readonly argv: readonly string[];
  /** Absolute and existing. */
  readonly cwd: string;
  /** Milliseconds for the whole run. */
  readonly timeout: number;
  /** Added to the reader's environment (decisions D31). */
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing of the reader's environment: what an effect would get, so that a dry run shows what that would meet. */
  readonly bare?: boolean;
  /** Bytes of standard output at most; more is `source-failed`. */
  readonly outputCap?: number;
};

/** What came of a run, whatever its exit status. */
export type RunResult = {
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  /** Without the secrets of this process's environment. */
  readonly stderr: string;
  readonly durationMs: number;
};

/**
 * argv in, result out; no shell, standard input closed, own process group. Throws `tool-missing` (not on PATH),
 * `source-failed` (deadline, output cap, killed) and `interrupted`.
 */
export type Run = (request: RunRequest) => Promise<RunResult>;

type Environment = Readonly<Record<string, string | undefined>>;

const defaultCap = 256 * 1024 * 1024;
const stderrCap = 16 * 1024 * 1024;

/** The environment that a reader's child gets (decisions D31). */
export const readerEnvironment = (environment: Environment): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || isWithheld(name) ? [] : [[name, value]],
    ),
  ),
  TF_IN_AUTOMATION: "1",
  CHECKPOINT_DISABLE: "1",
});

/** What a command that changes something gets (decisions D31); a credential and what its tool needs are added by name. */
export const actionEnvironment = (environment: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["PATH", "HOME", "LANG"].flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Runs tools with this environment as their base: a reader's, unless another is given. */
export const makeRun = (
  environment: Environment,
  base: Readonly<Record<string, string>> = readerEnvironment(environment),
): Run => {
  const secrets = secretsOf(environment);
  return async (request) => {
    await demandFolder(request.cwd);
    return runIn(request.bare === true ? actionEnvironment(environment) : base, secrets, request);
  };
};

/** What a tool was given in secret it may repeat in its complaints. */
const secretsOf = (environment: Environment): KnownValues =>
  knownValues(
    new Set(
      Object.entries(environment).flatMap(([name, value = ""]) =>
        suspicionOf(name) === "none" || isBenignValue(value) ? [] : [value],
      ),
    ),
  );

/** Starting in a folder that is not there fails with the same code as a missing tool; so it is asked first. */
const demandFolder = async (cwd: string): Promise<void> => {
  try {
    if ((await stat(cwd)).isDirectory()) return;
  } catch (cause) {
    throw new SteadystateError("input-invalid", `the folder ${cwd} is not there`, {
      cause,
      details: { path: cwd },
    });
  }
  throw new SteadystateError("input-invalid", `${cwd} is not a folder`, { details: { path: cwd } });
};

const runIn = async (
  base: Readonly<Record<string, string>>,
  secrets: KnownValues,
  { argv, cwd, timeout, env = {}, outputCap = defaultCap }: RunRequest,
): Promise<RunResult> => {
  const [file = "", ...rest] = argv;
  const started = performance.now();
  const child = execa(file, rest, {
    reject: false,
    detached: true,
    cleanup: false,
    stdin: "ignore",
    encoding: "buffer",
    extendEnv: false,
    stripFinalNewline: false,
    cwd,
    env: { ...base, ...env },
    maxBuffer: { stdout: outputCap, stderr: stderrCap },
  });
  const group = groupOf(child, outputCap);
  const deadline = setTimeout(() => group.end("deadline"), timeout);
  try {
    const result = await child;
    return judge({
      facts: {
        argv,
        exit: result.exitCode,
        stdout: textOf(result.stdout),
        stderr: secrets.swapIn(textOf(result.stderr), () => "‹secret›"),
        durationMs: Math.round(performance.now() - started),
      },
      ended: result.isMaxBuffer ? "cap" : group.ended(),
      code: result.code,
      signal: result.signal,
      timeout,
      outputCap,
    });
  } finally {
    clearTimeout(deadline);
    group.release();
  }
};

const textOf = (bytes: unknown): string =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString("utf8") : "";

type Outcome = {
  readonly facts: Omit<RunResult, "exit"> & { readonly exit: number | undefined };
  readonly ended: End | undefined;
  readonly code: string | undefined;
  readonly signal: string | undefined;
  readonly timeout: number;
  readonly outputCap: number;
};

const judge = (outcome: Outcome): RunResult => {
  const { facts, ended, code, signal } = outcome;
  const tool = facts.argv[0] ?? "";
  if (code !== undefined && facts.exit === undefined && signal === undefined) throw cannotStart(tool, code);
  const why = whyUnusable(outcome);
  if (why === undefined && facts.exit !== undefined) return { ...facts, exit: facts.exit };
  throw new SteadystateError("source-failed", `${shortName(facts.argv)} ${why ?? "ended without a status"}`, {
    hint:
      ended === "deadline"
        ? "give it more time, or run the command by hand to see where it waits"
        : undefined,
    details: { ...runDetails(facts), ...(ended === undefined ? {} : { ended }) },
  });
};

const whyUnusable = ({ ended, signal, timeout, outputCap }: Outcome): string | undefined => {
  if (ended === "cap") return `wrote more than ${outputCap} bytes and was stopped`;
  if (ended === "deadline") return `did not end within ${timeout / 1000} s and was stopped`;
  return signal === undefined ? undefined : `was killed by ${signal}`;
};

/** The fields that every failed run shows (house line 40); `lastStderr` is masked. */
export const runDetails = ({
  argv,
  exit,
  stderr,
  durationMs,
}: Pick<RunResult, "argv" | "stderr" | "durationMs"> & { readonly exit: number | undefined }) => ({
  argv,
  exit,
  lastStderr: redactText(stderr.trimEnd().split("\n").at(-1) ?? "").slice(0, 500),
  durationMs,
});

/** `terraform plan`, `docker compose ps`: the tool and the words before its first option. */
const shortName = (argv: readonly string[]): string => {
  const option = argv.findIndex((word, at) => at > 0 && (word.startsWith("-") || word.includes("/")));
  return argv.slice(0, option === -1 ? 3 : Math.min(option, 3)).join(" ");
};

const cannotStart = (tool: string, code: string): SteadystateError =>
  code === "ENOENT"
    ? new SteadystateError("tool-missing", `${tool} is not on PATH`, {
        hint: `install ${tool} and make sure that \`${tool} version\` runs in this shell`,
        details: { tool },
      })
    : new SteadystateError("tool-missing", `${tool} cannot be started (${code})`, {
        hint: `check that ${tool} is a program that may be run: ls -l "$(command -v ${tool})"`,
        details: { tool, code },
      });
