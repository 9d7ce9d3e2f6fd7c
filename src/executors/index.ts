import type { Executor } from "./executor.ts";

/** Every executor, in the order in which they are listed. */
export const executors: readonly Executor[] = [];
