import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { type Ended, mainFile } from "./cli.ts";

export type Started = {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** The status of a process that a signal ended is -1. */
  readonly ended: Promise<Ended>;
};

/** The built command line without waiting for it, so that a test can run several, or end one half-way. */
export const startSteadystate = (
  argv: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Started => {
  const child = spawn(process.execPath, [mainFile, ...argv], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? -1, ...said }));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { pid: child.pid ?? -1, kill: (signal) => void child.kill(signal), ended };
};
