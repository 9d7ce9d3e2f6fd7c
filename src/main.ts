import { version } from "./version.ts";

const argv = process.argv.slice(2);

const answer = async (): Promise<number> => {
  const [{ runCli }, { displayEnvironment, makeKit }] = await Promise.all([
    import("./doors/cli/index.ts"),
    import("./compose/index.ts"),
  ]);
  return runCli(
    argv,
    {
      // Looking at it opens it, which few verbs need.
      get stdin() {
        return process.stdin;
      },
      stdout: process.stdout,
      stderr: process.stderr,
      display: displayEnvironment(),
    },
    makeKit(),
  );
};

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  // Awaiting it would make an ES module of the entry, which Node loads in more time.
  void answer().then((status) => {
    process.exitCode = status;
  });
}
