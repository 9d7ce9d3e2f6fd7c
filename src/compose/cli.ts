import { runCli } from "../doors/cli/index.ts";
import { displayEnvironment, makeKit } from "./index.ts";

/** One line of the terminal, on the streams of this process; answers the exit status. */
export const answer = (argv: readonly string[]): Promise<number> =>
  runCli(
    argv,
    {
      // Looking at one opens it, which takes time, and few lines need them all.
      get stdin() {
        return process.stdin;
      },
      get stdout() {
        return process.stdout;
      },
      get stderr() {
        return process.stderr;
      },
      display: displayEnvironment(),
    },
    makeKit(),
  );
