import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeKit } from "../../../src/compose/index.ts";
import { runCli } from "../../../src/doors/cli/index.ts";
import { mainFile } from "../../support/cli.ts";
import { needs } from "../../support/needs.ts";
import { type Repo, temporaryFolder } from "../../support/repo.ts";
import { nextTurn } from "../support/cli.ts";
import { capture } from "../support/kit.ts";

const check = (name: string, workload: string) => ({
  name,
  workload,
  read: { kind: "http", url: "http://127.0.0.1/" },
  emit: { severity: "high", title: `${name}\n$(touch pwned)\tis down` },
});
/** Each would run something if it were ever evaluated, and would then leave a file. */
const hostile = ["$(touch pwned)", "`touch pwned`", "a; touch pwned", `it's "x" | touch pwned`, "*"];

const wall = (): Repo =>
  temporaryFolder({
    "steadystate/checks.json": [
      ...hostile.map((workload, at) => check(`h${at}`, workload)),
      check("broken", "new\nline"),
      check("option", "--force"),
      check("web", "web:8080"),
    ],
    "steadystate/targets.json": { prod: { source: "k8s-live" } },
    "silos.json": { edge: "/srv/edge" },
  });

/** The words that may stand behind `line`; its last word is the one under the cursor. */
const offered = async (line: string, folder: Repo, shell = "zsh") => {
  const { streams, stdout, stderr } = capture();
  const words = line.split(" ");
  const argv = ["__complete", shell, String(words.length + 1), "-C", folder.root, ...words];
  const exit = await runCli(
    argv,
    streams,
    makeKit({ STEADYSTATE_SILOS: folder.at("silos.json"), HOME: folder.root }),
  );
  await nextTurn();
  const [kind, ...lines] = stdout().trimEnd().split("\n");
  expect([exit, stderr()]).toEqual([0, ""]);
  return { kind, words: lines.map((each) => each.split("\t")[0]), lines };
};

describe("what may stand at the cursor", () => {
  test.each([
    ["", "health silo scan help mcp"],
    ["sil", "silo"],
    ["silo ", "add discover list rm"],
    ["silo rm ", "edge"],
    ["--silo ", "edge"],
    ["--silo=e", "--silo=edge"],
    ["scan --tun", "--tuning"],
    ["scan --tuning ", "lenient default strict"],
    ["scan --tuning=d", "--tuning=default"],
    ["scan --source terraform-", "terraform-state"],
    ["scan -v --fail-on l", "low"],
    ["validate checks.json t", "targets.json"],
    ["completion z", "zsh"],
    ["help glo", "glossary"],
    ["health w", "web:8080"],
    ["remove-check w", "web"],
  ])("%j offers %s", async (line, wanted) => {
    const { kind, words } = await offered(line, wall());
    expect(kind).toBe("words");
    expect(words).toEqual(expect.arrayContaining(wanted.split(" ")));
  });

  test.each([["scan "], ["ci --var-file "], ["-C "], ["health --checks "]])(
    "%j offers files",
    async (line) => {
      expect(await offered(line, wall())).toMatchObject({ kind: "files", words: [] });
    },
  );

  test.each([["scan --label "], ["nonsense "], ["silo nonsense "], ["health a b"], ["show zz"]])(
    "%j offers nothing",
    async (line) => {
      expect((await offered(line, wall())).words).toEqual([]);
    },
  );

  test("findings by fingerprint, with their title, and no file is made for asking", async () => {
    const folder = temporaryFolder();
    expect((await offered("show ", folder)).words).toEqual([]);
    expect(readdirSync(folder.root)).toEqual([]);
    const plan = new URL("../../../examples/demo/plan.json", import.meta.url).pathname;
    const { streams } = capture();
    await runCli(["-C", folder.root, "scan", plan], streams, makeKit());
    const before = readdirSync(folder.at(".steadystate"));
    const { lines } = await offered("show ", folder);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^[0-9a-f]{12}\t\S/);
    expect(readdirSync(folder.at(".steadystate"))).toEqual(before);
  });

  test("a value that cannot be typed is not offered, and a remark is one line", async () => {
    const { words, lines } = await offered("health ", wall());
    expect(words).toEqual([...hostile, "web:8080"]);
    for (const line of lines) expect(line.split("\t")).toHaveLength(2);
  });

  test("whatever is wrong, it says nothing and ends well", async () => {
    const folder = temporaryFolder({
      "steadystate/checks.json": "{",
      ".steadystate/state.db": "no database".repeat(20),
    });
    for (const line of ["health ", "show ", "--silo ", "-C /nowhere health "])
      expect((await offered(line, folder)).words).toEqual([]);
    for (const argv of [["__complete"], ["__complete", "zsh"], ["__complete", "tcsh", "x", "scan"]]) {
      const { streams, stderr } = capture();
      expect(await runCli(argv, streams, makeKit())).toBe(0);
      expect(stderr()).toBe("");
    }
  });
});

/** Runs a script of a real shell in a wall, with `steadystate` on its PATH, and proves that nothing was executed. */
const inShell = (argv: readonly string[], script: string): string => {
  const folder = wall();
  folder.write({ "bin/steadystate": `#!/bin/sh\nexec "${process.execPath}" "${mainFile}" "$@"\n` });
  chmodSync(folder.at("bin/steadystate"), 0o755);
  const [shell = "", ...rest] = argv;
  const { stdout, stderr, status } = spawnSync(shell, [...rest, script], {
    cwd: folder.root,
    env: {
      PATH: `${folder.at("bin")}:${process.env["PATH"]}`,
      HOME: folder.root,
      STEADYSTATE_SILOS: "silos.json",
    },
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(readdirSync(folder.root)).not.toContain("pwned");
  return stdout;
};

describe("the scripts in their shells", () => {
  needs("bash")("bash completes, and quotes what it puts on the line", () => {
    const out = inShell(
      ["bash", "--norc", "-c"],
      `source <(steadystate completion bash)
       try() { COMP_LINE=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _steadystate; }
       try "steadystate silo " steadystate silo ""; echo "\${COMPREPLY[@]}"
       try "steadystate scan --tuning=d" steadystate scan --tuning = d; echo "\${COMPREPLY[@]}"
       try "steadystate health web:" steadystate health web :; echo "\${COMPREPLY[@]}"
       try "steadystate health \\"it" steadystate health '"it'; echo "quoted:\${COMPREPLY[*]}"
       try "steadystate health " steadystate health ""
       for word in "\${COMPREPLY[@]}"; do eval "printf '[%s]\\n' $word"; done`,
    );
    expect(out.trimEnd().split("\n")).toEqual([
      "add discover list rm",
      "default",
      "8080",
      "quoted:",
      ...hostile.map((word) => `[${word}]`),
      "[web:8080]",
    ]);
  });

  needs("zsh")("zsh is given each value as it stands", () => {
    const out = inShell(
      ["zsh", "-f", "-c"],
      `compdef() { : }; _files() { print FILES }; compadd() { print -rl -- "\${values[@]}" }
       source <(steadystate completion zsh)
       try() { words=("$@"); CURRENT=$#words; _steadystate }
       try steadystate silo ""; try steadystate scan ""; try steadystate health ""`,
    );
    expect(out.trimEnd().split("\n")).toEqual([
      "add",
      "discover",
      "list",
      "rm",
      "FILES",
      ...hostile,
      "web:8080",
    ]);
  });

  needs("fish")("fish completes commands, values and files", () => {
    const out = inShell(
      ["fish", "-N", "-c"],
      `steadystate completion fish | source
       for line in "steadystate silo " "steadystate scan --tuning " "steadystate scan ste" "steadystate health "
         complete -C $line
       end`,
    );
    const words = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t")[0]);
    expect(words).toEqual(
      expect.arrayContaining(["add", "rm", "default", "steadystate/", "web:8080", "$(touch pwned)"]),
    );
  });
});
