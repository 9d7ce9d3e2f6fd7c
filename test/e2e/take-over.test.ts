import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { migrations } from "../../src/history/migrations.ts";
import { applicationId } from "../../src/history/version.ts";
import { decision, finding, golden, many, symptom, writeReference } from "../history/reference/fixture.ts";
import { looksLikeStack, mainFile, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const require = createRequire(import.meta.url);

const plan = {
  format_version: "1.2",
  terraform_version: "1.9.0",
  complete: true,
  errored: false,
  timestamp: new Date().toISOString(),
  resource_changes: [
    {
      address: "aws_s3_bucket.logs",
      mode: "managed",
      type: "aws_s3_bucket",
      name: "logs",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["update"], before: { tags: { team: "a" } }, after: { tags: { team: "b" } } },
    },
  ],
};

const wall = () => {
  const folder = temporaryFolder({ "plan.json": plan });
  writeReference(folder.at(".steadystate/state.db"), {
    findings: [finding({ status: "muted", note: "known" }), symptom(), ...many(3000)],
    audit_log: [decision()],
  });
  return folder;
};

const everythingIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${readFileSync(path).toString("base64")}`)
    .sort();

const rawly = <T>(file: string, use: (database: Database.Database) => T): T => {
  const database = new Database(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
};
const countIn = (table: string) => (database: Database.Database) =>
  database.prepare(`select count(*) from ${table}`).pluck().get();

describe("a wall of the reference", () => {
  test.each([["status"], ["health"], ["summary"], ["findings"], ["history"], ["show", "abcdef"]])(
    "%s %s: status 4, the command that takes it over, and nothing changes",
    (...argv) => {
      const folder = wall();
      const before = everythingIn(folder.root);
      const { status, stderr } = steadystate(
        argv.filter((word) => word !== undefined),
        { cwd: folder.root },
      );
      expect([status, looksLikeStack(stderr)]).toEqual([4, false]);
      expect(stderr).toContain("Python steadystate");
      expect(stderr).toContain("next: steadystate scan");
      expect(everythingIn(folder.root)).toEqual(before);
    },
  );

  test("ci and a stateless scan do not touch it", () => {
    const folder = wall();
    const before = everythingIn(folder.root);
    expect(steadystate(["ci", "plan.json", "--fail-on", "none"], { cwd: folder.root }).status).toBe(0);
    expect(steadystate(["scan", "plan.json", "--stateless"], { cwd: folder.root }).status).toBe(0);
    expect(everythingIn(folder.root)).toEqual(before);
  });

  test("the first scan takes it over, tells it once, and knows what the reference knew", () => {
    const folder = wall();
    const first = steadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
    expect(first.status).toBe(0);
    expect(first.stderr.split("\n")).toContain(
      `took over the memory of the Python steadystate: 3002 findings, 1 mute, 0 snoozes, 1 decision; the old file is kept as ${folder.at(".steadystate/state.db.reference")}`,
    );
    const again = steadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
    expect([again.status, again.stderr.includes("took over")]).toEqual([0, false]);
    const listed = JSON.parse(
      steadystate(["findings", "logs", "--all", "--json"], { cwd: folder.root }).stdout,
    ).data.findings;
    expect(listed).toMatchObject([{ presence: "present", firstSeen: expect.stringContaining("2025-03-01") }]);
    expect(steadystate(["history", "--verify"], { cwd: folder.root }).status).toBe(0);
    const { stdout } = steadystate(["show", golden.crash.slice(0, 8)], { cwd: folder.root });
    expect(stdout).toContain("web is crash-looping");
    expect(stdout).toContain("only the Python steadystate saw it");
    expect(stdout).not.toContain("a complete look without");
    const health = JSON.parse(steadystate(["health", "--json"], { cwd: folder.root }).stdout).data;
    expect([health.verdict, health.because[0]]).toEqual(["UNKNOWN", expect.stringContaining("web")]);
  });

  // Where it dies: with the copy made and not yet written; with half of the rows written; before the end; after it.
  test.each([
    ["serialize", 1],
    ['insert into "findings"', 2000],
    ["drop table", 1],
    ["commit", 1],
  ])("killed at %s %d: the reference's memory is whole, and the next scan takes it over", (moment, nth) => {
    const folder = wall();
    const dying = folder.at("dying.cjs");
    folder.writeRaw(
      "dying.cjs",
      `const Database = require(${JSON.stringify(require.resolve("better-sqlite3"))});
       const statement = Object.getPrototypeOf(new Database(":memory:").prepare("select 1"));
       const die = () => process.kill(process.pid, "SIGKILL");
       let seen = 0;
       for (const name of ["run", "all"]) {
         const real = statement[name];
         statement[name] = function (...values) {
           if (this.source.startsWith(${JSON.stringify(moment)}) && ++seen === ${nth}) die();
           return real.apply(this, values);
         };
       }
       // The bundle has the package's code in it, and the addon in common.
       const opened = new Database(":memory:");
       const [inner] = Object.getOwnPropertySymbols(opened);
       const native = Object.getPrototypeOf(opened[inner]);
       const { serialize } = native;
       native.serialize = function (...values) {
         const bytes = serialize.apply(this, values);
         if (${JSON.stringify(moment)} === "serialize") die();
         return bytes;
       };`,
    );
    const { signal } = spawnSync(process.execPath, ["-r", dying, mainFile, "scan", "plan.json"], {
      cwd: folder.root,
      env: { PATH: process.env["PATH"] ?? "", HOME: folder.root },
    });
    expect(signal).toBe("SIGKILL");
    const copy = temporaryFolder();
    cpSync(folder.at(".steadystate"), copy.at("."), { recursive: true });
    const whole = rawly(copy.at("state.db"), (database) => [
      countIn("findings")(database),
      countIn("audit_log")(database),
      database.pragma("integrity_check", { simple: true }),
    ]);
    expect(whole).toEqual([3002, 1, "ok"]);
    const { status, stderr } = steadystate(["scan", "plan.json"], { cwd: folder.root });
    expect([status, stderr.includes("3002 findings")]).toEqual([0, true]);
    expect(readdirSync(folder.at(".steadystate")).sort()).toEqual([
      ".gitignore",
      "key",
      "state.db",
      "state.db.reference",
    ]);
  });

  test("a store of our own first version is brought up to date by the scan that readers name", () => {
    const folder = temporaryFolder({ "plan.json": plan });
    mkdirSync(folder.at(".steadystate"));
    rawly(folder.at(".steadystate/state.db"), (database) => {
      database.exec(migrations[0] ?? "");
      database.pragma(`application_id = ${applicationId}`);
      database.pragma("user_version = 1");
    });
    const read = () => steadystate(["findings"], { cwd: folder.root });
    expect([read().status, read().stderr.includes("next: steadystate scan")]).toEqual([4, true]);
    expect(steadystate(["scan", "plan.json"], { cwd: folder.root }).status).toBe(0);
    expect(read().status).toBe(0);
  });

  test("going back is moving the copy over it", () => {
    const folder = wall();
    steadystate(["scan", "plan.json"], { cwd: folder.root });
    const kept = rawly(folder.at(".steadystate/state.db.reference"), (database) => [
      database.pragma("journal_mode = wal", { simple: true }),
      countIn("findings")(database),
      database.prepare("select details from findings where fingerprint = ?").pluck().get(golden.crash),
    ]);
    expect(kept).toEqual(["wal", 3002, expect.stringContaining("hunter2-canary")]);
  });
});
