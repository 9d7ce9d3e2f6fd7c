import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { amendList, amendObject } from "../../src/intent/amend.ts";
import { makeFiles } from "../../src/system/files.ts";
import { temporaryFolder } from "../support/repo.ts";

const files = makeFiles();

test("a change keeps fields that nobody here knows, and leaves no lock", async () => {
  const { at } = temporaryFolder({ "f.json": [{ name: "a", ours: 1, theirs: { deep: [1, 2] } }] });
  const result = await amendList(at("f.json"), files, (list) => ({
    result: list.length,
    document: [...list, { name: "b" }],
  }));
  expect(result).toBe(1);
  expect(JSON.parse(readFileSync(at("f.json"), "utf8"))).toEqual([
    { name: "a", ours: 1, theirs: { deep: [1, 2] } },
    { name: "b" },
  ]);
  expect(readdirSync(at("."))).toEqual(["f.json"]);
});

test("a new file is made with its folder, readable as committed files are", async () => {
  const { at } = temporaryFolder();
  await amendObject(at("steadystate/f.json"), files, () => ({ result: undefined, document: { a: 1 } }));
  expect(readFileSync(at("steadystate/f.json"), "utf8")).toBe('{\n  "a": 1\n}\n');
  expect(statSync(at("steadystate/f.json")).mode & 0o777).toBe(0o644);
});

test("without a document the file stays byte for byte, also where it was not there", async () => {
  const text = '{ "a":   1 }';
  const { at } = temporaryFolder({ "f.json": text });
  await amendObject(at("f.json"), files, () => ({ result: undefined }));
  await amendObject(at("none.json"), files, () => ({ result: undefined }));
  expect(readFileSync(at("f.json"), "utf8")).toBe(text);
  expect(readdirSync(at("."))).toEqual(["f.json"]);
});

test.each([
  ["broken", '[{"name": "a"},\n  oops]', /f\.json:2:3 was left untouched: it is not JSON/],
  [
    "ambiguous",
    '[{"name": "a",\n "name": "b"}]',
    /f\.json:2:2 was left untouched: 0\.name stands a second time/,
  ],
  ["empty", "", /was left untouched/],
  ["of another shape", '{"a": 1}', /must be a list/],
])("a file that is %s is refused and stays as it is", async (_, text, words) => {
  const { at } = temporaryFolder({ "f.json": text });
  const change = amendList(at("f.json"), files, () => ({ result: undefined, document: [] }));
  await expect(change).rejects.toMatchObject({
    code: "input-invalid",
    message: expect.stringMatching(words),
  });
  expect(readFileSync(at("f.json"), "utf8")).toBe(text);
  expect(readdirSync(at("."))).toEqual(["f.json"]);
});

test("forty changes at once lose nothing", async () => {
  const { at } = temporaryFolder();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      amendList(at("f.json"), files, (list) => ({ result: undefined, document: [...list, index] })),
    ),
  );
  const kept = JSON.parse(readFileSync(at("f.json"), "utf8"));
  expect([...kept].sort((a: number, b: number) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});
