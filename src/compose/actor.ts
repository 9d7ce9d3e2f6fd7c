import { userInfo } from "node:os";
import type { Actor } from "../core/actor.ts";
import type { Stance, Where } from "../doors/door.ts";
import type { Hands } from "../system/hands.ts";

/** Who acts, from the door: the OS user, the CI job, the agent's client. Never from an argument. */
export const actorOf = (where: Where, stance: Stance, env: Hands["env"]): Actor => {
  const base = { onBehalfOf: where.onBehalfOf ?? env.get("STEADYSTATE_ACTOR") };
  if (stance.class === "agent") {
    const client = stance.client ?? "unknown";
    return { ...base, class: "agent", channel: stance.channel, id: `mcp:${client}`, name: client };
  }
  const name = userName();
  if (env.get("CI") !== undefined)
    return { ...base, class: "automation", channel: "ci", id: `ci:${name}`, name };
  return { ...base, class: stance.class, channel: stance.channel, id: `os:${name}`, name };
};

const userName = (): string => {
  try {
    return userInfo().username;
  } catch (noSuchUser) {
    return noSuchUser instanceof Error ? "unknown" : "nobody";
  }
};
