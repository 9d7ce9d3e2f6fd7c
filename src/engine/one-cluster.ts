import type { Asked } from "./locate.ts";

/**
 * Lends the cluster once for everything that a scan looks at there, so that a broker is asked for one credential only. Where it
 * cannot be lent, every look is told so by itself.
 */
export const withOneCluster = async <T>(asked: Asked, use: (asked: Asked) => Promise<T>): Promise<T> => {
  const { lend, probe } = asked;
  if (lend === undefined || probe === undefined) return use(asked);
  let begun = false;
  try {
    return await lend((access) => {
      begun = true;
      return use({ ...asked, lend: (again) => again(access) });
    });
  } catch (thrown) {
    if (begun) throw thrown;
    return use({ ...asked, lend: () => Promise.reject(thrown) });
  }
};
