import { join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { SteadystateError } from "../../errors.ts";

/** A folder that a person named, absolute and with links resolved; `~` may have come unexpanded. Throws `usage`. */
export const folderOf = async (given: string, { place, hands }: Context): Promise<string> => {
  const home = hands.env.get("HOME");
  const inHome = home !== undefined && (given === "~" || given.startsWith("~/"));
  const path = inHome ? join(home, given.slice(1)) : resolve(place.cwd, given);
  if ((await hands.files.kindOf(path)) === "folder") return hands.files.real(path);
  throw new SteadystateError("usage", `there is no folder ${path}`, {
    hint: "give an existing folder; it is relative to the folder you are in, or to -C <dir>",
    details: { path },
  });
};
