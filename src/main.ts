import { version } from "./version.ts";

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  // Awaiting it would make an ES module of the entry, which Node loads in more time.
  void import("./compose/cli.ts")
    .then(({ answer }) => answer(argv))
    .then((status) => {
      process.exitCode = status;
    });
}
