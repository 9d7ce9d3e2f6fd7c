import { delimiter, join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { SteadystateError } from "../errors.ts";

/** Whether a program can be started here: one with a slash from the folder of the wall, any other from PATH. */
export const isRunnable = async (program: string, { hands, place }: Context): Promise<boolean> => {
  if (program.includes("/")) return hands.files.isProgram(resolve(place.cwd, program));
  for (const folder of (hands.env.get("PATH") ?? "").split(delimiter))
    if (folder !== "" && (await isProgramThere(join(folder, program), hands))) return true;
  return false;
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
