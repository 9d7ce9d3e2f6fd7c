import type { Context } from "../context.ts";
import type { Scope } from "../core/observation.ts";
import type { Lease } from "../history/history.ts";

/** The one right to look at a scope, for a look that is to be remembered. */
export type Claim = {
  /** Takes it, the first time. Throws `busy` when another run looks there. */
  readonly take: (scope: Scope) => Promise<Lease>;
};

/** Gives `use` a claim, and gives up what was taken however `use` ends. */
export const withClaim = async <T>(
  wait: number,
  ctx: Context,
  use: (claim: Claim) => Promise<T>,
): Promise<T> => {
  let taking: Promise<Lease> | undefined;
  const begin = async (scope: Scope): Promise<Lease> => (await ctx.history.open()).lease(scope, wait);
  const take = (scope: Scope): Promise<Lease> => {
    taking ??= begin(scope);
    return taking;
  };
  try {
    return await use({ take });
  } finally {
    // What could not be taken was told where it was asked for.
    const lease = await taking?.catch(() => undefined);
    await lease?.release();
  }
};
