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

test("a name that stands twice is a fault at the second place, and its entry counts for nothing", async () => {
  const key = "ab".repeat(32);
  const check = '"read": {"kind": "http", "url": "http://a/"}, "emit": {"severity": "low", "title": "t"}';
  const folder = temporaryFolder({
    "steadystate/targets.json":
      '{"prod": {"source": "k8s", "path": "a.json"},\n "dev": {"source": "k8s"},\n "prod": {"source": "terraform"}}',
    "steadystate/metrics.json": '{"up": "a", "down": "c",\n  "up": "b"}',
    "steadystate/mutes.json": `{"${key}": {"max_severity": "low"},\n"${key}": {"max_severity": "critical"}}`,
    "steadystate/checks.json": `[{"name": "a", ${check}},\n {"name": "b", "name": "a", ${check}}]`,
    "silos.json": '{"a": "/x",\n "a": "/y"}',
  });
  const reports = await judged(folder.root, { STEADYSTATE_SILOS: folder.at("silos.json") });
  const told = Object.fromEntries(reports.map(({ file, entries, faults }) => [file, { entries, faults }]));
  const twice = (entry: string, line: number, column: number, why: string) => [
    { line, column, entry, why: expect.stringContaining(why), path: expect.any(String) },
  ];
  expect(told).toMatchObject({
    "targets.json": {
      entries: 1,
      faults: twice('"prod"', 3, 2, "the entry stands a second time; the first is at 1:2"),
    },
    "metrics.json": { entries: 1, faults: twice('"up"', 2, 3, "the first is at 1:2") },
    "mutes.json": { entries: 0, faults: twice(`"${key}"`, 2, 1, "the first is at 1:2") },
    "checks.json": {
      entries: 1,
      faults: twice('1 "a"', 2, 16, "name stands a second time; the first is at 2:3"),
    },
    "silos.json": { entries: 0, faults: twice('"a"', 2, 2, "the first is at 1:2") },
  });
});

test("a waiver for a rule that is none is remarked upon where the rule stands", async () => {
  const waiver = (rule: string) =>
    `[[waiver]]\nresource = "a"\nreason = "r"\n  rule = "${rule}"\nowner = "o"\nexpires = 2027-01-01\n`;
  const folder = temporaryFolder({
    "steadystate/waivers.toml": `${waiver("aws-none")}${waiver("aws-neither")}`,
  });
  const report = (await judged(folder.root, {})).find(({ file }) => file === "waivers.toml");
  expect(report).toMatchObject({
    entries: 2,
    faults: [],
    remarks: [
      { line: 4, column: 10, entry: '"aws-none"' },
      { line: 10, column: 10, entry: '"aws-neither"' },
    ],
  });
});
