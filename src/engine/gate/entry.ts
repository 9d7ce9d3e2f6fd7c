import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { SteadystateError } from "../../errors.ts";
import { entryNamed, openRunbook } from "../runbook.ts";
import { switchOf } from "../switches.ts";

/**
 * The entry of that name as the file has it now, which must be vouched and answer the finding. Throws `not-found` with the nearest
 * name, and `refused`.
 */
export const entryFor = async (name: string, finding: Finding, ctx: Context): Promise<Solution> => {
  const entry = await entryNamed(name, ctx);
  const draft = draftWhy(entry, ctx);
  if (draft !== undefined)
    throw new SteadystateError("refused", `the runbook entry ${name} is a draft: ${draft}`, {
      hint: `a person reads it and says: steadystate vouch ${name}`,
    });
  const { forFinding } = await openRunbook({ ...ctx, notice: () => {} });
  if (forFinding(finding).some(({ solution }) => solution.name === name)) return entry;
  throw new SteadystateError("refused", `the runbook entry ${name} does not answer ${finding.title}`, {
    hint: `what does: steadystate show ${finding.fingerprint.slice(0, 12)}`,
  });
};

/** Why an entry is none that may be offered to the one who asks; a lifted safety net is for people alone (decisions D32). */
export const draftWhy = (entry: Solution, ctx: Context): string | undefined => {
  const standing = standingOf(entry);
  if (standing.is === "vouched") return undefined;
  const isLifted = ctx.actor.class === "human" && switchOf("STEADYSTATE_NO_SAFETY_NET", ctx).on;
  return isLifted ? undefined : standing.why;
};
