import type { Context } from "../../context.ts";
import type { Aim } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import type { Executor, Reach } from "../../executors/executor.ts";
import { neverInterrupted, withReach } from "../gate/reach.ts";

/** What was found, or in one clause why nothing could be reached. */
type Through<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** Reads where an aim leads; nothing is changed, and what cannot be reached is an answer. Throws `interrupted`. */
export const through = async <T>(
  executor: Executor,
  aim: Pick<Aim, "target" | "path">,
  ctx: Context,
  use: (reach: Reach) => Promise<T>,
): Promise<Through<T>> => {
  const history = await ctx.history.look();
  const seal = history?.seal ?? ((secret: string): string => secret);
  try {
    return {
      ok: true,
      value: await withReach(executor, { aim, interrupt: neverInterrupted, seal }, ctx, use),
    };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    return { ok: false, why: thrown.message };
  }
};
