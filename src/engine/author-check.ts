import { resolve } from "node:path";
import type { Context } from "../context.ts";
import type { CheckResult } from "../core/checks/check.ts";
import { evaluateCheck } from "../core/checks/evaluate.ts";
import { SteadystateError } from "../errors.ts";
import type { CheckDraft, Hand } from "../intent/author-check.ts";

/** The one text that was given, as words or as a file. An agent gives words: a file that it names is none that it may read. */
export const givenText = async (
  text: string | undefined,
  file: string | undefined,
  ctx: Context,
): Promise<string> => {
  if ((text === undefined) === (file === undefined))
    throw new SteadystateError("usage", "give the check either as JSON text or with --file", {
      hint: "steadystate help add-check",
    });
  if (file === undefined) return text ?? "";
  if (ctx.actor.class === "agent")
    throw new SteadystateError("refused", "an agent gives the check as text, not as a file", {
      hint: "give the JSON text itself",
    });
  const read = await ctx.hands.files.readText(resolve(ctx.place.cwd, file));
  if (read !== undefined) return read;
  throw new SteadystateError("usage", `there is no file ${file}`, {
    hint: "give the path of an existing file",
    details: { path: file },
  });
};

/** Who writes, from the door. */
export const handOf = ({ actor, now }: Context, insists: boolean): Hand => ({
  by: { id: actor.id, isAgent: actor.class === "agent" },
  day: new Date(now()).toISOString().slice(0, 10),
  insists,
});

/** What the check says now; nothing is written. */
export const tryCheck = async ({ check }: CheckDraft, ctx: Context): Promise<CheckResult> =>
  evaluateCheck(check, await ctx.readCheck(check), ctx.now());
