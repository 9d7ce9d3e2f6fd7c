import type { Context } from "../context.ts";
import { type AuditEvent, deedRecord } from "../core/audit.ts";
import { SteadystateError } from "../errors.ts";

/**
 * The row of a change that is not one of the memory, such as of a committed file, right after it. A store is made for it where there
 * is none: nothing that was changed goes unrecorded. Where the row cannot be written, what is thrown says that the change stands.
 */
export const writeDown = async (
  event: AuditEvent,
  { changed, ...told }: Parameters<typeof deedRecord>[2] & { readonly changed: string },
  ctx: Pick<Context, "actor" | "now" | "history">,
): Promise<void> => {
  try {
    const history = await ctx.history.open();
    await history.appendAudit(deedRecord(event, { actor: ctx.actor, at: ctx.now() }, told));
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    const { code, message, hint, details } = thrown;
    throw new SteadystateError(code, `${changed} was changed, and the audit has no row of it: ${message}`, {
      hint,
      details,
      cause: thrown,
    });
  }
};

/**
 * What may be refused, with a row of the audit where it is; a memory is not made for that, and a row that cannot be written is a
 * notice beside the refusal.
 */
export const orRefused = async <T>(
  target: string,
  work: () => Promise<T>,
  ctx: Pick<Context, "actor" | "now" | "history" | "notice">,
): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof SteadystateError && isRefusal(thrown)) await tellRefusal(target, thrown, ctx);
    throw thrown;
  }
};

const isRefusal = ({ code }: SteadystateError): boolean => code === "refused" || code === "not-granted";

/** The row of a refusal, where a memory stands. */
export const tellRefusal = async (
  target: string,
  { message }: { readonly message: string },
  { actor, now, history, notice }: Pick<Context, "actor" | "now" | "history" | "notice">,
): Promise<void> => {
  try {
    const standing = await history.standing();
    await standing?.appendAudit(deedRecord("refused", { actor, at: now() }, { target, reason: message }));
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    notice(`the refusal is in no audit: ${thrown.message}`);
  }
};
