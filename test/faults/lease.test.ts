import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { startSteadystate } from "../support/start.ts";

/** A tool that says that it runs, then hangs with a child of its own until `go` is there. */
const slowTool = `#!/bin/sh
echo run >> "$ROOT/runs"
sleep 300 & echo "$!" > "$ROOT/child.new"; mv "$ROOT/child.new" "$ROOT/child"
while [ -d "$ROOT" ] && [ ! -e "$ROOT/go" ]; do sleep 0.05; done
kill $!
echo "no plan today" >&2
exit 1
`;

const wall = (): Repo & { readonly env: Readonly<Record<string, string>> } => {
  const folder = temporaryFolder({
    "main.tf": 'resource "world_thing" "one" {}\n',
    tool: slowTool,
  });
  folder.write({ "steadystate/config.toml": `[terraform]\nbin = ${JSON.stringify(folder.at("tool"))}\n` });
  chmodSync(folder.at("tool"), 0o755);
  return { ...folder, env: { ROOT: folder.root } };
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await pause(20);
};

const leases = (folder: Repo): readonly unknown[] => {
  const database = new Database(folder.at(".steadystate/state.db"), { readonly: true });
  try {
    return database.prepare("select pid from leases").all();
  } finally {
    database.close();
  }
};

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A dead child that nobody waited for still has its number.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    return error === undefined;
  }
};

describe("two scans of one scope", () => {
  test.each([
    ["where a memory stands", true],
    ["the first ones of all", false],
  ])("do not run together: %s", async (_name, standing) => {
    const folder = wall();
    const at = { cwd: folder.root, env: folder.env };
    if (standing) {
      writeFileSync(folder.at("go"), "");
      expect(steadystate(["scan", "."], at).status).toBe(3);
      writeFileSync(folder.at("runs"), "");
      steadystate(["scan", "."], at);
      for (const name of ["go", "runs", "child"]) rmSync(folder.at(name));
    }
    const first = startSteadystate(["scan", "."], at);
    await until(() => existsSync(folder.at("child")));
    // Not synchronously: if it ran, nothing could end the test.
    const second = await startSteadystate(["scan", "."], at).ended;
    expect([second.status, looksLikeStack(second.stderr)]).toEqual([3, false]);
    expect(second.stderr).toContain(`process ${first.pid}`);
    expect(second.stderr).toContain("--wait");
    expect(steadystate(["summary"], at).status, "readers are not kept out").toBe(0);
    const third = startSteadystate(["scan", ".", "--wait", "5m"], at);
    writeFileSync(folder.at("go"), "");
    expect((await first.ended).stderr).toContain("no plan today");
    expect((await third.ended).stderr).toContain("no plan today");
    expect(readFileSync(folder.at("runs"), "utf8"), "the second never ran the tool").toBe("run\nrun\n");
    expect(leases(folder)).toEqual([]);
  });
});

describe("a scan that is ended while its tool runs", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "%s: 130, nothing of it runs on, lease given back",
    async (signal) => {
      const folder = wall();
      const scan = startSteadystate(["scan", "."], { cwd: folder.root, env: folder.env });
      await until(() => existsSync(folder.at("child")));
      expect(leases(folder)).toEqual([{ pid: scan.pid }]);
      scan.kill(signal);
      expect((await scan.ended).status).toBe(130);
      expect(leases(folder)).toEqual([]);
      const child = Number(readFileSync(folder.at("child"), "utf8"));
      await until(() => !runs(child));
    },
  );

  test("kill -9: the next scan takes the lease over", async () => {
    const folder = wall();
    const at = { cwd: folder.root, env: folder.env };
    const scan = startSteadystate(["scan", "."], at);
    await until(() => existsSync(folder.at("child")));
    scan.kill("SIGKILL");
    await scan.ended;
    expect(leases(folder)).toEqual([{ pid: scan.pid }]);
    writeFileSync(folder.at("go"), "");
    const next = steadystate(["scan", "."], at);
    expect([next.status, next.stderr.includes("no plan today")]).toEqual([3, true]);
    expect(leases(folder)).toEqual([]);
  });
});
