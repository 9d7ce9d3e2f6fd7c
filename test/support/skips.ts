import type { Reporter, TestCase } from "vitest/node";

/** Names every skipped test after the run, with its count; where skipping is forbidden (CI) it fails the run. */
export const skips = ({ forbidden }: { readonly forbidden: boolean }): Reporter => ({
  onTestRunEnd(modules) {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    const lines = [
      ...skipped.map((test) => `  skipped: ${nameOf(test)}`),
      `skipped in all: ${skipped.length}`,
    ];
    process.stdout.write(`\n${lines.join("\n")}\n`);
    if (!forbidden || skipped.length === 0) return;
    process.stderr.write("a skipped test is a failure here: run .ci/setup, or mend the test\n");
    process.exitCode = 1;
  },
});

const nameOf = (test: TestCase): string => {
  const result = test.result();
  const note = result.state === "skipped" ? result.note : undefined;
  return `${test.module.relativeModuleId} > ${test.fullName}${note === undefined ? "" : ` (${note})`}`;
};
