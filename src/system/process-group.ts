import type { ChildProcess } from "node:child_process";
import { onEnd } from "./cleanup.ts";

/** Why we ended a run ourselves. */
export type End = "deadline" | "cap";

/** Milliseconds between asking to end and killing, and between the leader's exit and letting go of its pipes. */
const grace = 2000;

type Child = Pick<ChildProcess, "pid" | "stdout" | "stderr" | "once">;

/** The process group of a detached child: it ends as a whole, when asked here or when we end ourselves. */
export const groupOf = (child: Child, outputCap: number) => {
  const timers: NodeJS.Timeout[] = [];
  const later = (step: () => void): void => {
    timers.push(setTimeout(step, grace));
  };
  let ended: End | undefined;
  const letGo = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  const end = (why: End): void => {
    if (ended !== undefined) return;
    ended = why;
    signal(child.pid, "SIGTERM");
    later(() => {
      signal(child.pid, "SIGKILL");
      letGo();
    });
  };
  const seen = watch(child, outputCap, () => end("cap"));
  /** Only once nothing more came for a while, and after what is waiting was read. */
  const letGoWhenQuiet = (before: number): void =>
    later(() => setImmediate(() => (seen() === before ? letGo() : letGoWhenQuiet(seen()))));
  // A descendant that outlives the leader and keeps its pipes open must not keep us waiting.
  child.once("exit", () => letGoWhenQuiet(seen()));
  const forget = onEnd(() => endNow(child.pid));
  return {
    end,
    ended: () => ended,
    release: (): void => {
      forget();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};

/** Answers how many bytes came so far, on both pipes. */
const watch = ({ stdout, stderr }: Child, cap: number, over: () => void): (() => number) => {
  let out = 0;
  let beside = 0;
  stdout?.on("data", (chunk: Uint8Array) => {
    out += chunk.length;
    if (out > cap) over();
  });
  stderr?.on("data", (chunk: Uint8Array) => {
    beside += chunk.length;
  });
  return () => out + beside;
};

/** Synchronous, for the moment we end ourselves: a short while to release locks, then no more. */
const endNow = (pid: number | undefined): void => {
  if (!signal(pid, "SIGTERM")) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  signal(pid, "SIGKILL");
};

/** False when nothing of the group is left. */
const signal = (pid: number | undefined, name: "SIGTERM" | "SIGKILL"): boolean => {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
};
