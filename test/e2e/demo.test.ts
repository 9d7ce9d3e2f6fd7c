import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const demo = join(import.meta.dirname, "../../examples/demo");

test("the demo walks the whole loop, leaves nothing behind, and takes less than a minute", () => {
  const before = readdirSync(demo, { recursive: true });
  const { status, stdout } = spawnSync(process.execPath, [join(demo, "run.mjs")], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(status, stdout).toBe(0);
  for (const words of [
    "FAIL",
    "exposed now",
    "gone in reality",
    "close-hand-opened-port",
    "DEGRADED",
    "DOWN",
  ]) {
    expect(stdout).toContain(words);
  }
  expect(readdirSync(demo, { recursive: true })).toEqual(before);
}, 70_000);
