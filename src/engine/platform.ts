import type { Context } from "../context.ts";
import type { PlatformSettings } from "../core/layer.ts";

/** What the team calls plumbing, in config.toml and in `STEADYSTATE_PLATFORM_NAMESPACES`. */
export const platformOf = async (ctx: Context): Promise<PlatformSettings> => {
  const { platform } = await ctx.config();
  const named = (ctx.hands.env.get("STEADYSTATE_PLATFORM_NAMESPACES") ?? "").split(",");
  return {
    ...platform,
    namespaces: [...platform.namespaces, ...named.map((name) => name.trim().toLowerCase()).filter(Boolean)],
  };
};
