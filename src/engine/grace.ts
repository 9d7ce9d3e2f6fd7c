import type { Context } from "../context.ts";
import { parseDuration } from "../core/time.ts";

const defaultGrace = 30 * 60_000;

/** `STEADYSTATE_RESOLVE_AFTER`: a duration, a bare number of minutes, or 0 for at once; anything else is told and ignored. */
export const graceOf = (ctx: Context): number => {
  const text = ctx.hands.env.get("STEADYSTATE_RESOLVE_AFTER");
  if (text === undefined) return defaultGrace;
  if (/^\d+$/.test(text)) return Number(text) * 60_000;
  const span = parseDuration(text);
  if (span === undefined) ctx.notice(`STEADYSTATE_RESOLVE_AFTER is not a duration: ${text}; using 30m`);
  return span ?? defaultGrace;
};
