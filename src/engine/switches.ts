import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";

const switches = [
  "STEADYSTATE_SOLUTION_AUTO",
  "STEADYSTATE_DECIDER_AUTO",
  "STEADYSTATE_NO_SAFETY_NET",
] as const;
export type SwitchName = (typeof switches)[number];

/** `fault`: it says neither yes nor no, and is off for that. */
export type Switch = { readonly on: boolean; readonly fault: string | undefined };

/** One rule for all of them: 1, true, yes and on are yes; nothing, 0, false, no and off are no; everything else is off and a fault. */
export const switchOf = (name: SwitchName, { hands }: Pick<Context, "hands">): Switch => {
  const said = (hands.env.get(name) ?? "").trim().toLowerCase();
  if (["1", "true", "yes", "on"].includes(said)) return { on: true, fault: undefined };
  if (["", "0", "false", "no", "off"].includes(said)) return { on: false, fault: undefined };
  return { on: false, fault: `${name} says neither yes nor no, and is off: 1 or 0` };
};

/** What lets an entry run in words of its own with nobody there, beside the bound (decisions D32): both. */
export type WordsLeave = { readonly committed: boolean; readonly switched: boolean };

/** A config.toml that cannot be understood commits nothing. */
export const wordsLeave = async (ctx: Pick<Context, "config" | "hands">): Promise<WordsLeave> => ({
  committed: await areCommitted(ctx),
  switched: switchOf("STEADYSTATE_SOLUTION_AUTO", ctx).on,
});

const areCommitted = async ({ config }: Pick<Context, "config">): Promise<boolean> => {
  try {
    return (await config()).runbook.auto_commands;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return false;
  }
};
