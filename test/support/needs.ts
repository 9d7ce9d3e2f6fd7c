import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "vitest";
import { toolPath } from "./tools.ts";

/**
 * `test` for what only a real tool can show: where one of the binaries is not on PATH the test is skipped, named and
 * counted at the end of the run; in CI that fails the run.
 */
export const needs = (...binaries: readonly string[]) => {
  const missing = binaries.filter((binary) => !isOnPath(binary));
  return (name: string, body: () => void | Promise<void>, timeout?: number): void => {
    if (missing.length === 0) test(name, body, timeout);
    else test.skip(`${name} (${missing.join(", ")} not on PATH)`, body);
  };
};

const isOnPath = (binary: string): boolean =>
  toolPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, binary), constants.X_OK);
      return true;
    } catch (error) {
      // Whatever the reason, a binary that may not be run from here is one that we do not have.
      return error === undefined;
    }
  });
