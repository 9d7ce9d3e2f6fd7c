import type { Context } from "../../context.ts";
import { type Reflexes, reflexesWith } from "../../core/reflex/reflex.ts";

/** The reflexes with their levels as they hold now. */
export const reflexesOf = ({ hands }: Pick<Context, "hands">): Reflexes =>
  reflexesWith(hands.env.get("STEADYSTATE_REFLEX_AUTO"));
