import type { Actor } from "../core/actor.ts";
import { stored } from "./rows.ts";
import { isMadeOf, isOneOf, isText, orAbsence } from "./shape.ts";

export const isActor = isMadeOf({
  class: isOneOf(["human", "agent", "automation"]),
  id: isText,
  name: isText,
  channel: isOneOf(["terminal", "chat", "mcp", "ci"]),
  onBehalfOf: orAbsence(isText),
});

/** Reads a JSON column; member by member, so that what else it may hold goes no further. */
export const actorOf = (text: string, file: string): Actor => plainActor(stored(isActor, text, file));

export const plainActor = ({ class: kind, id, name, channel, onBehalfOf }: Actor): Actor => ({
  class: kind,
  id,
  name,
  channel,
  onBehalfOf,
});
