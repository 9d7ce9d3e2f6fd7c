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
