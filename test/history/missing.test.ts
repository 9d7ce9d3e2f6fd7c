import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMissing } from "../../src/history/missing.ts";
import { temporaryFolder } from "./temporary.ts";

test("only a path at which surely nothing stands is missing", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "state.db");
  expect(await isMissing(file)).toBe(true);
  expect(await isMissing(join(folder, "none", "state.db"))).toBe(true);
  await writeFile(file, "");
  expect(await isMissing(file)).toBe(false);
  expect(await isMissing(join(file, "state.db"))).toBe(false);
  for (const odd of ["", " state.db", "a\0b"]) expect(await isMissing(odd)).toBe(false);
});
