import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { expect, test, vi } from "vitest";
import { mainFile, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const plan = {
  ...{ format_version: "1.2", terraform_version: "1.11.4", planned_values: {}, configuration: {} },
  ...{ resource_changes: [], complete: true, errored: false, timestamp: "2026-11-25T00:00:00Z" },
};

/** A wall with one target that is seen at once, and one whose kubectl never answers. */
const wall = () => {
  const folder = temporaryFolder({
    "plan.json": plan,
    "bin/keep": "",
    "steadystate/targets.json": {
      seen: { source: "terraform", path: "plan.json", probe: "none" },
      stuck: { source: "k8s-live", context: "x", kubeconfig: "none" },
    },
  });
  folder.writeRaw("bin/kubectl", `#!/bin/sh\necho $$ > ${folder.at("child")}\nexec sleep 60\n`);
  chmodSync(folder.at("bin/kubectl"), 0o755);
  const path = [folder.at("bin"), process.env["PATH"] ?? ""].join(delimiter);
  const start = (argv: readonly string[]) =>
    spawn(process.execPath, [mainFile, ...argv], {
      ...{ cwd: folder.root, stdio: ["ignore", "pipe", "ignore"] },
      env: { PATH: path, HOME: folder.root },
    });
  return { folder, start };
};

const isGone = (pid: number): boolean => {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
};

test("an interrupted sweep ends its children, and remembers nothing of what it was looking at", async () => {
  const { folder, start } = wall();
  const child = start(["sweep", "stuck"]);
  await vi.waitFor(() => expect(readFileSync(folder.at("child"), "utf8")).toMatch(/^\d+\n$/), 20_000);
  const ended = once(child, "exit");
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  await vi.waitFor(() => expect(isGone(Number(readFileSync(folder.at("child"), "utf8")))).toBe(true), 5000);
  expect(steadystate(["findings", "--json"], { cwd: folder.root }).stdout).toContain('"findings": []');
  expect(existsSync(folder.at("steadystate/targets.json"))).toBe(true);
}, 60_000);

test("an interrupted watch ends with what it saw; it compared nothing, so it is not quiet", async () => {
  const { folder, start } = wall();
  const child = start(["watch", "seen", "--interval", "10m", "--timeout", "none", "--json"]);
  const said: string[] = [];
  child.stdout.on("data", (chunk) => said.push(String(chunk)));
  const asked = { cwd: folder.root };
  await vi.waitFor(
    () => expect(steadystate(["summary", "--json"], asked).stdout).toContain('"everScanned": true'),
    { timeout: 20_000, interval: 500 },
  );
  const ended = once(child, "close");
  child.kill("SIGINT");
  expect(await ended).toEqual([3, null]);
  expect(JSON.parse(said.join("")).data).toMatchObject({ ended: "interrupted", looks: 1, compared: 0 });
}, 60_000);
