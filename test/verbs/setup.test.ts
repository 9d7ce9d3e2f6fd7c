import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { renderPlain } from "../../src/view/plain.ts";
import { steadystate } from "../support/cli.ts";
import { agent, type ContextOptions, contextIn } from "../support/context.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";

const ask = async (
  name: keyof typeof verbs,
  input: Readonly<Record<string, unknown>>,
  folder: Repo,
  options: ContextOptions = {},
) => {
  const reply = await dispatch(await verbs[name](), input, await contextIn(folder.root, options));
  return {
    exit: reply.exit,
    data: reply.ok ? JSON.parse(JSON.stringify(reply.data)) : undefined,
    text: reply.ok ? renderPlain(reply.doc()) : `${reply.error.message} | ${reply.error.hint}`,
  };
};

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
      "steadystate/config.toml": '[ci]\nfail_on = "low"\n\n[bound]\nlossless = "one"\n',
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
      remarks: [{ line: 4, column: 1, entry: "[bound]", why: "is not used by this version yet" }],
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

describe("silo", () => {
  const walls = () => {
    const folder = temporaryFolder({
      "edge/steadystate/checks.json": "[]",
      "shop/.steadystate/x": "",
      "plain/x": "",
    });
    const env = { STEADYSTATE_SILOS: folder.at("home/silos.json"), HOME: folder.root };
    const silo = (word: "add" | "discover" | "list" | "rm", input: Readonly<Record<string, unknown>> = {}) =>
      ask(`silo ${word}`, input, folder, { env });
    const registry = (): unknown => JSON.parse(readFileSync(folder.at("home/silos.json"), "utf8"));
    return { folder, silo, registry };
  };

  test("add registers an absolute folder with links resolved, sorted, and keeps what it does not know", async () => {
    const { folder, silo, registry } = walls();
    folder.write({ "home/silos.json": { zoo: "/zoo", odd: { keep: 1 } } });
    symlinkSync(folder.at("edge"), folder.at("link"));
    expect(await silo("add", { name: "edge", folder: "link" })).toMatchObject({
      exit: 0,
      data: { folder: folder.at("edge"), state: "added" },
    });
    expect((await silo("add", { name: "shop", folder: "~/shop" })).data).toMatchObject({
      folder: folder.at("shop"),
    });
    expect(Object.entries(registry() as object)).toEqual([
      ["edge", folder.at("edge")],
      ["odd", { keep: 1 }],
      ["shop", folder.at("shop")],
      ["zoo", "/zoo"],
    ]);
    expect((await silo("add", { name: "edge", folder: "edge" })).data).toMatchObject({ state: "known" });
  });

  test("add moves a name with --force only, and says from where", async () => {
    const { folder, silo, registry } = walls();
    await silo("add", { name: "edge", folder: "edge" });
    const refused = await silo("add", { name: "edge", folder: "shop" });
    expect(refused.exit).toBe(6);
    expect(refused.text).toContain(`edge is registered for ${folder.at("edge")} already`);
    expect(refused.text).toContain("steadystate silo add --force edge shop");
    expect(registry()).toEqual({ edge: folder.at("edge") });
    const moved = await silo("add", { name: "edge", folder: "shop", force: true });
    expect(moved.text).toContain(`it was ${folder.at("edge")}`);
    expect(registry()).toEqual({ edge: folder.at("shop") });
  });

  test.each([
    [{ name: "../up", folder: "edge" }, /name: must be letters/],
    [{ name: "a b", folder: "edge" }, /name: must be letters/],
    [{ name: "__proto__", folder: "edge" }, /name: must be letters/],
    [{ name: "-x", folder: "edge" }, /name: must be letters/],
    [{ name: "x", folder: "nowhere" }, /there is no folder .*nowhere/],
    [{ name: "x" }, /folder is missing/],
  ])("add refuses %j", async (input, why) => {
    const { folder, silo } = walls();
    const { exit, text } = await silo("add", input);
    expect(exit).toBe(2);
    expect(text).toMatch(why);
    expect(readdirSync(folder.root)).not.toContain("home");
  });

  test.each(["{", "[]", "5"])("a registry that is %s is status 2 and left untouched", async (content) => {
    const { folder, silo } = walls();
    folder.write({ "home/silos.json": content });
    for (const asked of [
      silo("add", { name: "x", folder: "edge" }),
      silo("discover"),
      silo("rm", { name: "x" }),
      silo("list"),
    ])
      expect((await asked).exit).toBe(2);
    expect(readFileSync(folder.at("home/silos.json"), "utf8")).toBe(content);
  });

  test("discover registers the sub-folders that are deployments, and never takes a name away", async () => {
    const { folder, silo, registry } = walls();
    folder.write({
      "home/silos.json": { shop: "/elsewhere" },
      "silos/bare/config.toml": "",
      "outside/config.toml": "",
    });
    mkdirSync(folder.at("bad name/steadystate"), { recursive: true });
    const { exit, data, text } = await silo("discover");
    expect(exit).toBe(0);
    expect(data.silos.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ["bad name", "bad-name"],
      ["edge", "added"],
      ["shop", "clash"],
      ["bare", "added"],
    ]);
    expect(text).toContain("left: is /elsewhere");
    expect(registry()).toEqual({
      bare: folder.at("silos/bare"),
      edge: folder.at("edge"),
      shop: "/elsewhere",
    });
    expect((await silo("discover", { parent: "plain" })).exit).toBe(1);
    expect((await silo("discover", { parent: "nowhere" })).exit).toBe(2);
  });

  test("list flags what is gone and what cannot be used; rm forgets a name and guesses a wrong one", async () => {
    const { folder, silo, registry } = walls();
    expect((await silo("list")).text).toContain("no silo is registered");
    folder.write({ "home/silos.json": { edge: folder.at("edge"), gone: "/gone/away", odd: 5 } });
    const { exit, data, text } = await silo("list");
    expect(exit).toBe(0);
    expect(
      data.silos.map(({ name, present }: { name: string; present: boolean }) => [name, present]),
    ).toEqual([
      ["edge", true],
      ["gone", false],
    ]);
    expect(data.faults).toEqual([expect.stringMatching(/silos\.json:4:10: "odd" the entry must be a text/)]);
    expect(text).toContain("steadystate silo rm gone");
    expect(await silo("rm", { name: "gonne" })).toMatchObject({
      exit: 5,
      text: expect.stringContaining("did you mean gone?"),
    });
    expect((await silo("rm", { name: "odd" })).exit).toBe(0);
    expect((await silo("rm", { name: "edge" })).data).toEqual({ name: "edge", folder: folder.at("edge") });
    expect(registry()).toEqual({ gone: "/gone/away" });
    expect(readdirSync(folder.at("edge"))).toEqual(["steadystate"]);
  });

  test("--silo guesses a wrong name and says when the folder is gone", async () => {
    const { folder } = walls();
    folder.write({ "home/silos.json": { edge: folder.at("edge"), gone: "/gone/away" } });
    const said = (name: string) =>
      steadystate(["--silo", name, "status"], {
        cwd: folder.root,
        env: { STEADYSTATE_SILOS: "home/silos.json" },
      });
    expect(said("egde")).toMatchObject({ status: 5, stderr: expect.stringContaining("did you mean edge?") });
    expect(said("gone")).toMatchObject({
      status: 5,
      stderr: expect.stringContaining("steadystate silo rm gone"),
    });
    expect(said("edge").status).toBe(0);
  });
});
