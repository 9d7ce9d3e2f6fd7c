import type { Context } from "../../context.ts";
import { automation } from "../../core/actor.ts";
import type { Reflexes } from "../../core/reflex/reflex.ts";
import type { History } from "../../history/history.ts";
import { openDesk } from "../gate/desk.ts";
import type { Settling } from "../gate/settle-findings.ts";
import { carry } from "./carry.ts";
import { type Planned, planFor } from "./plan.ts";
import { reflexesOf } from "./reflexes.ts";
import { rememberedSight, type Sight, sweptSight } from "./sight.ts";

/** A decision, and what came of it; `undefined` where nothing was put to the gate. */
export type Held = Planned & { readonly came: Settling | undefined };

export type Tick = { readonly sight: Sight; readonly reflexes: Reflexes; readonly held: readonly Held[] };

/** The plan from memory as it stands: looks at nothing, writes nothing. */
export const plannedTick = async (target: string | undefined, ctx: Context): Promise<Tick> => {
  await ctx.config();
  const history = await ctx.history.look();
  const sight = await rememberedSight(target, history, ctx);
  const reflexes = reflexesOf(ctx);
  const as = { ...ctx, actor: automation("hold", ctx.actor) };
  const planned =
    history === undefined ? [] : await planFor(sight.findings, { reads: false, reflexes }, history, as);
  return { sight, reflexes, held: planned.map((one) => ({ ...one, came: undefined })) };
};

/** One tick: looks at the targets that are meant, decides upon what that look showed, and puts it to the gate. */
export const tick = async (target: string | undefined, ctx: Context): Promise<Tick> => {
  const sight = await sweptSight(target, ctx);
  const reflexes = reflexesOf(ctx);
  const nothing = sight.findings.length === 0;
  if (nothing) return { sight, reflexes, held: [] };
  const history = await openDesk(ctx);
  const as = { ...ctx, actor: automation("hold", ctx.actor) };
  const planned = await planFor(sight.findings, { reads: true, reflexes }, history, as);
  const held: Held[] = [];
  for (const one of planned) held.push({ ...one, came: await carried(one, history, as) });
  return { sight, reflexes, held };
};

const carried = async (planned: Planned, history: History, ctx: Context): Promise<Settling | undefined> => {
  const { finding, wish, foreseen, decision, reason: because } = planned;
  if (decision === "watch") return undefined;
  const does = decision === "propose" ? "offer" : decision;
  return carry({ finding, wish, foreseen, because, does }, history, ctx);
};
