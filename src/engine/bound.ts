import type { Context } from "../context.ts";
import { type Bound, type Committed, resolveBound } from "../core/bound/bound.ts";
import { reversibilities } from "../core/bound/envelope.ts";
import { SteadystateError } from "../errors.ts";

/**
 * What may run unattended now: the built-in limits, `[bound]` and `STEADYSTATE_BOUND`. A file that cannot be read closes everything
 * instead of being thrown, so that whoever asks can tell why.
 */
export const boundOf = async (ctx: Context): Promise<Bound> => {
  const variable = ctx.hands.env.get("STEADYSTATE_BOUND");
  try {
    return resolveBound({ committed: await committedIn(ctx), variable, fault: undefined });
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return resolveBound({ committed: undefined, variable, fault: thrown.message });
  }
};

const committedIn = async (ctx: Context): Promise<Committed | undefined> => {
  const { bound, file } = await ctx.config();
  if (!file.tables.includes("bound")) return undefined;
  const own = reversibilities.filter((name) => file.keys.includes(`bound.${name}`));
  return {
    ceilings: Object.fromEntries(own.map((name) => [name, bound[name]])),
    envMayWiden: bound.env_may_widen,
  };
};
