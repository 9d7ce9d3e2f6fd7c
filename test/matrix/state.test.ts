import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/repo.ts";
import { isAs, putBack, stateOf } from "./state.ts";

const files = { "a.json": [1], "folder/b.json": [2], "folder/inner/c.json": [3], "other/d.json": [4] };

test.each<[string, (at: (path: string) => string) => void]>([
  ["a changed file", (at) => cpSync(at("folder/b.json"), at("a.json"))],
  ["a file that has gone", (at) => rmSync(at("folder/b.json"))],
  ["a file more", (at) => cpSync(at("a.json"), at("folder/more.json"))],
  ["a folder that has gone", (at) => rmSync(at("folder"), { recursive: true })],
  ["a folder more", (at) => mkdirSync(at("folder/more/and/more"), { recursive: true })],
  ["other rights of a file", (at) => chmodSync(at("a.json"), 0o600)],
  ["other rights of a folder", (at) => chmodSync(at("folder"), 0o700)],
  ["a folder in the place of a file", (at) => [rmSync(at("a.json")), mkdirSync(at("a.json"))]],
  [
    "a file in the place of a folder",
    (at) => [rmSync(at("other"), { recursive: true }), cpSync(at("a.json"), at("other"))],
  ],
  [
    "a link in the place of a file",
    (at) => [rmSync(at("a.json")), symlinkSync("folder/b.json", at("a.json"))],
  ],
  ["a link that leads nowhere", (at) => symlinkSync("nowhere", at("folder/link"))],
])("%s is seen and put back", (_, change) => {
  const [original, copy] = [temporaryFolder(files), temporaryFolder()];
  cpSync(original.root, copy.root, { recursive: true });
  const wanted = stateOf(original.root);
  expect(isAs(wanted, stateOf(copy.root))).toBe(true);
  change(copy.at);
  expect(isAs(wanted, stateOf(copy.root))).toBe(false);
  putBack(original.root, wanted, copy.root);
  expect(stateOf(copy.root)).toEqual(wanted);
});
