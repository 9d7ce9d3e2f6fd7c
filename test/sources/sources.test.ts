import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bases } from "../../src/core/observation.ts";
import { sources } from "../../src/sources/index.ts";

const folder = join(import.meta.dirname, "../../src/sources");

test("the folder is the registry", () => {
  const entries = readdirSync(folder)
    .filter((name) => !["index.ts", "source.ts", "kubernetes", "gitops"].includes(name))
    .map((name) => name.replace(/\.ts$/, ""));
  expect([...new Set(entries)].sort()).toEqual(Object.keys(sources).sort());
});

describe.each(Object.entries(sources))("%s", (name, source) => {
  test("bears the name by which it is found, and says what it is", () => {
    expect(source.name).toBe(name);
    expect(source.summary).toMatch(/^\S.{20,}\S$/);
    expect(bases).toContain(source.basis);
    expect(source.accepts.length).toBeGreaterThan(0);
  });

  test("runs only what looks, never init, apply or anything with a prompt", () => {
    for (const argv of source.observes) {
      expect(source.needs.binaries).toContain(argv[0]);
      expect(argv.join(" ")).not.toMatch(/\b(?:init|apply|destroy|import|taint|force-unlock|auto-approve)\b/);
    }
  });
});
