import { isAbsolute, join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { NamedPath } from "../../core/runbook/trials/named.ts";
import { fine, type Judged, open, worstOf, wrong } from "../../core/runbook/trials/trial.ts";
import { SteadystateError } from "../../errors.ts";

/** Whether the files that an entry names are there, from the folder of the wall, in which it is run. */
export const judgePaths = async (paths: readonly NamedPath[], ctx: Context): Promise<Judged> => {
  const judged = await Promise.all(paths.map((path) => judgePath(path, ctx)));
  return worstOf(judged, fine("it names no file"));
};

const judgePath = async ({ path, as, is }: NamedPath, { hands, place }: Context): Promise<Judged> => {
  const kind = await kindAt(resolve(place.cwd, path), hands);
  if (kind === "unreadable") return open(`${as} ${path} cannot be looked at from here`);
  if (kind !== undefined && (is === "either" || kind === is)) return fine(`${as} ${path} is there`);
  if (kind !== undefined) return wrong(`${as} ${path} is a ${kind}`);
  // What lies outside of the repository may lie on the machine that runs it.
  return isAbsolute(path) || path.startsWith("~")
    ? open(`${as} ${path} is not on this machine`)
    : wrong(`there is no ${path}, ${as} that it names`);
};

/** What stands there, or that it may not be looked at. */
export const kindAt = async (
  path: string,
  { files }: Context["hands"],
): Promise<Awaited<ReturnType<Context["hands"]["files"]["kindOf"]>> | "unreadable"> => {
  try {
    return await files.kindOf(path);
  } catch (error) {
    if (error instanceof SteadystateError && error.code === "input-invalid") return "unreadable";
    throw error;
  }
};

/** A workflow of this repository must be there, and be one that can be started by hand. */
export const judgeWorkflow = async (
  { file, repo }: { readonly file: string; readonly repo: string | undefined },
  { hands, place }: Context,
): Promise<Judged> => {
  if (repo !== undefined) return open(`whether ${repo} has ${file} is not known here`);
  if (place.gitTop === undefined)
    return open(`this is no repository, so whether ${file} is there is not known`);
  const text = await hands.files.readText(join(place.gitTop, ".github", "workflows", file));
  if (text === undefined) return wrong(`there is no .github/workflows/${file} in this repository`);
  return /\bworkflow_dispatch\b/.test(text)
    ? fine(`.github/workflows/${file} can be started`)
    : wrong(`.github/workflows/${file} has no workflow_dispatch, so nobody can start it`);
};
