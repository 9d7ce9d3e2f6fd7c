import type { Context } from "../../context.ts";
import type { Actor } from "../../core/actor.ts";
import { type Reflexes, reflexesWith } from "../../core/reflex/reflex.ts";

/** The reflexes with their levels as they hold now. */
export const reflexesOf = ({ hands }: Pick<Context, "hands">): Reflexes =>
  reflexesWith(hands.env.get("STEADYSTATE_REFLEX_AUTO"));

/** Whoever started it named none of the effects: each is judged as what runs by itself. */
export const unattended = (name: "hold" | "decider", { id, channel }: Actor): Actor => ({
  ...{ class: "automation", id: `steadystate:${name}`, name, channel },
  onBehalfOf: id,
});
