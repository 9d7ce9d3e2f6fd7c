import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { type ContextOptions, contextIn } from "./context.ts";
import type { Repo } from "./repo.ts";

/** One verb through the waist, over a real folder: its status, its data as JSON, and what a person reads. */
export const ask = async (
  name: keyof typeof verbs,
  input: Readonly<Record<string, unknown>>,
  folder: Repo,
  options: ContextOptions = {},
) => {
  const reply = await dispatch(await verbs[name](), input, await contextIn(folder.root, options));
  return {
    exit: reply.exit,
    data: reply.ok ? JSON.parse(JSON.stringify(reply.data)) : undefined,
    text: reply.ok ? renderPlain(reply.doc()) : `${reply.error.message} | ${reply.error.hint}`,
  };
};
