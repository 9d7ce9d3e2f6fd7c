import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";
import type { Hand } from "../intent/author-entry.ts";

/** The one text that was given, as words or as a file. An agent gives words: a file that it names is none that it may read. */
export const givenText = async (
  noun: "check" | "solution",
  { text, file }: { readonly text: string | undefined; readonly file: string | undefined },
  ctx: Context,
): Promise<string> => {
  if ((text === undefined) === (file === undefined))
    throw new SteadystateError("usage", `give the ${noun} either as JSON text or with --file`, {
      hint: `steadystate help add-${noun}`,
    });
  if (file === undefined) return text ?? "";
  if (ctx.actor.class === "agent")
    throw new SteadystateError("refused", `an agent gives the ${noun} as text, not as a file`, {
      hint: "give the JSON text itself",
    });
  const read = await ctx.hands.files.readText(resolve(ctx.place.cwd, file));
  if (read !== undefined) return read;
  throw new SteadystateError("usage", `there is no file ${file}`, {
    hint: "give the path of an existing file",
    details: { path: file },
  });
};

/** Throws `refused` for an agent that names a committed file: a file says what is run or called, and an agent gets the wall's own. */
export const demandOwnFile = (
  noun: "check" | "solution",
  path: string | undefined,
  { actor }: Pick<Context, "actor">,
): void => {
  if (path === undefined || actor.class !== "agent") return;
  throw new SteadystateError(
    "refused",
    `an agent asks the committed ${noun}s only, and ${path} is another file`,
    { hint: `leave out ${noun}s; a person commits steadystate/${noun}s.json` },
  );
};

/** Who writes, from the door. */
export const handOf = (
  { actor, now }: Pick<Context, "actor" | "now">,
  { insists, draftsOnly }: { readonly insists: boolean; readonly draftsOnly: boolean },
): Hand => ({
  by: { id: actor.id, draftsOnly },
  day: new Date(now()).toISOString().slice(0, 10),
  insists,
});
