import { type Tool, ToolSchema } from "@modelcontextprotocol/sdk/types.js";
import { type Tier, tiers, type Verb, type VerbFacts } from "../../verbs/verb.ts";

/** The MCP name of a verb: its words joined by `_`. */
export const toolName = ({ name }: Pick<VerbFacts, "name">): string => name.replaceAll(" ", "_");

/** Whether an agent with this grant is offered the verb at all. */
export const isOffered = ({ doors, tier }: VerbFacts, grant: Tier): boolean =>
  doors === "all" && tiers.indexOf(tier) <= tiers.indexOf(grant);

export const toolOf = (facts: VerbFacts, { effect }: Pick<Verb, "effect">, grant: Tier): Tool => ({
  name: toolName(facts),
  description: facts.summary,
  inputSchema: ToolSchema.shape.inputSchema.parse(facts.input),
  outputSchema: ToolSchema.shape.outputSchema.parse(open(facts.output)),
  annotations: annotationsOf(effect, grant),
});

/**
 * Hints for the agent's host. Where the effect depends on the input the hint is of the most that a call may do, so that no host
 * waves through under "only reads" what an option turns into an act.
 */
const annotationsOf = (effect: Verb["effect"], grant: Tier) => {
  if (typeof effect === "function") {
    return { readOnlyHint: false, destructiveHint: grant === "write", openWorldHint: true };
  }
  return {
    readOnlyHint: effect === "none",
    destructiveHint: effect === "infra",
    openWorldHint: effect === "send" || effect === "infra",
  };
};

/** A result may grow members in a later version; an agent that kept the schema of this one must not refuse it then. */
const open = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === "additionalProperties" && value === false))
      .map(([key, value]) => [key, open(value)]),
  );
};
