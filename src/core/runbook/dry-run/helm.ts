import { type DryRunOf, none, steps } from "./step.ts";
import { leadingNamespace, ownDryRun } from "./words.ts";

/** A verb whose dry run is a switch of its own knows no side of it. */
const option: Readonly<Record<string, string>> = {
  install: "--dry-run=server",
  upgrade: "--dry-run=server",
  rollback: "--dry-run=server",
  uninstall: "--dry-run",
};

/** Start a program of the machine, or write into the chart, although nothing is done in the cluster. */
const acting = /^--(?:post-renderer|dependency-update)/;

/** helm renders, asks the cluster and keeps nothing; what it prints may hold secrets and is never shown. */
export const helmDryRun: DryRunOf = (words, program) => {
  const { front, rest } = leadingNamespace(words);
  const [verb = "", ...others] = rest;
  const dry = Object.hasOwn(option, verb) ? option[verb] : undefined;
  if (dry === undefined) return none("helm has no dry run of it that is known");
  return (
    ownDryRun(others) ??
    (others.some((word) => word === "--" || acting.test(word))
      ? none("a dry run of it would start or write something")
      : steps(`helm ${verb} ${dry}`, {
          words: [program, ...front, verb, dry, ...others],
          failing: "cluster",
        }))
  );
};
