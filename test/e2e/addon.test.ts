import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { looksLikeStack, mainFile, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const demo = join(import.meta.dirname, "../../examples/demo");

test("with the native addon missing the gate works, and what remembers says how to rebuild it (D34)", () => {
  // The bundle alone, in a folder without node_modules: everything but the addon is inside it.
  const folder = temporaryFolder({ "package.json": { type: "module" } });
  cpSync(dirname(mainFile), folder.at("dist"), { recursive: true });
  cpSync(demo, folder.at("wall"), { recursive: true });
  const run = (...argv: readonly string[]) =>
    spawnSync(process.execPath, [folder.at("dist/main.js"), "-C", folder.at("wall"), ...argv], {
      encoding: "utf8",
    });
  expect(run("scan").status, "without a memory yet").toBe(4);
  expect(steadystate(["scan"], { cwd: folder.at("wall") }).status).toBe(0);
  expect(run("ci").status).toBe(1);
  expect(run("--version").status).toBe(0);
  for (const verb of ["scan", "summary", "health", "findings"]) {
    const { status, stderr } = run(verb);
    expect(status, `${verb}: ${stderr}`).toBe(4);
    expect(stderr).toContain("npm rebuild better-sqlite3");
    expect(looksLikeStack(stderr)).toBe(false);
  }
});
