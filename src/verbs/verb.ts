import type { z } from "zod";
import type { Context } from "../context.ts";
import type { Outcome } from "../errors.ts";
import type { VariableName } from "../system/env.ts";
import type { Doc } from "../view/doc.ts";

/** The rooms, in the order in which help lists them; a verb's room is its folder. */
export const rooms = {
  working: "Is it working?",
  look: "Look for trouble",
  act: "Decide and act",
  quiet: "Quieten or close",
  teach: "Teach it",
  github: "Ask for things on GitHub",
  connect: "Connect people and agents",
  setup: "Set up and inspect",
} as const;
export type Room = keyof typeof rooms;

/** Who may call it, lowest first. */
export const tiers = ["read", "author", "write"] as const;
export type Tier = (typeof tiers)[number];

/** What it touches, mildest first: nothing, our own memory, somebody outside, infrastructure. */
export const effects = ["none", "state", "send", "infra"] as const;
export type Effect = (typeof effects)[number];

/** `local` verbs are not offered to agents or chat; `human` verbs never to an agent. */
export type Doors = "all" | "local" | "human";

/** Where an input takes its value from when the caller gave none: environment first, then `table.key` of config.toml. */
export type Setting = { readonly env?: VariableName; readonly config?: readonly `${string}.${string}`[] };

/** Of an answer that is told again: the verb and the instant (milliseconds UTC) that its envelope names. */
export type Stamp = { readonly verb: string; readonly at: number };

/** One thing an operator can ask. Nothing about it is written anywhere else. */
export type Verb<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> = {
  /** As typed; the MCP name is its words joined by `_`. */
  readonly name: string;
  readonly room: Room;
  /** At most 60 characters, imperative. */
  readonly summary: string;
  /** A strict object with described fields; flags, grammar and schemas come from it. */
  readonly input: I;
  /** An object without transforms; the promise that `--json` and `structuredContent` keep. */
  readonly output: O;
  /** Names of input fields given by position, in order. */
  readonly positionals: readonly string[];
  readonly aliases?: readonly string[];
  /** At least two lines as typed after `steadystate`. */
  readonly examples: readonly string[];
  /** Lines that its help shows as they stand: what the options alone do not say. */
  readonly details?: readonly string[];
  readonly tier: Tier | ((input: Readonly<Record<string, unknown>>) => Tier);
  readonly effect: Effect | ((input: Readonly<Record<string, unknown>>) => Effect);
  readonly doors: Doors;
  readonly settings?: Readonly<Record<string, Setting>>;
  /** Returns a plain JSON-able object; never prints, exits, formats or reads argv. */
  run(input: z.output<I>, ctx: Context): Promise<z.output<O>>;
  view(result: z.output<O>, input: z.output<I>): Doc;
  /** Text of our own for a program that reads it as it stands; the terminal prints it instead of the view, where there is one. */
  verbatim?(result: z.output<O>): string | undefined;
  /** The reference's shape of the result, for `--format bare`. */
  bare?(result: z.output<O>): unknown;
  outcome?(result: z.output<O>): Outcome;
  /** Left out, or without an answer, the envelope names this verb and now. */
  stamp?(result: z.output<O>): Stamp | undefined;
};

export const defineVerb = <I extends z.ZodObject, O extends z.ZodObject>(verb: Verb<I, O>): Verb<I, O> =>
  verb;

/** One input field as every door needs it. */
export type FieldFacts = {
  readonly name: string;
  /** `--fail-on`, from the field's name. */
  readonly flag: string;
  readonly short: string | undefined;
  readonly type: "boolean" | "string" | "number";
  readonly list: boolean;
  readonly values: readonly string[] | undefined;
  readonly required: boolean;
  readonly default: unknown;
  readonly description: string;
  readonly positional: boolean;
  readonly env: string | undefined;
  readonly config: readonly string[];
  /** When the schema must be asked what a value means: never where these facts say all of it. */
  readonly judged: "never" | "given" | "always";
};

/** A verb as data: what help, completion, the chat grammar, MCP and `tools` are made of. */
export type VerbFacts = {
  readonly name: string;
  readonly room: Room;
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly examples: readonly string[];
  readonly details: readonly string[];
  /** The lowest tier and mildest effect it can have. */
  readonly tier: Tier;
  readonly effect: Effect;
  readonly doors: Doors;
  readonly fields: readonly FieldFacts[];
  /** JSON Schema of the input (`io: "input"`) and of the output. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
};
