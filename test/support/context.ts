import { onTestFinished } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import { openKubernetes } from "../../src/compose/kubernetes.ts";
import type { Context } from "../../src/context.ts";
import { readEnv } from "../../src/system/env.ts";

export type ContextOptions = {
  /** Milliseconds UTC; the real clock without it. */
  readonly now?: () => number;
  readonly env?: Readonly<Record<string, string>>;
  readonly hands?: Partial<Context["hands"]>;
  readonly actor?: Context["actor"];
  readonly grant?: Context["grant"];
  readonly timing?: Partial<Context["timing"]>;
};

/** A whole context over a real folder; a test replaces only what it is about. Notices are kept in `heard`. */
export const contextIn = async (
  folder: string,
  { now = Date.now, env = {}, hands = {}, actor, grant = "write", timing = {} }: ContextOptions = {},
): Promise<Context & { readonly heard: readonly string[] }> => {
  const heard: string[] = [];
  const where = { directory: folder, silo: undefined, state: undefined, onBehalfOf: undefined };
  const notice = (text: string): void => void heard.push(text);
  const stance = { class: "human", channel: "terminal", client: undefined, grant, notice } as const;
  const { close, ...ctx } = await makeKit({ ...process.env, ...env }).context(where, stance);
  onTestFinished(close);
  const own = { ...ctx.hands, env: readEnv(env), ...hands };
  return {
    ...ctx,
    heard,
    now,
    grant,
    actor: actor ?? ctx.actor,
    hands: own,
    timing: { ...ctx.timing, ...timing },
    kubernetes: openKubernetes(ctx.place, own),
  };
};

export const agent: Context["actor"] = {
  class: "agent",
  id: "mcp:test",
  name: "test",
  channel: "mcp",
  onBehalfOf: undefined,
};
