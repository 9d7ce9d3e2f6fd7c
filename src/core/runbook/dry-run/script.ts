import { programName } from "../template.ts";
import { type DryRunOf, none, steps } from "./step.ts";

/** The interpreter reads the script whole and runs nothing of it. */
export const scriptDryRun: DryRunOf = ([script = "", ..._others], program) => {
  const reading = programName(program) === "node" ? "--check" : "-n";
  return script === "" || script.startsWith("-")
    ? none(`${programName(program)} is given no script as its first word`)
    : steps(`${programName(program)} ${reading}`, { words: [program, reading, script], failing: "words" });
};
