import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { agent } from "../support/context.ts";
import { temporaryFolder } from "../support/repo.ts";

const check = {
  name: "up",
  read: { kind: "http", url: "http://127.0.0.1/" },
  emit: { severity: "high", title: "down" },
};
const fix = { name: "fix", author: "ops", for: "Evicted", solution: { kind: "command", run: "true" } };
const recipe = {
  name: "bucket",
  author: "ops",
  repo: "acme/infra",
  file: "buckets.txt",
  value: "{name}",
  title: "Add {name}",
  params: { name: "[a-z]+" },
};

describe("validate", () => {
  test("in an empty folder every file is absent, nothing is a fault, nothing is made", async () => {
    const folder = temporaryFolder();
    const { exit, data, text } = await ask("validate", {}, folder);
    expect(exit).toBe(0);
    expect(data).toMatchObject({ valid: true, faults: 0, remarks: 0 });
    expect(data.files.map(({ present }: { present: boolean }) => present)).not.toContain(true);
    expect(text).toContain("no committed file is here");
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("good files are counted, and what is worth knowing is a remark with its place", async () => {
    const folder = temporaryFolder({
      "steadystate/config.toml": '[ci]\nfail_on = "low"\n\n[knowledge]\ndir = "kb"\n',
      "steadystate/checks.json": [
        check,
        {
          ...check,
          name: "slow",
          read: { kind: "kubectl-log", selector: "a", namespace: "b" },
          when: { pattern: "x", expect: "absent" },
        },
      ],
      "steadystate/solutions.json": [fix, { ...fix, name: "draft", proposed: true }],
      "steadystate/targets.json": { prod: { source: "k8s-live", context: "prod" } },
      "steadystate/requests.json": [recipe],
      "steadystate/metrics.json": { load: "sum(up)" },
    });
    const { exit, data, text } = await ask("validate", {}, folder);
    expect(exit).toBe(0);
    const of = (name: string) => data.files.find(({ file }: { file: string }) => file === name);
    expect(of("config.toml")).toMatchObject({
      path: "steadystate/config.toml",
      entries: 2,
      remarks: [{ line: 4, column: 1, entry: "[knowledge]", why: "is not used by this version yet" }],
    });
    expect(of("checks.json").remarks).toMatchObject([{ entry: '"slow"' }]);
    expect(of("solutions.json")).toMatchObject({ entries: 2, remarks: [{ line: 11, entry: '"draft"' }] });
    for (const file of ["targets.json", "requests.json", "metrics.json"])
      expect(of(file)).toMatchObject({ present: true, entries: 1, faults: [] });
    expect(text).toMatch(/6 committed files, no fault/);
  });

  test.each([
    [
      "config.toml",
      "[ci]\nfail_onn = 1\n",
      /config\.toml:2:1: \[ci\] fail_onn is not known, did you mean fail_on/,
    ],
    ["config.toml", "[ci\n", /config\.toml:1:\d+: is not TOML/],
    ["checks.json", "[\n 1 2]", /checks\.json:2:4: the file is not JSON/],
    ["checks.json", '{"a": 1}', /checks\.json:1:1: the file must be a list of checks/],
    ["solutions.json", '[\n {"name": "x"}]', /solutions\.json:2:2: 0 "x": author is missing/],
    ["mutes.json", "{,}", /mutes\.json:1:2: .*JSON/],
    ["targets.json", "[]", /targets\.json:1:1: the file must be an object of targets by name/],
    [
      "targets.json",
      '{"a b": {"source": "k8s"}}',
      /targets\.json:1:2: "a b": the entry has a name with a space/,
    ],
    ["targets.json", '{"a/b": {"source": "k8s"}}', /"a\/b": the entry has a name with a space, a slash/],
    ["targets.json", '{"all": {"source": "k8s"}}', /"all": the entry may not be named all/],
    ["targets.json", '{"a": {}}', /targets\.json:1:2: "a": source is missing \(one of terraform, /],
    [
      "targets.json",
      '{"a": {"source": "k8s-liv"}}',
      /1:18: "a": source must be one of .*did you mean k8s-live/,
    ],
    [
      "targets.json",
      '{"a": {"source": "k8s", "contxt": "x"}}',
      /1:25: "a": contxt is not known, did you mean context/,
    ],
    [
      "targets.json",
      '{"a": {"source": "k8s", "kubeconfig": "k", "kubeconfig_from": "vault read"}}',
      /1:63: "a": kubeconfig_from excludes kubeconfig/,
    ],
    ["targets.json", '{"a": {"source": "k8s", "context": "--all"}}', /context must not begin with -/],
    ["requests.json", "{}", /the file must be a list of recipes/],
    ["requests.json", JSON.stringify([{ ...recipe, repo: "x" }]), /0 "bucket": repo must be owner\/name/],
    [
      "requests.json",
      JSON.stringify([{ ...recipe, file: "../x" }]),
      /file must be a path inside the repository/,
    ],
    [
      "requests.json",
      JSON.stringify([{ ...recipe, title: "{nme}" }]),
      /title uses \{nme\}, which is not in params/,
    ],
    [
      "requests.json",
      JSON.stringify([{ ...recipe, params: { name: "(" } }]),
      /params\.name is no usable pattern/,
    ],
    ["requests.json", JSON.stringify([{ ...recipe, extra: 1 }]), /extra is not known/],
    ["metrics.json", '{"load": 5}', /metrics\.json:1:10: "load": the entry must be a text, not a number/],
  ])("%s with %j trips, with line and column", async (file, content, fault) => {
    const folder = temporaryFolder({ [`steadystate/${file}`]: content });
    const all = await ask("validate", {}, folder);
    expect(all.text).toMatch(fault);
    expect(all.exit).toBe(1);
    expect((await ask("validate", { files: [file] }, folder)).exit).toBe(1);
    const other = file === "checks.json" ? "config.toml" : "checks.json";
    expect((await ask("validate", { files: [other] }, folder)).exit).toBe(0);
  });

  test("a path is judged as the file that it is named after", async () => {
    const folder = temporaryFolder({ "other/checks.json": "[", "steadystate/checks.json": [check] });
    expect((await ask("validate", { files: ["checks.json"] }, folder)).exit).toBe(0);
    const told = await ask("validate", { files: ["other/checks.json"] }, folder);
    expect(told).toMatchObject({ exit: 1, data: { files: [{ path: "other/checks.json" }] } });
  });

  test.each([
    [
      "chekcs.json",
      /chekcs\.json is no committed file, did you mean "checks.json"\? \| one of: config\.toml/,
    ],
    ["nowhere/checks.json", /no such file or folder: nowhere\/checks\.json/],
  ])("%s is refused", async (given, why) => {
    const { exit, text } = await ask("validate", { files: [given] }, temporaryFolder());
    expect(exit).toBe(2);
    expect(text).toMatch(why);
  });

  test("an agent may not have a file outside its folder judged", async () => {
    const outside = temporaryFolder({ "checks.json": "[" });
    const { exit } = await ask("validate", { files: [outside.at("checks.json")] }, temporaryFolder(), {
      actor: agent,
    });
    expect(exit).toBe(6);
  });

  test("no value of a file is shown", async () => {
    const folder = temporaryFolder({
      "steadystate/targets.json": { a: { source: "k8s", kubeconfig: "k", kubeconfig_from: "Kanari7broker" } },
      "steadystate/config.toml": '[terraform]\nbin = 5\nlock = "Kanari7lock"\n',
      "steadystate/checks.json": '[{"name": "x", "read": {"kind": "http", "url": "htp://u:Kanari7url@h"}}]',
    });
    const { text, data } = await ask("validate", {}, folder);
    expect(text + JSON.stringify(data)).not.toContain("Kanari7");
    expect(data.faults).toBeGreaterThan(3);
  });
});
