import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const cache =
  process.env["STEADYSTATE_CI_CACHE"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "steadystate-ci");

/** `PATH` for children that need kubectl or helm: the ones that `.ci/setup` fetched come before any other. */
export const toolPath = [join(cache, "kubernetes"), process.env["PATH"] ?? ""].join(delimiter);
