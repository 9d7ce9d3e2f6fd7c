import type { Context } from "../../src/context.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import type { Repo } from "./repo.ts";

type Input = Readonly<Record<string, unknown>>;

/** One verb through the waist: its status, its data as JSON, and what a person reads. */
export const askIn = async (ctx: Context, name: keyof typeof verbs, input: Input = {}) => {
  const reply = await dispatch(await verbs[name](), input, ctx);
  return {
    exit: reply.exit,
    data: reply.ok ? JSON.parse(JSON.stringify(reply.data)) : undefined,
    text: reply.ok ? renderPlain(reply.doc()) : `${reply.error.message} | ${reply.error.hint}`,
  };
};

/** The same over a real folder. */
export const ask = async (
  name: keyof typeof verbs,
  input: Input,
  folder: Repo,
  options: ContextOptions = {},
) => askIn(await contextIn(folder.root, options), name, input);
