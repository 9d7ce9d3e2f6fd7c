import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { askStore, filesOf, isSound, planOf, storeOf } from "./store.ts";

const mount = (...argv: readonly string[]): boolean => spawnSync("mount", argv).status === 0;

/** A small disk of its own below the folder; mounting is for root alone, and CI is root. */
const smallDisk = (folder: Repo, size: string): Repo => {
  folder.write({ "disk/keep": "" });
  const root = folder.at("disk");
  expect(mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", root)).toBe(true);
  onTestFinished(() => void spawnSync("umount", ["-l", root]));
  const at = (path: string): string => `${root}/${path}`;
  const writeRaw = (path: string, content: string | Uint8Array): void => writeFileSync(at(path), content);
  const write: Repo["write"] = (files) => {
    for (const [path, content] of Object.entries(files)) writeRaw(path, JSON.stringify(content));
  };
  return { root, at, write, writeRaw };
};

const check = JSON.stringify({
  name: "shop",
  read: { kind: "http", url: "https://shop.example/" },
  emit: { severity: "low", title: "t" },
});

const isRoot = process.getuid?.() === 0;

/** Leaves nothing free. */
const fill = (disk: Repo): void => {
  spawnSync("dd", ["if=/dev/zero", `of=${disk.at("ballast")}`, "bs=4096"]);
};

test.runIf(isRoot)("a full disk: status 4, the last state whole, and all is well once there is room", () => {
  const disk = smallDisk(temporaryFolder(), "6m");
  disk.write({ "plan.json": planOf(20, "first"), "large.json": planOf(3000, "second") });
  expect(steadystate(["scan", "plan.json"], { cwd: disk.root }).status).toBe(0);
  const bytes = readFileSync(storeOf(disk));
  fill(disk);
  const full = steadystate(["scan", "large.json"], { cwd: disk.root });
  expect([full.status, looksLikeStack(full.stderr)]).toEqual([4, false]);
  expect(full.stderr).toMatch(/disk is full[\s\S]*next: /);
  expect(readFileSync(storeOf(disk)).equals(bytes)).toBe(true);
  expect(steadystate(["summary"], { cwd: disk.root }).status).toBe(0);
  const change = steadystate(["add-check", check], { cwd: disk.root });
  expect([change.status, looksLikeStack(change.stderr)]).toEqual([2, false]);
  expect(change.stderr).toMatch(/no space left/);
  rmSync(disk.at("ballast"));
  expect(steadystate(["scan", "plan.json"], { cwd: disk.root }).status).toBe(0);
  expect(isSound(storeOf(disk))).toBe(true);
});

test.runIf(isRoot)("a disk that runs full half-way through a look: nothing of that look is kept", () => {
  const disk = smallDisk(temporaryFolder(), "6m");
  disk.write({ "plan.json": planOf(20, "first"), "large.json": planOf(3000, "second") });
  expect(steadystate(["scan", "plan.json"], { cwd: disk.root }).status).toBe(0);
  fill(disk);
  const held = () =>
    ["findings", "scans", "scopes", "leases"].map((table) =>
      askStore(storeOf(disk), `select count(*) n from ${table}`),
    );
  const before = held();
  truncateSync(disk.at("ballast"), statSync(disk.at("ballast")).size - 512 * 1024);
  const full = steadystate(["scan", "large.json"], { cwd: disk.root });
  expect([full.status, full.stderr]).toEqual([4, expect.stringMatching(/disk is full[\s\S]*next: /)]);
  expect(held()).toEqual(before);
  expect([isSound(storeOf(disk)), filesOf(disk)]).toEqual([true, [".gitignore", "key", "state.db"]]);
});

test.runIf(isRoot)(
  "a first memory on a full disk: status 4, and nothing that a later run takes for a memory",
  () => {
    const disk = smallDisk(temporaryFolder(), "1m");
    disk.write({ "plan.json": planOf(20, "first") });
    fill(disk);
    const full = steadystate(["scan", "plan.json"], { cwd: disk.root });
    expect([full.status, looksLikeStack(full.stderr)]).toEqual([4, false]);
    rmSync(disk.at("ballast"));
    expect(steadystate(["scan", "plan.json"], { cwd: disk.root }).status).toBe(0);
    expect(askStore(storeOf(disk), "select count(*) n from findings")).toEqual([{ n: 20 }]);
    expect(filesOf(disk)).toEqual([".gitignore", "key", "state.db"]);
    expect(readFileSync(disk.at(".steadystate/.gitignore"), "utf8")).toBe("*\n");
  },
);

test.runIf(isRoot)(
  "a disk mounted read-only: what reads answers, what writes is status 4 or 2, nothing changes",
  () => {
    const disk = smallDisk(temporaryFolder(), "6m");
    disk.write({ "plan.json": planOf(20, "first") });
    expect(steadystate(["scan", "plan.json"], { cwd: disk.root }).status).toBe(0);
    expect(mount("-o", "remount,ro", disk.root)).toBe(true);
    expect(() => writeFileSync(disk.at("plain"), "")).toThrow(/EROFS/);
    for (const verb of [
      "summary",
      "findings",
      "history",
      "ci plan.json --fail-on none",
      "validate",
      "doctor",
    ])
      expect([verb, steadystate(verb.split(" "), { cwd: disk.root }).status]).toEqual([verb, 0]);
    const scan = steadystate(["scan", "plan.json"], { cwd: disk.root });
    expect([scan.status, looksLikeStack(scan.stderr)]).toEqual([4, false]);
    expect(scan.stderr).toMatch(/may not be read or written here[\s\S]*next: /);
    const aside = steadystate(["scan", "plan.json", "--state", "aside/state.db"], { cwd: disk.root });
    expect([aside.status, aside.stderr]).toEqual([
      4,
      expect.stringContaining("may not be read or written here"),
    ]);
    const change = steadystate(["add-check", check], { cwd: disk.root });
    expect([change.status, change.stderr]).toEqual([
      2,
      expect.stringContaining("the file system is read-only"),
    ]);
  },
);
