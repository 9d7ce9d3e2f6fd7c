import { hostname } from "node:os";
import { isAlive } from "../system/alive.ts";

/** Milliseconds after which a holder that did not renew counts as gone; short, because a running one renews. */
export const lifetime = 60_000;
const renewEvery = lifetime / 3;

/** Holders of this process: a row with our process number that is not among them is of a process whose number came again. */
export const ours = new Set<string>();

export type Held = {
  readonly holder: string;
  readonly pid: number;
  readonly host: string;
  readonly until: number;
};

/** One that ends later than any honest one can was taken before the clock was set back. */
export const isOver = ({ holder, pid, host, until }: Held, at: number): boolean => {
  if (until <= at || until > at + 2 * lifetime) return true;
  if (host !== hostname()) return false;
  return pid === process.pid ? !ours.has(holder) : !isAlive(pid);
};

/**
 * Renews until the function that comes back is called. A renewal that fails is tried again at the next one; whether what is held
 * still stands is asked when it counts.
 */
export const renewed = (renew: () => Promise<unknown>): (() => void) => {
  const renewing = setInterval(() => void renew().catch(() => undefined), renewEvery);
  renewing.unref();
  return () => {
    clearInterval(renewing);
  };
};
