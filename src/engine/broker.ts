import { join } from "node:path";
import type { Context } from "../context.ts";
import { redactText } from "../core/secret.ts";
import { SteadystateError } from "../errors.ts";
import type { Access } from "../platform/kubernetes/kubectl.ts";
import type { RunResult } from "../system/run.ts";
import type { ResolvedTarget } from "./targets.ts";

/**
 * The one door through which the credential of a target is lent: `use` gets it, and when `use` ends it is gone. Where a command
 * has to print it and fails, `use` never runs. Throws `tool-missing`, `source-failed` and `refused`, never with what was printed.
 */
export const withTarget = async <T>(
  target: ResolvedTarget,
  ctx: Context,
  use: (access: Access) => Promise<T>,
): Promise<T> => {
  const { context, kubeconfig, broker } = target;
  if (broker === undefined) return use({ context, kubeconfig });
  const printed = await askBroker(target.name, broker, ctx);
  return ctx.hands.files.withTemporaryFolder(async (folder) => {
    const path = join(folder, "kubeconfig");
    await ctx.hands.files.writeText(path, printed, 0o600);
    await demandSound(target, printed, path, ctx);
    return use({ context, kubeconfig: path });
  });
};

/** More than any kubeconfig holds. */
const outputCap = 1024 * 1024;

const askBroker = async (name: string, argv: readonly string[], ctx: Context): Promise<string> => {
  const seconds = brokerSeconds(ctx);
  const result = await runBroker(name, argv, seconds, ctx);
  if (result.exit === 0) return result.stdout;
  const said = complaintOf(result);
  throw failedBroker(name, `ended with status ${result.exit}${said === "" ? "" : `: ${said}`}`);
};

const runBroker = async (
  name: string,
  argv: readonly string[],
  seconds: number,
  ctx: Context,
): Promise<RunResult> => {
  try {
    return await ctx.hands.run({ argv, cwd: ctx.place.cwd, timeout: seconds * 1000, outputCap });
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    if (thrown.code === "tool-missing") throw failedBroker(name, "cannot be started", thrown.code);
    switch (thrown.details["ended"]) {
      case "deadline":
        throw failedBroker(
          name,
          `did not end within ${seconds} s and was stopped; STEADYSTATE_BROKER_TIMEOUT gives it more`,
        );
      case "cap":
        throw failedBroker(name, `printed more than ${outputCap} bytes and was stopped`);
      default:
        throw failedBroker(name, "did not come to an end of its own");
    }
  }
};

const brokerSeconds = ({ hands, notice }: Context): number => {
  const otherwise = 30;
  const given = hands.env.get("STEADYSTATE_BROKER_TIMEOUT");
  if (given === undefined) return otherwise;
  const seconds = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : 0;
  if (seconds > 0 && seconds <= 3600) return seconds;
  notice(`STEADYSTATE_BROKER_TIMEOUT is no number of seconds up to 3600; ${otherwise} holds`);
  return otherwise;
};

/** The program of a broker may be the one thing that knows the secret, so its complaint is trusted least of all. */
const complaintOf = ({ stdout, stderr }: RunResult): string => {
  const last = redactText(stderr.trimEnd().split("\n").at(-1) ?? "");
  return last
    .replace(/[^\s"'=:,;()]+/g, (word) => (isOpaque(word) || isPrinted(word, stdout) ? "‹secret›" : word))
    .slice(0, 300);
};

const isOpaque = (word: string): boolean =>
  /[\w+/=.~-]{16,}/.test(word) && /\d/.test(word) && /[A-Za-z]/.test(word);
const isPrinted = (word: string, stdout: string): boolean => word.length >= 6 && stdout.includes(word);

const failedBroker = (
  name: string,
  why: string,
  code: "source-failed" | "tool-missing" | "refused" = "source-failed",
): SteadystateError =>
  new SteadystateError(code, `the kubeconfig_from command of the target ${name} ${why}`, {
    hint: `run it by hand, then: steadystate targets ${name} --reach`,
    details: { target: name },
  });

/** Before anything of it is used: a program that it names would be run by kubectl. */
const demandSound = async (
  { name, allowExec, context }: ResolvedTarget,
  printed: string,
  path: string,
  ctx: Context,
): Promise<void> => {
  const read = await ctx.kubernetes.inspect(printed, path);
  if (!read.ok) {
    if (read.class === "tool-missing")
      throw new SteadystateError("tool-missing", `${read.why}, and the target ${name} needs it`, {
        hint: "install kubectl and make sure that `kubectl version --client` runs in this shell",
      });
    throw failedBroker(name, `printed something that is no kubeconfig: it ${read.why}`);
  }
  const { contexts, programs } = read.value;
  if (programs.length > 0 && !allowExec) {
    throw new SteadystateError(
      "refused",
      `the kubeconfig that the command of the target ${name} prints names a program to run, which the target does not allow`,
      {
        hint: `set "allow_exec": true for ${name} in targets.json if that is meant`,
        details: { target: name },
      },
    );
  }
  if (context !== undefined && !contexts.includes(context))
    throw failedBroker(name, `printed a kubeconfig without the context ${context}`);
};
