import { onInterrupt } from "./cleanup.ts";

/** Time as a long work meets it. */
export type Timing = {
  /** Milliseconds from any fixed point; unlike the clock it is never set back. */
  readonly elapsed: () => number;
  /** Comes back after so many milliseconds, or as soon as the signal is given. */
  readonly pause: (milliseconds: number, until: AbortSignal) => Promise<void>;
  /** While `work` runs, the first interrupt of the terminal gives the signal and ends nothing; the next one ends the process. */
  readonly gently: <T>(work: (interrupt: AbortSignal) => Promise<T>) => Promise<T>;
};

export const timing: Timing = {
  elapsed: () => performance.now(),
  pause: (milliseconds, until) =>
    new Promise((resolve) => {
      if (until.aborted) return resolve();
      const over = (): void => {
        clearTimeout(timer);
        until.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, milliseconds);
      until.addEventListener("abort", over);
    }),
  gently: async (work) => {
    const interrupt = new AbortController();
    const forget = onInterrupt(() => interrupt.abort());
    try {
      return await work(interrupt.signal);
    } finally {
      forget();
    }
  },
};
