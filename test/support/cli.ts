import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const mainFile = join(import.meta.dirname, "../../dist/main.js");

export type Ended = { readonly status: number; readonly stdout: string; readonly stderr: string };

type Options = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another user to run as; only root may choose. */
  readonly uid?: number;
};

/** Runs the built command line in a process of its own, with no terminal and no inherited steadystate settings. */
export const steadystate = (argv: readonly string[], { cwd, env = {}, uid }: Options): Ended => {
  if (!existsSync(mainFile)) throw new Error("dist/main.js is missing: npm run build");
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [mainFile, ...argv], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  if (error !== undefined) throw error;
  return { status: status ?? -1, stdout, stderr };
};

/** Nothing that a person reads may be a stack of ours. */
export const looksLikeStack = (text: string): boolean =>
  /\n\s+at .+:\d+:\d+/.test(text) || /node:internal/.test(text);
