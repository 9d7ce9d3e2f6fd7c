import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

const folder = new URL("../fixtures/views/", import.meta.url);
const update = process.env["STEADYSTATE_UPDATE_GOLDENS"] === "1";

/** The text equals the reviewed file; STEADYSTATE_UPDATE_GOLDENS=1 rewrites it. */
export const expectGolden = (name: string, text: string): void => {
  const file = new URL(name, folder);
  if (update) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
};
