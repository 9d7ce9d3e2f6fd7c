import type { FieldFacts, VerbFacts } from "../../verbs/verb.ts";

const conversation = (
  facts: Pick<VerbFacts, "name" | "room" | "summary" | "examples" | "fields"> & Partial<VerbFacts>,
): VerbFacts => ({
  aliases: [],
  details: [],
  tier: "read",
  effect: "none",
  doors: "local",
  input: {},
  output: {},
  ...facts,
});

const field = (name: string, facts: Partial<FieldFacts> & Pick<FieldFacts, "description">): FieldFacts => ({
  name,
  flag: `--${name}`,
  short: undefined,
  type: "boolean",
  list: false,
  values: undefined,
  required: false,
  default: undefined,
  positional: false,
  env: undefined,
  config: [],
  judged: "never",
  ...facts,
});

/** Doors that are opened from the terminal and stay open; help lists them behind the verbs of their room. */
export const conversations: readonly VerbFacts[] = [
  conversation({
    name: "chat",
    room: "connect",
    summary: "Ask here, one line at a time",
    examples: ["chat", "chat --silo edge"],
    fields: [],
  }),
  conversation({
    name: "mcp",
    room: "connect",
    summary: "Serve an AI agent over stdio, read-only unless told",
    examples: ["mcp", "mcp -C /srv/wall --label edge", "mcp --author"],
    fields: [
      field("author", {
        description: "also grant verbs that write committed files",
        env: "STEADYSTATE_MCP_AUTHOR",
      }),
      field("write", { description: "also grant verbs that decide or act", env: "STEADYSTATE_MCP_WRITE" }),
      field("label", { type: "string", description: "name of this wall, shown to the agent's operator" }),
      field("dir", { type: "string", description: "the same as -C" }),
    ],
  }),
];

/** `help` as a line reads it: the topic is a verb, a group of verbs, `all` or `glossary`. */
export const helpFacts: VerbFacts = conversation({
  name: "help",
  room: "setup",
  summary: "Explain a command",
  examples: ["help scan", "help glossary"],
  fields: [field("topic", { type: "string", list: true, positional: true, description: "what to explain" })],
});
