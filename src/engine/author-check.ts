import type { Context } from "../context.ts";
import type { Check, CheckResult } from "../core/checks/check.ts";
import { evaluateCheck } from "../core/checks/evaluate.ts";
import type { Hand } from "../intent/author-entry.ts";
import { handOf } from "./author.ts";

/** What an agent declares is a draft; a job runs what somebody committed. */
export const checkHand = (ctx: Context, insists: boolean): Hand =>
  handOf(ctx, { insists, draftsOnly: ctx.actor.class === "agent" });

/** What the check says now; nothing is written. */
export const tryCheck = async (check: Check, ctx: Context): Promise<CheckResult> =>
  evaluateCheck(check, await ctx.readCheck(check), ctx.now());
