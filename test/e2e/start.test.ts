import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mainFile, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

/** What a call loads: the bytes of our own files by their name, and the modules of Node. */
const loadedBy = (argv: readonly string[], cwd: string) => {
  const script = `process.on("exit", () => {
    const { statSync } = require("node:fs");
    const files = Object.keys(require.cache).map((path) => [path.split(/[\\\\/]/).pop(), statSync(path).size]);
    process.stderr.write(JSON.stringify({ files, modules: process.moduleLoadList.map((name) => name.split(" ").pop()) }));
  });
  process.argv.splice(1, 0, ${JSON.stringify(mainFile)});
  require(${JSON.stringify(mainFile)});`;
  const { stderr } = spawnSync(process.execPath, ["-e", script, "--", ...argv], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd },
  });
  const { files, modules }: { files: [string, number][]; modules: string[] } = JSON.parse(stderr);
  return { files: new Map(files), modules: new Set(modules) };
};

const demo = join(import.meta.dirname, "../../examples/demo");

test("what the start of a reading verb costs is what it loads: no schemas, no query builder, little else", () => {
  const empty = temporaryFolder({});
  const wall = temporaryFolder({});
  cpSync(demo, wall.at("."), { recursive: true });
  expect(steadystate(["scan"], { cwd: wall.at(".") }).status).toBe(0);
  for (const cwd of [empty.at("."), wall.at(".")]) {
    const { files, modules } = loadedBy(["summary"], cwd);
    const names = [...files.keys()];
    expect(names.some((name) => name.startsWith("summary-"))).toBe(true);
    expect(names.some((name) => name.startsWith("store-"))).toBe(cwd === wall.at("."));
    expect(
      names.filter((name) => /^(zod|schemas|writing|recognising|files|later|help)\b/.test(name)),
    ).toEqual([]);
    const code = [...files].filter(([name]) => name.endsWith(".js")).reduce((sum, [, size]) => sum + size, 0);
    expect(code).toBeLessThan(240_000);
    for (const module of ["crypto", "child_process", "fs/promises", "perf_hooks", "timers/promises"])
      expect(modules, module).not.toContain(module);
  }
});

test("the version is said without anything else", () => {
  const { files } = loadedBy(["--version"], temporaryFolder({}).at("."));
  expect([...files.keys()]).toEqual(["main.js"]);
});
