import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { k8s } from "../../../src/sources/k8s.ts";
import { frame } from "../terraform/frame.ts";
import { readingOf } from "./reading.ts";

describe("captured snapshots", () => {
  const folder = join(import.meta.dirname, "../../fixtures/sources/kubernetes");
  const cases = readdirSync(folder).filter((file) => file.includes(".input."));
  test("there are some", () => expect(cases.length).toBeGreaterThan(0));

  test.each(cases)("%s", async (file) => {
    const reading = await readingOf(readFileSync(join(folder, file), "utf8"));
    const golden = join(folder, file.replace(/\.input\.\w+$/, ".departures.json"));
    const text = `${JSON.stringify(k8s.parse(reading, frame()), null, 2)}\n`;
    if (process.env["STEADYSTATE_UPDATE_GOLDENS"] === "1") writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
    expect(text).not.toMatch(/CANARY|Q0FOQVJZ/);
  });
});
