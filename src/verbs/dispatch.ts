import type { z } from "zod";
import type { Context } from "../context.ts";
import { nearest } from "../core/nearest.ts";
import { type Outcome, outcomes, SteadystateError } from "../errors.ts";
import type { Doc } from "../view/doc.ts";
import { readPlainly } from "./plain.ts";
import { tiers, type Verb } from "./verb.ts";

/** What every door gets back, success or failure alike. */
export type Reply =
  | {
      readonly ok: true;
      readonly verb: string;
      /** When it was answered, where that is not now; milliseconds UTC. */
      readonly at: number | undefined;
      /** The verb's own result; instants that did not come in stand only in the envelope. */
      readonly data: Readonly<Record<string, unknown>>;
      readonly doc: () => Doc;
      /** Text that a program reads as it stands, where the verb has one. */
      readonly verbatim: () => string | undefined;
      /** The reference's shape; the data itself where the reference had none. */
      readonly bare: () => unknown;
      readonly outcome: Outcome;
      readonly exit: number;
    }
  | { readonly ok: false; readonly verb: string; readonly error: SteadystateError; readonly exit: number };

/**
 * The one waist: settings under the caller's input, parse once, grant, run, outcome. Never throws: an expected error comes
 * back as a value, anything else as code `bug`.
 */
export const dispatch = async (
  verb: Verb,
  input: Readonly<Record<string, unknown>>,
  ctx: Context,
): Promise<Reply> => {
  try {
    const settled = await withSettings(verb, input, ctx);
    const fields = ctx.verbs.find(({ name }) => name === verb.name)?.fields;
    const parsed = (fields && readPlainly(fields, settled)) ?? parseInput(verb, settled);
    await grant(verb, parsed, ctx);
    const data = await verb.run(parsed, ctx);
    const outcome = verb.outcome?.(data) ?? "done";
    const stamp = verb.stamp?.(data);
    return {
      ok: true,
      verb: stamp?.verb ?? verb.name,
      at: stamp?.at,
      data,
      doc: () => verb.view(data, parsed),
      verbatim: () => verb.verbatim?.(data),
      bare: () => verb.bare?.(data) ?? data,
      outcome,
      exit: outcomes[outcome],
    };
  } catch (thrown) {
    const error = thrown instanceof SteadystateError ? thrown : bugOf(thrown);
    return { ok: false, verb: verb.name, error, exit: error.exit };
  }
};

/** Wraps what nobody expected; the message carries no values, the cause is kept for `--debug`. */
export const bugOf = (thrown: unknown): SteadystateError =>
  new SteadystateError("bug", "steadystate failed in a way it did not expect", {
    hint: "run again with --debug and report the stack at https://github.com/steadystate/steadystate/issues",
    cause: thrown,
  });

const withSettings = async (verb: Verb, input: Readonly<Record<string, unknown>>, ctx: Context) => {
  const merged: Record<string, unknown> = { ...input };
  for (const [field, { env, config = [] }] of Object.entries(verb.settings ?? {})) {
    if (merged[field] !== undefined) continue;
    const fromEnv = env === undefined ? undefined : ctx.hands.env.get(env);
    const value = fromEnv ?? (config.length === 0 ? undefined : firstConfigured(await ctx.config(), config));
    if (value !== undefined) merged[field] = value;
  }
  return merged;
};

const firstConfigured = (config: object, keys: readonly string[]): unknown => {
  const tables = new Map<string, unknown>(Object.entries(config));
  for (const key of keys) {
    const [table = "", field = ""] = key.split(".");
    const section = tables.get(table);
    const value =
      typeof section === "object" && section !== null
        ? new Map(Object.entries(section)).get(field)
        : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
};

const parseInput = (verb: Verb, input: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const result = verb.input.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const known = Object.keys(verb.input.shape);
  const reasons = result.error.issues.map((issue) => explain(issue, known));
  throw new SteadystateError("usage", `${verb.name}: ${reasons.join("; ")}`, {
    hint: `steadystate help ${verb.name}`,
    details: { issues: reasons },
  });
};

const explain = (issue: z.core.$ZodIssue, known: readonly string[]): string => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .map((key) => {
        const close = nearest(key, known);
        return `unknown input "${key}"${close === undefined ? "" : `, did you mean "${close}"?`}`;
      })
      .join("; ");
  }
  const field = issue.path.map(String).join(".");
  if (issue.code === "invalid_value") return `${field} must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type" && issue.input === undefined) return `${field} is missing`;
  return `${field}: ${issue.message}`;
};

const grant = async (verb: Verb, input: Readonly<Record<string, unknown>>, ctx: Context): Promise<void> => {
  const agent = ctx.actor.class === "agent";
  if (verb.doors === "human" && agent) {
    const refusal = new SteadystateError("not-granted", `${verb.name} is for a person, not for an agent`, {
      hint: `ask a person to run: steadystate ${verb.name}`,
    });
    // Whoever tries to decide what only a person decides leaves a trace of it.
    await ctx.tellRefused(verb.name, refusal, ctx);
    throw refusal;
  }
  const tier = typeof verb.tier === "function" ? verb.tier(input) : verb.tier;
  if (tiers.indexOf(tier) <= tiers.indexOf(ctx.grant)) return;
  throw new SteadystateError(
    "not-granted",
    `${verb.name} needs the ${tier} grant, and this door gave ${ctx.grant}`,
    {
      hint: `start the server with: steadystate mcp --${tier}`,
    },
  );
};
