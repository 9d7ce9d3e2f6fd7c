import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { expect, test, vi } from "vitest";
import { acquire } from "../../src/system/lock.ts";
import { temporaryFolder } from "../support/repo.ts";

const deadPid = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

test("one holder at a time, and nothing is left beside the file", async () => {
  const { at, root } = temporaryFolder();
  const seen: string[] = [];
  const visit = async (name: string): Promise<void> => {
    const release = await acquire(at("file"));
    seen.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(`${name} out`);
    await release();
  };
  await Promise.all(["a", "b", "c", "d"].map(visit));
  for (let index = 0; index < seen.length; index += 2)
    expect(seen[index + 1]).toBe(seen[index]?.replace("in", "out"));
  expect(seen).toHaveLength(8);
  expect(readdirSync(root)).toEqual([]);
});

test("the folder of a file that is new is made, and taken away again where nothing came of it", async () => {
  const { root, at } = temporaryFolder();
  const release = await acquire(at("steadystate/deep/mutes.json"));
  expect(readdirSync(at("steadystate/deep"))).toEqual([".mutes.json.lock"]);
  await release();
  expect(readdirSync(root)).toEqual([]);
  const again = await acquire(at("steadystate/deep/mutes.json"));
  writeFileSync(at("steadystate/deep/mutes.json"), "[]");
  await again();
  expect(readdirSync(at("steadystate/deep"))).toEqual(["mutes.json"]);
});

test("what a killed run left is taken over, by one of many", async () => {
  const { at } = temporaryFolder();
  writeFileSync(at(".file.lock"), JSON.stringify({ pid: deadPid(), host: hostname() }));
  let inside = 0;
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      const release = await acquire(at("file"));
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
      await release();
    }),
  );
  expect(existsSync(at(".file.lock"))).toBe(false);
});

test.each([
  ["a living process", { pid: process.ppid, host: hostname() }, /process \d+/],
  ["a process of another machine", { pid: 1, host: "elsewhere" }, /process 1 on elsewhere/],
])("%s keeps its lock, and the next run says which file to look at", async (_, holder, words) => {
  const { at } = temporaryFolder();
  writeFileSync(at(".file.lock"), JSON.stringify(holder));
  const clock = vi.spyOn(performance, "now");
  let now = 0;
  clock.mockImplementation(() => {
    now += 4000;
    return now;
  });
  await expect(acquire(at("file"))).rejects.toMatchObject({
    code: "action-failed",
    message: expect.stringMatching(words),
    hint: expect.stringContaining(at(".file.lock")),
  });
  clock.mockRestore();
  expect(existsSync(at(".file.lock"))).toBe(true);
});
