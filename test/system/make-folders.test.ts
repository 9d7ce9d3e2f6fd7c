import { chmodSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { makeFolders } from "../../src/system/make-folders.ts";
import { temporaryFolder } from "../support/repo.ts";

test("makes what is missing, and answers where that begins", async () => {
  const { at } = temporaryFolder({ "a/file": "" });
  expect(await makeFolders(at("a/b/c"), 0o700)).toBe(at("a/b"));
  expect(["a/b", "a/b/c"].map((path) => statSync(at(path)).mode & 0o777)).toEqual([0o700, 0o700]);
  expect(await makeFolders(at("a/b/c"))).toBeUndefined();
});

test("says what keeps it from being made, however deep it is", async () => {
  const { at } = temporaryFolder({ "a/file": "" });
  await expect(makeFolders(at("a/file/b"))).rejects.toMatchObject({ code: "ENOTDIR" });
  await expect(makeFolders("/proc/none/of/this")).rejects.toThrow();
  chmodSync(at("a"), 0o500);
  if (process.getuid?.() === 0) return;
  await expect(makeFolders(at("a/b/c"))).rejects.toMatchObject({ code: "EACCES" });
});
