import { setTimeout as pause } from "node:timers/promises";
import { parseJson } from "../../core/document.ts";
import { SteadystateError } from "../../errors.ts";
import type { Run } from "../../system/run.ts";
import { type Answer, type Failure, type FailureClass, failure, failureOf, failureOfRun } from "./failure.ts";

/** Which cluster is meant; what is absent is left to kubectl's own lookup, and is resolved before anything is asked. */
export type Access = {
  readonly context: string | undefined;
  /** Absolute. */
  readonly kubeconfig: string | undefined;
};

export type Kubectl = {
  readonly access: Access;
  readonly run: Run;
  /** Absolute; kubectl reads nothing from it. */
  readonly cwd: string;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
  /** Milliseconds that are left for everything. */
  readonly left: () => number;
};

/** Milliseconds between kubectl's own deadline and ours, in which it may still say what happened; fewer where little is left. */
const marginOf = (left: number): number => Math.min(3000, left / 4);
const outputCap = 256 * 1024 * 1024;

/** The words that aim a call. Throws `refused` for a value that would read as an option. */
export const aimed = ({ context, kubeconfig }: Access): readonly string[] => [
  ...(kubeconfig === undefined ? [] : [`--kubeconfig=${plainValue("kubeconfig", kubeconfig)}`]),
  ...(context === undefined ? [] : [`--context=${plainValue("context", context)}`]),
];

/** Throws `refused` for what kubectl could take for an option, or for more than one line. */
export const plainValue = (what: string, value: string): string => {
  if (value !== "" && !value.startsWith("-") && !/\p{Cc}/u.test(value)) return value;
  throw new SteadystateError("refused", `the ${what} of a call is empty or looks like an option`, {
    hint: `give a ${what} that does not begin with - in steadystate/targets.json`,
  });
};

/** Runs one read; once more after a refusal that may pass. What is not JSON is `garbled`. */
export const askJson = async (kubectl: Kubectl, words: readonly string[]): Promise<Answer<unknown>> => {
  const said = await askText(kubectl, words);
  if (!said.ok) return said;
  const parsed = parseJson(said.value);
  return parsed.ok
    ? { ok: true, value: parsed.value }
    : failure("garbled", `kubectl printed something that is not JSON: ${parsed.why}`);
};

/** A question whose answer is a path of the API: no discovery, so no cache is written and no kind is guessed. */
export const askPath = (kubectl: Kubectl, path: string): Promise<Answer<unknown>> =>
  askJson(kubectl, ["get", "--raw", path]);

const passing: readonly FailureClass[] = ["overloaded", "timed-out"];

export const askText = (kubectl: Kubectl, words: readonly string[]): Promise<Answer<string>> =>
  askTool(kubectl, (patience) => ({
    argv: ["kubectl", ...words, ...aimed(kubectl.access), `--request-timeout=${Math.ceil(patience)}ms`],
    // A person's own defaults and aliases must not change what is asked.
    env: { KUBECTL_KUBERC: "false" },
  }));

type Call = { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };

/** Runs one read of any tool; once more after a refusal that may pass. `call` is told how many milliseconds it has. */
export const askTool = async (
  kubectl: Omit<Kubectl, "access">,
  call: (patience: number) => Call,
): Promise<Answer<string>> => {
  const first = await once(kubectl, call);
  if (first.ok || !passing.includes(first.class)) return first;
  const wait = 200 + Math.random() * 300;
  const rest = kubectl.left();
  if (rest < wait + marginOf(rest)) return first;
  await pause(wait);
  return once(kubectl, call);
};

const once = async (
  { run, cwd, left, timeout }: Omit<Kubectl, "access">,
  call: (patience: number) => Call,
): Promise<Answer<string>> => {
  const rest = left();
  const margin = marginOf(rest);
  const patience = Math.min(timeout, rest - margin);
  if (patience <= 0) return failure("timed-out", "the time for this cluster is used up");
  const { argv, env } = call(patience);
  try {
    const { exit, stdout, stderr } = await run({ argv, env, cwd, timeout: patience + margin, outputCap });
    return exit === 0 ? { ok: true, value: stdout } : failureOf(stderr, argv[0]);
  } catch (thrown) {
    return failed(thrown);
  }
};

const failed = (thrown: unknown): Failure => {
  if (thrown instanceof SteadystateError) return failureOfRun(thrown);
  throw thrown;
};
