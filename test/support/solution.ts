import type { Solution } from "../../src/core/runbook/solution.ts";
import { readSolution } from "../../src/intent/solutions.ts";

/** An entry as the file would give it; what is not said is a good command for an evicted pod. */
export const solution = (over: Readonly<Record<string, unknown>> = {}): Solution => {
  const read = readSolution({
    ...{ name: "fix", author: "ops", for: "Evicted", solution: { kind: "command", run: "true" } },
    ...over,
  });
  if (read.ok) return read.value;
  throw new Error(read.problems.map(({ path, why }) => `${path.join(".")} ${why}`).join("; "));
};
