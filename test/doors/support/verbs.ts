import { z } from "zod";
import { SteadystateError } from "../../../src/errors.ts";
import { defineVerb, type Verb } from "../../../src/verbs/verb.ts";

/** What the fake verbs did, in order: the only thing by which a test may tell that something ran. */
export type Ran = string[];

const Row = z.object({ id: z.string(), note: z.string().optional() });

/** A handful of verbs that between them have every trait a door must deal with. */
export const fakeVerbs = (ran: Ran): readonly Verb[] => [
  defineVerb({
    name: "status",
    room: "working",
    summary: "How this folder stands",
    input: z.strictObject({}),
    output: z.object({ verdict: z.string() }),
    positionals: [],
    examples: ["status", "status --json"],
    tier: "read",
    effect: "none",
    doors: "all",
    run: async (_input, ctx) => {
      ran.push("status");
      ctx.notice("reading \u001b[31mmemory");
      return { verdict: "UNKNOWN" };
    },
    view: ({ verdict }) => [{ kind: "line", text: verdict }],
    outcome: () => "blind",
  }),
  defineVerb({
    name: "show",
    room: "working",
    summary: "Everything known about one finding",
    input: z.strictObject({ finding: z.string().describe("fingerprint of a finding") }),
    output: z.object({ rows: z.array(Row) }),
    positionals: ["finding"],
    aliases: ["get"],
    examples: ["show 3f2a", "show 3f2a --json"],
    tier: "read",
    effect: "none",
    doors: "all",
    run: async ({ finding }) => {
      ran.push(`show ${finding}`);
      if (finding === "ffff") {
        throw new SteadystateError("not-found", "there is no finding ffff\u001b[2J", {
          hint: "steadystate findings",
          details: { finding },
        });
      }
      if (finding === "boom") throw new TypeError("cannot read hunter2 of undefined");
      return { rows: [{ id: finding, note: undefined }] };
    },
    view: ({ rows }) => rows.map(({ id }) => ({ kind: "line", text: `finding ${id}` })),
    bare: ({ rows }) => rows,
  }),
  defineVerb({
    name: "ask",
    room: "working",
    summary: "Answer from your committed docs",
    input: z.strictObject({ question: z.array(z.string()).min(1).describe("in your words") }),
    output: z.object({ answer: z.string() }),
    positionals: ["question"],
    examples: ["ask how do we rotate keys", "ask backups"],
    tier: "read",
    effect: "none",
    doors: "all",
    run: async ({ question }) => {
      ran.push(`ask ${question.join(" ")}`);
      return { answer: question.join(" ") };
    },
    view: ({ answer }) => [{ kind: "line", text: answer }],
  }),
  defineVerb({
    name: "scan",
    room: "look",
    summary: "Compare declared with real",
    input: z.strictObject({
      path: z.string().optional().describe("folder or captured document"),
      failOn: z
        .enum(["any", "low", "high"])
        .default("high")
        .meta({ short: "f" })
        .describe("severity that fails"),
      to: z
        .array(z.enum(["console", "slack"]))
        .default([])
        .describe("where to tell it"),
      varFile: z.array(z.string()).default([]).describe("variable file"),
      limit: z.coerce.number().int().min(0).default(20).describe("rows at most"),
      verbose: z.boolean().default(false).meta({ short: "v" }).describe("every attribute"),
      noLlm: z.boolean().default(false).describe("ask no model"),
      probe: z.boolean().default(true).describe("also ask the probes"),
    }),
    output: z.object({ asked: z.record(z.string(), z.unknown()) }),
    positionals: ["path"],
    examples: ["scan", "scan plan.json --fail-on low"],
    tier: "read",
    effect: "none",
    doors: "all",
    settings: { path: { config: ["defaults.path"] } },
    run: async (asked) => {
      ran.push("scan");
      return { asked };
    },
    view: () => [{ kind: "line", text: "scanned" }],
    outcome: () => "tripped",
  }),
  ...actingVerbs(ran),
];

const actingVerbs = (ran: Ran): readonly Verb[] => [
  defineVerb({
    name: "approve",
    room: "act",
    summary: "Run a waiting fix",
    input: z.strictObject({
      finding: z
        .string()
        .regex(/^[0-9a-f]{4,}$/)
        .describe("fingerprint of a finding"),
    }),
    output: z.object({ approved: z.string() }),
    positionals: ["finding"],
    examples: ["approve 3f2a", "approve 3f2a --actor ana"],
    tier: "write",
    effect: "infra",
    doors: "human",
    run: async ({ finding }) => {
      ran.push(`approve ${finding}`);
      return { approved: finding };
    },
    view: ({ approved }) => [{ kind: "line", text: `approved ${approved}` }],
  }),
  defineVerb({
    name: "hold",
    room: "act",
    summary: "Let trusted reflexes act",
    input: z.strictObject({ mode: z.enum(["look", "act"]).default("look").describe("whether to act") }),
    output: z.object({ mode: z.string() }),
    positionals: [],
    examples: ["hold", "hold --mode act"],
    tier: ({ mode }) => (mode === "act" ? "write" : "read"),
    effect: ({ mode }) => (mode === "act" ? "infra" : "none"),
    doors: "all",
    settings: { mode: { env: "STEADYSTATE_CONFIG" } },
    run: async ({ mode }) => {
      ran.push(`hold ${mode}`);
      return { mode };
    },
    view: ({ mode }) => [{ kind: "line", text: `hold: ${mode}` }],
  }),
  defineVerb({
    name: "mute",
    room: "quiet",
    summary: "Hide a finding",
    input: z.strictObject({
      finding: z.string().describe("fingerprint of a finding"),
      for: z.string().optional().describe("how long"),
      note: z.string().optional().describe("why"),
    }),
    output: z.object({ muted: z.string(), note: z.string().optional() }),
    positionals: ["finding", "for"],
    examples: ["mute 3f2a 3d", 'mute 3f2a --note "known"'],
    tier: "write",
    effect: "state",
    doors: "all",
    run: async ({ finding, note }) => {
      ran.push(`mute ${finding}`);
      return { muted: finding, note };
    },
    view: ({ muted }) => [{ kind: "line", text: `muted ${muted}` }],
  }),
  ...["add", "rm"].map((word) =>
    defineVerb({
      name: `silo ${word}`,
      room: "setup",
      summary: `${word} a wall`,
      input: z.strictObject({ name: z.string().describe("short name") }),
      output: z.object({ name: z.string() }),
      positionals: ["name"],
      examples: [`silo ${word} edge`, `silo ${word} prod`],
      tier: "read",
      effect: "state",
      doors: "local",
      run: async ({ name }) => {
        ran.push(`silo ${word} ${name}`);
        return { name };
      },
      view: ({ name }) => [{ kind: "line", text: name }],
    }),
  ),
];
