import { programName } from "../template.ts";
import { type DryRunOf, none, steps } from "./step.ts";

/** The interpreter reads the script whole and runs nothing of it. */
export const scriptDryRun: DryRunOf = ([script = ""], program) => {
  const name = programName(program);
  const reading = name === "node" ? "--check" : "-n";
  return script === "" || script.startsWith("-")
    ? none(`${name} is given no script as its first word`)
    : steps(`${name} ${reading}`, { words: [program, reading, script], failing: "words" });
};
