import { redactText } from "./secret.ts";

/** Who acts, as the door knows it; never taken from an argument. */
export type Actor = {
  readonly class: "human" | "agent" | "automation";
  /** Stable id: `os:<user>`, `mcp:<client>`, a signed sender's id. */
  readonly id: string;
  readonly name: string;
  readonly channel: "terminal" | "chat" | "mcp" | "ci";
  /** A label the caller gave (`--actor`); recorded, never used to authorise. */
  readonly onBehalfOf: string | undefined;
};

/** What runs by itself under a name of its own, and is judged as such, whoever started it. */
export const automation = (name: string, { id, channel }: Pick<Actor, "id" | "channel">): Actor => ({
  ...{ class: "automation", id: `steadystate:${name}`, name, channel },
  onBehalfOf: id,
});

/** As an event tells it. */
export const byOf = ({ id, onBehalfOf }: Actor): string =>
  onBehalfOf === undefined ? id : `${id} for ${redactText(onBehalfOf)}`;

/** Of whatever takes an effect back that did not help; no door gives it to anybody. */
export const reverterId = "steadystate:revert";
