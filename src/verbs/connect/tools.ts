import { z } from "zod";
import { defineVerb, effects, type FieldFacts, tiers, type VerbFacts } from "../verb.ts";

const Tool = z.strictObject({
  name: z.string(),
  summary: z.string(),
  usage: z.string(),
  args: z.array(z.strictObject({ name: z.string(), required: z.boolean() })),
  tier: z.enum(tiers),
  effect: z.enum(effects),
  flags: z.array(z.string()),
  input: z.record(z.string(), z.unknown()).describe("JSON Schema"),
  output: z.record(z.string(), z.unknown()).describe("JSON Schema of `data`"),
});

export const tools = defineVerb({
  name: "tools",
  room: "connect",
  summary: "The verbs as a JSON schema document, for agents",
  tier: "read",
  effect: "none",
  doors: "all",
  input: z.strictObject({}),
  positionals: [],
  examples: ["tools", "tools --json"],
  output: z.strictObject({ version: z.literal(1), sources: z.array(z.string()), tools: z.array(Tool) }),
  async run(_, ctx) {
    return {
      version: 1 as const,
      sources: [...ctx.sources.names],
      tools: ctx.verbs.filter(({ doors }) => doors !== "local").map(toolOf),
    };
  },
  view: (result) => [{ kind: "code", text: JSON.stringify(result, null, 2) }],
});

const toolOf = ({ name, summary, tier, effect, fields, input, output }: VerbFacts): z.infer<typeof Tool> => {
  const positional = fields.filter((field) => field.positional);
  return {
    name: name.replaceAll(" ", "_"),
    summary,
    usage: [name, ...positional.map(usageOf)].join(" "),
    args: positional.map((field) => ({ name: field.name, required: field.required })),
    tier,
    effect,
    flags: fields.filter((field) => !field.positional).map(({ flag }) => flag),
    input: { ...input },
    output: { ...output },
  };
};

const usageOf = ({ name, required }: FieldFacts): string => (required ? `<${name}>` : `[${name}]`);
