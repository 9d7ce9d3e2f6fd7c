import type { Stamp } from "../verb.ts";

/** Beside the results and not in them: what is told again has no member that the first telling had not. */
const stamps = new WeakMap<object, Stamp>();

export const stamped = <T extends object>(result: T, stamp: Stamp): T => {
  stamps.set(result, stamp);
  return result;
};

export const stampOf = (result: object): Stamp | undefined => stamps.get(result);
