import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { terraform } from "../../../src/sources/terraform/index.ts";
import { captured, frame } from "./frame.ts";

describe("captured documents", () => {
  const folder = join(import.meta.dirname, "../../fixtures/sources/terraform");
  const cases = readdirSync(folder).flatMap((file) => /^(.+)\.input\.json$/.exec(file)?.slice(1) ?? []);
  test("there are some", () => expect(cases.length).toBeGreaterThan(2));

  test.each(cases)("%s", (name) => {
    const document: unknown = JSON.parse(readFileSync(join(folder, `${name}.input.json`), "utf8"));
    const golden = join(folder, `${name}.departures.json`);
    const text = `${JSON.stringify(terraform.parse(captured(document), frame()), null, 2)}\n`;
    if (process.env["STEADYSTATE_UPDATE_GOLDENS"] === "1") writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
    expect(text).not.toContain("CANARY");
  });
});
