import { expect, test } from "vitest";
import { validateFiles } from "../../src/intent/validate.ts";
import { readEnv } from "../../src/system/env.ts";
import { makeFiles } from "../../src/system/files.ts";
import { placeAt } from "../../src/system/paths.ts";
import { temporaryFolder } from "../support/repo.ts";

const judged = async (root: string, variables: Readonly<Record<string, string>>) => {
  const [env, files] = [readEnv(variables), makeFiles()];
  const place = await placeAt({ directory: root, state: undefined, env, files });
  return validateFiles(undefined, { place, env, files });
};

test("a variable that names a file which is not there is a fault of that file", async () => {
  const { root } = temporaryFolder();
  const reports = await judged(root, { STEADYSTATE_CHECKS: "gone.json" });
  const faulty = reports.filter(({ faults }) => faults.length > 0);
  expect(faulty).toMatchObject([
    {
      file: "checks.json",
      path: "gone.json",
      present: false,
      faults: [{ why: "STEADYSTATE_CHECKS names gone.json, which is not there" }],
    },
  ]);
});

test("a folder where a file should be is a fault, not a crash", async () => {
  const folder = temporaryFolder({ "steadystate/mutes.json/x": "", "steadystate/config.toml/x": "" });
  const reports = await judged(folder.root, {});
  expect(reports.flatMap(({ faults }) => faults.map(({ why }) => why))).toEqual([
    expect.stringMatching(/config\.toml: it is a folder/),
    expect.stringMatching(/mutes\.json: it is a folder/),
  ]);
});

test("the registry of silos is judged where a variable names one", async () => {
  const folder = temporaryFolder({ "silos.json": '{"a": "relative",\n "b c": "/x", "d": "/y"}' });
  expect((await judged(folder.root, {})).map(({ file }) => file)).not.toContain("silos.json");
  const reports = await judged(folder.root, { STEADYSTATE_SILOS: folder.at("silos.json") });
  expect(reports.at(-1)).toMatchObject({
    file: "silos.json",
    entries: 1,
    faults: [
      { line: 1, column: 7, entry: '"a"', why: "the entry must be an absolute folder" },
      { line: 2, column: 2, entry: '"b c"' },
    ],
  });
});

test("a good requests.json beside a broken list entry keeps its good entries", async () => {
  const folder = temporaryFolder({ "steadystate/metrics.json": { a: "up", b: 1 } });
  const report = (await judged(folder.root, {})).find(({ file }) => file === "metrics.json");
  expect(report).toMatchObject({ entries: 1, faults: [{ entry: '"b"' }] });
});
