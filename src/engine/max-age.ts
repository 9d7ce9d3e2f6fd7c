import type { Context } from "../context.ts";
import { parseDuration } from "../core/time.ts";

/** How old evidence may be and still count, in milliseconds: what was asked for, else `[health] max_age`. */
export const maxAgeOf = async (ctx: Context, asked?: string): Promise<number> => {
  const { health } = await ctx.config();
  return parseDuration(asked ?? health.max_age) ?? 3_600_000;
};
