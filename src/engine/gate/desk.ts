import type { Context } from "../../context.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Offer, OfferDraft } from "../../core/gate/offer.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { keepOf } from "./reach.ts";
import { recordOf } from "./records.ts";
import { demandOpen } from "./subject.ts";

/**
 * The memory for an acting verb, with everything written down that became of offers while nobody looked. Throws `not-found` where
 * nothing was ever remembered, and makes no store for that; `config-invalid` for a broken config.toml.
 */
export const openDesk = async (ctx: Context): Promise<History> => {
  // A mistake in the policy is mended first: posture tells what it means until then.
  await ctx.config();
  const history = await ctx.history.standing();
  if (history === undefined)
    throw new SteadystateError(
      "not-found",
      "nothing was ever looked at here, so there is nothing to act upon",
      {
        hint: "steadystate scan --target <name>",
      },
    );
  const { actor } = ctx;
  const written = await history.gate.tidy((offer, state) =>
    recordOf(
      state === "unknown" ? "result" : "refused",
      offer,
      { actor, at: ctx.now() },
      {
        runId: offer.runId,
        outcome: state,
        reason:
          state === "unknown"
            ? "the process that ran it ended without a word: whether it had an effect, a person must look"
            : "nobody decided in time",
      },
    ),
  );
  for (const offer of written) await forget(offer, history, ctx);
  await withdrawUnfit(history, ctx);
  return history;
};

/** What was offered for a finding that is gone, dark or muted by now is taken back. */
const withdrawUnfit = async (history: History, ctx: Context): Promise<void> => {
  const { actor } = ctx;
  for (const offer of await history.gate.list({ states: ["offered"] })) {
    const why = await unfit(offer, history, ctx);
    if (why === undefined) continue;
    const record = recordOf(
      "refused",
      offer,
      { actor, at: ctx.now() },
      { outcome: "withdrawn", reason: why },
    );
    if (await history.gate.close(offer.id, "withdrawn", { why, record })) await forget(offer, history, ctx);
  }
};

/** A finding that nobody could look at lately keeps its offers: only running them waits. */
const unfit = async (offer: Offer, history: History, ctx: Context): Promise<string | undefined> => {
  try {
    await demandOpen(offer.evidence.fingerprint, history, { now: ctx.now() });
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    const isGone = thrown.code === "not-found" || thrown.details["presence"] === "resolved";
    const isMuted = thrown.details["presence"] === "present";
    if (isGone || isMuted) return thrown.message;
    if (thrown.code === "refused") return undefined;
    throw thrown;
  }
};

/**
 * Clears what an executor kept for an offer that will not run any more. Where another one waits or runs with the same, it stays:
 * an offer under another bound may be for the very plan that was kept.
 */
export const forget = (offer: OfferDraft, history: History, ctx: Context): Promise<void> =>
  orNoted(forgetNow(offer, history, ctx), "what was kept for it is still there", ctx);

/** What is beside the matter does not hide what came of it: a failure of it is a notice. */
export const orNoted = async (
  work: Promise<unknown>,
  otherwise: string,
  { notice }: Context,
): Promise<void> => {
  try {
    await work;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || thrown.code === "interrupted") throw thrown;
    notice(`${otherwise}: ${thrown.message}`);
  }
};

const forgetNow = async (offer: OfferDraft, history: History, ctx: Context): Promise<void> => {
  const { fingerprint } = offer.evidence;
  const own = canonicalJson(offer.parameters);
  const live = await history.gate.list({ states: ["offered", "running"], fingerprint });
  if (live.some(({ parameters }) => canonicalJson(parameters) === own)) return;
  const executor = (await ctx.executors()).find(({ performs }) => performs.includes(offer.action.name));
  await executor?.forget?.(offer.parameters, keepOf(ctx));
};
