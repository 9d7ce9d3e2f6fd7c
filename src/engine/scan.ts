import type { Context } from "../context.ts";
import type { Tuning } from "../core/score/tuning.ts";
import type { Remembered } from "../history/history.ts";
import type { Beside } from "./beside.ts";
import type { Asked } from "./locate.ts";
import { look, lookRemembering } from "./look.ts";
import type { Judged } from "./report-of.ts";

export type Scanned = Judged & { readonly remembered: Remembered | undefined };

/** One stateless look: gather and assess; a dark scope throws its error. */
export const lookOnce = async (asked: Asked, tuning: Tuning, ctx: Context): Promise<Scanned> => {
  const seen = await look(asked, { tuning, goesOn: () => false }, ctx);
  if (seen.failure !== undefined) throw seen.failure;
  return seen;
};

/**
 * One remembered look, the only one at its scope meanwhile; where another run looks there it waits `wait` milliseconds, then
 * throws `busy`. A dark scope is remembered as such, and what is beside it too, before its error is thrown; bad input makes no
 * store.
 */
export const lookAndRemember = async (
  asked: Asked,
  tuning: Tuning,
  ctx: Context,
  wait = 0,
): Promise<Scanned> => {
  const how = { tuning, wait, goesOn: ({ code }: { readonly code: string }) => code !== "input-invalid" };
  const seen = await lookRemembering(asked, how, ctx);
  if (seen.failure === undefined) return seen;
  tellBeside(seen.beside, ctx);
  throw seen.failure;
};

/** The error is all that comes out of it, so what was seen all the same is pointed at. */
const tellBeside = ({ health, checks }: Beside, { notice }: Context): void => {
  if (checks.length > 0) notice("the checks were asked and remembered all the same: steadystate findings");
  if (health !== undefined && health.observation.coverage.status !== "failed")
    notice("the health of the cluster was looked at all the same: steadystate health");
};
