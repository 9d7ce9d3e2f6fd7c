import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { planOf, storeOf } from "./store.ts";

const scanned = (count: number): Repo => {
  const folder = temporaryFolder({ "plan.json": planOf(count, "first") });
  expect(steadystate(["scan", "plan.json"], { cwd: folder.root }).status).toBe(0);
  return folder;
};

const garble = (file: string, from: number, length: number): void => {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
};

const alter = (file: string, script: string): void => {
  const database = new Database(file);
  try {
    database.exec(script);
  } finally {
    database.close();
  }
};

const pageBytes = 4096;

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ["its header garbled", (file) => garble(file, 0, 64)],
  ...[2, 3, 5, 8, 12, 20].map(
    (page) =>
      [`page ${page} garbled`, (file: string) => garble(file, (page - 1) * pageBytes, pageBytes)] as const,
  ),
  ["cut to 9000 bytes", (file) => truncateSync(file, 9000)],
  ["cut to 20000 bytes", (file) => truncateSync(file, 20_000)],
  ["a newer one", (file) => alter(file, "pragma user_version = 99")],
];

describe("a memory that is damaged is never written, and no scan calls that well", () => {
  test.each(damages)("%s", (_, damage) => {
    const folder = scanned(400);
    const file = storeOf(folder);
    damage(file);
    const bytes = readFileSync(file);
    const { status, stderr } = steadystate(["scan", "plan.json"], { cwd: folder.root });
    expect([status, looksLikeStack(stderr)]).toEqual([4, false]);
    expect(stderr).toMatch(/state\.db[\s\S]*next: /);
    for (const verb of ["summary", "findings", "health", "history"]) {
      const read = steadystate([verb], { cwd: folder.root });
      expect([verb, looksLikeStack(read.stderr)]).toEqual([verb, false]);
      expect([0, 3, 4]).toContain(read.status);
    }
    expect(steadystate(["ci", "plan.json", "--fail-on", "none"], { cwd: folder.root }).status).toBe(0);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test("a row that is no row of ours, and a table that is gone, are status 4 where they are met", () => {
    const folder = scanned(3);
    alter(storeOf(folder), "update findings set facts = '{\"torn\":'");
    expect(steadystate(["findings"], { cwd: folder.root }).status).toBe(4);
    const other = scanned(3);
    alter(storeOf(other), "drop table events");
    other.write({ "plan.json": planOf(3, "second") });
    const { status, stderr } = steadystate(["scan", "plan.json"], { cwd: other.root });
    expect([status, looksLikeStack(stderr)]).toEqual([4, false]);
  });
});

describe("a link that somebody committed", () => {
  test("chooses no place for the memory", () => {
    const folder = temporaryFolder({ "wall/plan.json": planOf(2, "first") });
    mkdirSync(folder.at("out"));
    symlinkSync(folder.at("out"), folder.at("wall/.steadystate"));
    const first = steadystate(["scan", "plan.json"], { cwd: folder.at("wall") });
    expect([first.status, looksLikeStack(first.stderr)]).toEqual([4, false]);
    expect(first.stderr).toMatch(/is a link[\s\S]*next: remove the link/);
    expect(readdirSync(folder.at("out"))).toEqual([]);
    const other = temporaryFolder({ "plan.json": planOf(2, "first"), "victim.db": "", ".steadystate/x": "" });
    symlinkSync(other.at("victim.db"), storeOf(other));
    expect(steadystate(["scan", "plan.json"], { cwd: other.root }).status).toBe(4);
    expect(readFileSync(other.at("victim.db"), "utf8")).toBe("");
  });

  test("chooses no file for a report, be it the file or the folder above it", () => {
    const folder = temporaryFolder({ "wall/plan.json": planOf(2, "first"), "out/victim.md": "mine" });
    symlinkSync(folder.at("out/victim.md"), folder.at("wall/report.md"));
    symlinkSync(folder.at("out"), folder.at("wall/reports"));
    for (const path of ["report.md", "reports/victim.md", "reports/new.md"]) {
      const { status, stderr } = steadystate(["ci", "plan.json", "--output", path], {
        cwd: folder.at("wall"),
      });
      expect([path, status]).toEqual([path, 6]);
      expect(stderr).toMatch(/through a link[\s\S]*next: /);
    }
    expect(readFileSync(folder.at("out/victim.md"), "utf8")).toBe("mine");
    expect(readdirSync(folder.at("out"))).toEqual(["victim.md"]);
    const plain = steadystate(["ci", "plan.json", "--output", "plain.md", "--fail-on", "none"], {
      cwd: folder.at("wall"),
    });
    expect(plain.status).toBe(0);
  });
});
