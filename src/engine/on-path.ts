import { delimiter, join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";

/** Whether a program can be started here. */
export const isRunnable = async (program: string, ctx: Where): Promise<boolean> =>
  (await programPath(program, ctx)) !== undefined;

type Where = Pick<Context, "hands" | "place">;

/** The file that is started by a name: one with a slash from the folder of the wall, any other from PATH. */
export const programPath = async (program: string, { hands, place }: Where): Promise<string | undefined> => {
  if (program.includes("/")) {
    const path = resolve(place.cwd, program);
    return (await hands.files.isProgram(path)) ? path : undefined;
  }
  for (const folder of (hands.env.get("PATH") ?? "").split(delimiter)) {
    const path = join(folder, program);
    if (folder !== "" && (await isProgramThere(path, hands))) return path;
  }
  return undefined;
};

/** A folder on PATH that may not be looked into holds nothing that could be run from it. */
const isProgramThere = async (path: string, { files }: Context["hands"]): Promise<boolean> => {
  try {
    return await files.isProgram(path);
  } catch (error) {
    if (error instanceof SteadystateError && error.code === "input-invalid") return false;
    throw error;
  }
};
