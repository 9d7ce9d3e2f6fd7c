import type { Context } from "../../context.ts";
import { keptOutput } from "../../core/gate/tail.ts";
import { SteadystateError } from "../../errors.ts";

/** What came of the process. `unknown`: it was stopped from outside or by its deadline, and may have had its effect. */
export type Ran = {
  readonly end: "done" | "failed" | "unknown";
  readonly why: string | undefined;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  readonly stdoutTail: string | undefined;
  readonly stderrTail: string | undefined;
};

export type Order = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly deadline: number;
};

/** More than any of these tools says. */
const outputCap = 8 * 1024 * 1024;

/** The only place in which an effect is let loose. Total: what the process did comes back, nothing is thrown. */
export const execute = async ({ argv, env, deadline }: Order, ctx: Context): Promise<Ran> => {
  try {
    const result = await ctx.act({ argv, env, cwd: ctx.place.cwd, timeout: deadline, outputCap });
    const { exit, stdout, stderr, durationMs } = result;
    const tails = { stdoutTail: keptOutput(stdout), stderrTail: keptOutput(stderr) };
    if (exit === 0) return { end: "done", why: undefined, exitCode: 0, durationMs, ...tails };
    const last = (tails.stderrTail ?? tails.stdoutTail ?? "").trimEnd().split("\n").at(-1) ?? "";
    return { end: "failed", why: `status ${exit}: ${last}`, exitCode: exit, durationMs, ...tails };
  } catch (thrown) {
    const isOurs = thrown instanceof SteadystateError;
    const nothingBegan = isOurs && (thrown.code === "tool-missing" || thrown.code === "input-invalid");
    return {
      end: nothingBegan ? "failed" : "unknown",
      why: isOurs ? thrown.message : "steadystate failed in a way it did not expect",
      ...{ exitCode: undefined, durationMs: undefined, stdoutTail: undefined, stderrTail: undefined },
    };
  }
};
