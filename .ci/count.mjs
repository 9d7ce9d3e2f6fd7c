// Prints the counts of a vitest JSON report. A file that could not be loaded counts as one failure: it hides its tests.
// Status 3 after a line that tells no passed test, or a failed or skipped one.
import { readFileSync } from "node:fs";

const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const statuses = testResults.flatMap(({ status, assertionResults }) =>
  assertionResults.some((test) => test.status === "failed") || status !== "failed"
    ? assertionResults.map((test) => test.status)
    : [...assertionResults.map((test) => test.status), "failed"],
);
const count = (...wanted) => statuses.filter((status) => wanted.includes(status)).length;
const passed = count("passed");
const failed = count("failed");
const skipped = statuses.length - passed - failed;
process.stdout.write(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = passed > 0 && failed === 0 && skipped === 0 ? 0 : 3;
