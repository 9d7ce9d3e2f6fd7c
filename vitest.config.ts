import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { skips } from "./test/support/skips.ts";

/** Covered lines in percent that each room of src/ must reach. */
const demanded = { core: 95, others: 85 };

const rooms = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const thresholds = Object.fromEntries(
  rooms.map(({ name }) => [
    `src/${name}/**/*.ts`,
    { lines: name === "core" ? demanded.core : demanded.others },
  ]),
);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Every core works; left to itself, one of two would wait. So a test shares its core with the processes of another.
    maxWorkers: "100%",
    testTimeout: 40_000,
    hookTimeout: 40_000,
    reporters: ["default", "json", skips({ forbidden: process.env["CI"] === "true" })],
    outputFile: { json: "coverage/report.json" },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds,
    },
  },
});
