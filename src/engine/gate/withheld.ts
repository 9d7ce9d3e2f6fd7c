import type { Context } from "../../context.ts";
import { reverterId } from "../../core/actor.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import type { History } from "../../history/history.ts";
import { distrustAt } from "../ledger.ts";
import { wordsLeave } from "../switches.ts";
import type { Deed } from "./subject.ts";

/**
 * Why an effect waits for a person's yes although the bound would let it run (decisions D32, law L12); nothing where nothing
 * speaks against it. It only ever takes away.
 */
export const withheldBy = async (deed: Deed, history: History, ctx: Context): Promise<string | undefined> =>
  (await withheldByRule(deed, ctx)) ?? (await recordOf(deed, history, ctx));

/** The same by what is committed and by the switches alone, without what is remembered. */
export const withheldByRule = async (deed: Deed, ctx: Context): Promise<string | undefined> =>
  draftOf(deed) ?? (await wordsOf(deed, ctx));

/** What did not help here before waits, but for taking back what it did: to leave that there would be the worse of the two. */
const recordOf = async (
  { entry, action, aim }: Deed,
  history: History,
  ctx: Context,
): Promise<string | undefined> => {
  if (ctx.actor.id === reverterId) return undefined;
  const target = aim.target ?? aim.path;
  const remedy = entry === undefined ? { action: action.name } : { entry: entry.name };
  const why = await distrustAt({ remedy, target, since: entry?.vouched?.at }, history, ctx);
  const what = entry === undefined ? action.name : `the runbook entry ${entry.name}`;
  return why === undefined ? undefined : `${what} runs by itself no more at ${target}: ${why}`;
};

/** Where a person lifted the safety net, a draft is offered, and still waits for a yes. */
const draftOf = ({ entry }: Deed): string | undefined => {
  if (entry === undefined) return undefined;
  const standing = standingOf(entry);
  return standing.is === "draft" ? `the runbook entry ${entry.name} is a draft: ${standing.why}` : undefined;
};

const wordsOf = async ({ entry }: Deed, ctx: Context): Promise<string | undefined> => {
  if (entry === undefined || !isOpen(entry)) return undefined;
  const what = `the runbook entry ${entry.name} is a ${entry.solution.kind}`;
  // What an agent started acts as automation, and is the agent's all the same.
  if (ctx.actor.class === "agent" || ctx.actor.channel === "mcp")
    return `${what}, which an agent only ever offers`;
  const { committed, switched } = await wordsLeave(ctx);
  if (!committed) return `${what}, which waits for a yes without [runbook] auto_commands = true`;
  return switched ? undefined : `${what}, which waits for a yes while STEADYSTATE_SOLUTION_AUTO is off`;
};
