import { chmodSync, cpSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SteadystateError } from "../../src/errors.ts";
import type { Hands } from "../../src/system/hands.ts";
import { manifest } from "../../src/verbs/manifest.ts";
import { ask } from "../support/ask.ts";
import type { ContextOptions } from "../support/context.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";

const check = {
  name: "up",
  read: { kind: "http", url: "http://127.0.0.1/" },
  emit: { severity: "high", title: "down" },
};
const fix = { name: "fix", author: "ops", for: "Evicted", solution: { kind: "command", run: "true" } };

type Row = { area: string; name: string; state: string; why: string; next?: string };

describe("doctor", () => {
  const wall = {
    "steadystate/checks.json": [check],
    "steadystate/config.toml": '[health]\nmax_age = "2h"\n',
  };
  const examined = async (folder: Repo, options: ContextOptions = {}) => {
    const env = { STEADYSTATE_SILOS: folder.at("no-silos.json"), ...options.env };
    const told = await ask("doctor", {}, folder, { ...options, env });
    const row = (name: string): Row | undefined => told.data.rows.find((each: Row) => each.name === name);
    return { ...told, row };
  };

  test("an empty folder has nothing broken, and nothing is made in it", async () => {
    const folder = temporaryFolder();
    const { exit, row, data } = await examined(folder);
    expect(exit).toBe(0);
    expect(row("node")).toMatchObject({ state: "ok" });
    expect(row("store")).toMatchObject({ state: "off", next: "steadystate scan ." });
    expect(row("checks.json")).toMatchObject({ state: "off" });
    expect(data.sound).toBe(true);
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("a broken config.toml is a row, and the rest is examined", async () => {
    const folder = temporaryFolder({ ...wall, "steadystate/config.toml": "[ci]\nfail_onn = 1\n" });
    const { exit, row, text } = await examined(folder);
    expect(exit).toBe(1);
    expect(row("config.toml")).toMatchObject({
      state: "broken",
      why: expect.stringMatching(/^steadystate\/config\.toml:2:1: .*did you mean fail_on/),
      next: "steadystate validate config.toml",
    });
    expect(row("checks.json")).toMatchObject({ state: "ok" });
    expect(text).toContain("steadystate validate config.toml");
  });

  test("a table that nothing uses yet and a draft are partial, and trip nothing", async () => {
    const folder = temporaryFolder({
      "steadystate/config.toml": '[knowledge]\ndir = "kb"\n',
      "steadystate/solutions.json": [{ ...fix, proposed: true }],
    });
    const { exit, row } = await examined(folder);
    expect(exit).toBe(0);
    expect(row("config.toml")).toMatchObject({
      state: "partial",
      why: expect.stringContaining("[knowledge]: is not used by"),
    });
    expect(row("solutions.json")).toMatchObject({ state: "partial", why: expect.stringContaining("draft") });
  });

  test("a stop file is named with its reason, and trips nothing", async () => {
    const { exit, row } = await examined(temporaryFolder({ "steadystate/STOP": "incident 12" }));
    expect(exit).toBe(0);
    expect(row("stop file")).toMatchObject({
      state: "partial",
      why: "nothing runs: steadystate/STOP says: incident 12",
    });
  });

  test("the key of the audit is tried: without it no effect may begin", async () => {
    const folder = temporaryFolder();
    folder.writeRaw("short", "too short");
    const told = async (key: string) => {
      const { data, exit } = await ask("doctor", {}, folder, { env: { STEADYSTATE_AUDIT_KEY_FILE: key } });
      return [exit, data.rows.find(({ name }: { name: string }) => name === "audit key")?.why];
    };
    expect(await told(folder.at("short"))).toEqual([1, expect.stringContaining("holds 9 bytes")]);
    expect(await told(folder.at("nosuch"))).toEqual([1, expect.stringContaining("cannot be read (ENOENT)")]);
    folder.writeRaw("key", "k".repeat(32));
    expect(await told(folder.at("key"))).toEqual([0, expect.stringContaining("a key from outside")]);
  });

  test("a variable that names a folder as the store is one broken row, and the rest is examined", async () => {
    const folder = temporaryFolder({ ...wall, "aside/file": "" });
    for (const [state, why] of [
      ["aside", `the path of the memory is a folder: ${folder.at("aside")}`],
      ["aside/file/state.db", /leads through something that is not a folder/],
    ] as const) {
      const { exit, row, data } = await examined(folder, { env: { STEADYSTATE_STATE: state } });
      expect([exit, data.counts.broken]).toEqual([1, 1]);
      expect(row("store")).toMatchObject({
        state: "broken",
        why: expect.stringMatching(why),
        next: "use --state .steadystate/state.db",
      });
      expect(row("checks.json")).toMatchObject({ state: "ok" });
    }
    expect(readdirSync(folder.root).sort()).toEqual(["aside", "steadystate"]);
  });

  test("a store that is no database is broken and left as it is", async () => {
    const folder = temporaryFolder({ ...wall, ".steadystate/state.db": "not a database".repeat(20) });
    const { exit, row } = await examined(folder);
    expect(exit).toBe(1);
    expect(row("store")).toMatchObject({
      state: "broken",
      why: expect.stringContaining("it is not a database"),
      next: expect.stringContaining("mv "),
    });
    expect(readdirSync(folder.at(".steadystate"))).toEqual(["state.db"]);
  });

  test("each remembered look is told with its age; an old one does not count", async () => {
    const folder = temporaryFolder(wall);
    cpSync("examples/demo/plan.json", folder.at("plan.json"));
    expect((await ask("scan", { path: "plan.json" }, folder)).exit).toBe(0);
    const { row, data } = await examined(folder);
    expect(row("store")).toMatchObject({ state: "ok", why: expect.stringMatching(/^\d+ KiB, layout \d+$/) });
    const look = data.rows.find(({ name }: Row) => name.startsWith("look at plan.json"));
    expect(look).toMatchObject({ state: "partial", why: "complete, but too old to count as evidence" });
    expect(look.ageSeconds).toBeGreaterThan(3600);
    chmodSync(folder.at(".steadystate"), 0o755);
    chmodSync(folder.at(".steadystate/state.db"), 0o644);
    expect((await examined(folder)).row("store")).toMatchObject({
      state: "partial",
      next: expect.stringContaining("chmod 600"),
    });
  });

  test("a dial says what holds and where it comes from", async () => {
    const { data } = await examined(temporaryFolder(wall), { env: { STEADYSTATE_RESOLVE_AFTER: "2h" } });
    const dial = (name: string) => data.dials.find((each: { name: string }) => each.name === name);
    expect(dial("max_age")).toMatchObject({ value: "2h", origin: "config" });
    expect(dial("grace")).toMatchObject({ value: "2h", origin: "environment" });
    expect(dial("ci fail_on")).toMatchObject({ value: "high", origin: "default" });
  });

  test("every setting that a verb takes from config.toml is a dial", async () => {
    const taken = manifest.flatMap(({ fields }) => fields.flatMap(({ config }) => config));
    const { data } = await examined(temporaryFolder());
    expect(taken.length).toBeGreaterThan(5);
    expect(data.dials.flatMap(({ setBy }: { setBy: string[] }) => setBy)).toEqual(
      expect.arrayContaining(taken),
    );
  });

  test("no variable is told by value, and an unknown one by its nearest name", async () => {
    const env = {
      SLACK_WEBHOOK_URL: "https://hooks.example/Kanari7hook",
      HTTPS_PROXY: "http://user:Kanari7proxy@proxy:1",
      STEADYSTATE_BOUDN: "Kanari7bound",
      STEADYSTATE_LLM_API_KEY: "Kanari7key",
      TF_CLI_ARGS_plan: "-var=token=Kanari7args",
    };
    const { text, data, row, exit } = await examined(temporaryFolder(), { env });
    expect(text + JSON.stringify(data)).not.toContain("Kanari7");
    expect(row("STEADYSTATE_BOUDN")?.why).toContain("did you mean STEADYSTATE_BOUND?");
    expect(row("STEADYSTATE_LLM_API_KEY")).toMatchObject({ state: "partial" });
    expect(row("TF_CLI_ARGS_plan")).toMatchObject({ state: "partial", next: "unset TF_CLI_ARGS_plan" });
    expect(exit).toBe(0);
  });

  test("a tool that nothing here calls for may be missing; one that a setting names may not", async () => {
    const run = (): never => {
      throw new SteadystateError("tool-missing", "it is not on PATH");
    };
    const state = async (files: Readonly<Record<string, string>>) => {
      const { data } = await examined(temporaryFolder(files), { hands: { run } });
      return data.rows.find(({ area }: Row) => area === "tools").state;
    };
    expect(await state({})).toBe("off");
    expect(await state({ "main.tf": "" })).toBe("partial");
    expect(await state({ "steadystate/config.toml": '[terraform]\nbin = "tofu"\n' })).toBe("broken");
  });

  test("each tool is asked for its version in its own words", async () => {
    const known: readonly string[] = [
      "terraform --version",
      "kubectl version --client",
      "helm version --short",
    ];
    const run: Hands["run"] = async ({ argv }) => {
      const exit = known.includes(argv.join(" ")) ? 0 : 1;
      return { argv, exit, stdout: "Tool v1.2.3", stderr: "", durationMs: 1 };
    };
    const { row } = await examined(temporaryFolder(), { hands: { run } });
    for (const name of ["terraform", "kubectl", "helm"])
      expect(row(name)).toMatchObject({ name, state: "ok" });
  });

  test("a broken registry of silos is broken, a folder that is gone is partial", async () => {
    const folder = temporaryFolder({ "bad.json": "{", "gone.json": { a: "/gone/away" } });
    const at = async (name: string) =>
      (await examined(folder, { env: { STEADYSTATE_SILOS: folder.at(name) } })).row("registry");
    expect(await at("bad.json")).toMatchObject({ state: "broken" });
    expect(await at("gone.json")).toMatchObject({ state: "partial", next: "steadystate silo rm a" });
  });
});
