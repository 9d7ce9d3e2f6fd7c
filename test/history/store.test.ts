import { execFile } from "node:child_process";
import { chmod, cp, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { migrations } from "../../src/history/migrations.ts";
import { openHistory } from "../../src/history/store.ts";
import { schemaVersion } from "../../src/history/version.ts";
import { makeScope } from "../support/make.ts";
import {
  asNobody,
  contentsOf,
  giveAway,
  itemOf,
  lookAt,
  opened,
  rawly,
  start,
  stateFile,
  temporaryFolder,
} from "./temporary.ts";

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const read = (file: string) => openHistory({ file, mode: "read", now: () => start });
const write = (file: string) => openHistory({ file, mode: "write", now: () => start });

describe("opening to write", () => {
  test("makes a private folder that git ignores, a private file and a key", async () => {
    const file = await stateFile();
    await opened(file);
    const folder = dirname(file);
    expect((await readdir(folder)).sort()).toEqual([".gitignore", "key", "state.db"]);
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    expect(await modeOf(folder)).toBe(0o700);
    expect(await Promise.all(["key", "state.db"].map((name) => modeOf(join(folder, name))))).toEqual([
      0o600, 0o600,
    ]);
  });

  test("closes its own folder where it stood open, and follows no link to another", async () => {
    const file = await stateFile();
    const folder = dirname(file);
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
    await opened(file);
    expect(await modeOf(folder)).toBe(0o700);
    const elsewhere = await temporaryFolder();
    await chmod(elsewhere, 0o755);
    const link = join(await temporaryFolder(), ".steadystate");
    await symlink(elsewhere, link);
    await expect(opened(join(link, "state.db"))).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining("is a link"),
    });
    expect([await modeOf(elsewhere), await readdir(elsewhere)]).toEqual([0o755, []]);
  });

  test("leaves no journal behind and keeps key and rows when opened again", async () => {
    const file = await stateFile();
    const first = await opened(file);
    await first.remember(lookAt([itemOf("logs")]));
    const seal = first.seal("hunter2");
    await first.close();
    expect((await readdir(dirname(file))).sort()).toEqual([".gitignore", "key", "state.db"]);
    const second = await opened(file);
    expect(second.seal("hunter2")).toBe(seal);
    expect(await second.findings({})).toHaveLength(1);
  });

  test("does not hide a folder that was there and is not its own", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "key"), "somebody's");
    await opened(join(folder, "state.db"));
    expect((await readdir(folder)).sort()).toEqual(["key", "state.db", "state.db.key"]);
    expect(await readFile(join(folder, "key"), "utf8")).toBe("somebody's");
  });

  test("adopts an empty file", async () => {
    const file = join(await temporaryFolder(), "state.db");
    await writeFile(file, "");
    expect(await read(file)).toBeUndefined();
    const history = await opened(file);
    expect(await history.findings({})).toEqual([]);
  });
});

describe("opening to read", () => {
  test("is nothing where nothing was remembered, and makes nothing", async () => {
    const folder = await temporaryFolder();
    expect(await read(join(folder, ".steadystate", "state.db"))).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test("leaves every byte and every name as it was", async () => {
    const file = await stateFile();
    const writer = await opened(file);
    await writer.remember(lookAt([itemOf("logs")]));
    const seal = writer.seal("hunter2");
    await writer.close();
    const before = await contentsOf(dirname(file));
    const reader = await opened(file, { mode: "read" });
    expect(await reader.findings({})).toHaveLength(1);
    expect(await reader.lastLooks()).toHaveLength(1);
    expect(reader.seal("hunter2")).toBe(seal);
    expect(await contentsOf(dirname(file))).toEqual(before);
    await expect(reader.remember(lookAt([]))).rejects.toMatchObject({ code: "store-unusable" });
    await reader.close();
    expect(await contentsOf(dirname(file))).toEqual(before);
  });

  test("works in a folder that may not be written", async (context) => {
    const file = await stateFile();
    const folder = dirname(file);
    const writer = await opened(file);
    await writer.remember(lookAt([itemOf("logs")]));
    await writer.close();
    await giveAway(folder);
    await chmod(folder, 0o555);
    await asNobody(async () => {
      const barred = await writeFile(join(folder, "probe"), "").then(
        () => false,
        () => true,
      );
      if (!barred) context.skip("a plain write into a folder of mode 555 works here");
      const reader = await opened(file, { mode: "read" });
      expect(await reader.findings({})).toHaveLength(1);
      await reader.close();
      await expect(write(file).then((history) => history?.remember(lookAt([])))).rejects.toMatchObject({
        code: "store-unusable",
      });
    });
    await chmod(folder, 0o700);
  });

  test("cannot seal before a key was made", async () => {
    const file = join(await temporaryFolder(), "state.db");
    await (await opened(file)).close();
    const bare = join(await temporaryFolder(), "state.db");
    await cp(file, bare);
    const reader = await opened(bare, { mode: "read" });
    expect(() => reader.seal("hunter2")).toThrow(expect.objectContaining({ code: "store-unusable" }));
  });
});

describe("what is refused, and left as it is", () => {
  const make = (file: string, script: string) => rawly(file, (database) => database.exec(script));
  const reference = `pragma journal_mode = wal; create table findings (fingerprint text primary key);
    create table llm_calls (id integer); create table pending_actions (id integer);
    create table audit_log (id integer); create table analyses (id integer);`;
  type Case = readonly [string, (file: string) => Promise<unknown> | unknown, string, RegExp];
  const cases: readonly Case[] = [
    [
      "text",
      (file) => writeFile(file, "not a database, but long enough ".repeat(9)),
      "store-unusable",
      /not a database/,
    ],
    ["a torn header", (file) => writeFile(file, "SQLite format 3\0"), "store-unusable", /not a database/],
    [
      "a newer store",
      (file) => make(file, "create table t (a); pragma user_version = 99"),
      "store-unusable",
      /version 99\b.*\b\d+$/,
    ],
    [
      "a stranger's tables",
      (file) => make(file, "create table invoices (id)"),
      "store-unusable",
      /another program/,
    ],
    [
      "a stranger's version",
      (file) => make(file, "create table t (a); pragma user_version = 1"),
      "store-unusable",
      /another program/,
    ],
    ["tables named as the reference's", (file) => make(file, reference), "store-unusable", /another program/],
    ["a folder", (file) => mkdir(file), "usage", /is a folder/],
    ["a device", (file) => symlink("/dev/null", file), "usage", /not a plain file/],
  ];
  test.each(cases)("%s", async (_, prepare, code, message) => {
    const folder = await temporaryFolder();
    const file = join(folder, "state.db");
    await prepare(file);
    const before = await contentsOf(folder);
    for (const open of [read, write])
      await expect(open(file)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/\S/),
      });
    expect(await contentsOf(folder)).toEqual(before);
  });

  test.each([
    ["an empty path", ""],
    ["a path through a file", "FILE/state.db"],
    ["a path with a NUL", "state\0.db"],
    ["a path that SQLite would trim", "state.db "],
  ])("%s", async (_, path) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "FILE"), "");
    const file = path === "" ? "" : join(folder, path);
    for (const open of [read, write]) await expect(open(file)).rejects.toMatchObject({ code: "usage" });
    expect(await readdir(folder)).toEqual(["FILE"]);
  });

  test("a store that is damaged inside is not opened to write, and fails where it is read", async () => {
    const file = await stateFile();
    const writer = await opened(file);
    await writer.remember(lookAt(Array.from({ length: 300 }, (_, n) => itemOf(`b${n}`))));
    await writer.close();
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xff, bytes.length / 2));
    await expect(opened(file)).rejects.toMatchObject({
      code: "store-unusable",
      hint: expect.stringContaining("mv "),
    });
    const reader = await opened(file, { mode: "read" });
    await expect(reader.findings({})).rejects.toMatchObject({ code: "store-unusable" });
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });

  test("a write-ahead store is not opened to read, because that leaves files", async () => {
    const file = await stateFile();
    await (await opened(file)).close();
    rawly(file, (database) => database.pragma("journal_mode = wal"));
    const before = await contentsOf(dirname(file));
    await expect(read(file)).rejects.toMatchObject({ code: "store-unusable" });
    expect(await contentsOf(dirname(file))).toEqual(before);
    await (await opened(file)).close();
    expect(await (await opened(file, { mode: "read" })).findings({})).toEqual([]);
  });
});

describe("when it cannot be done", () => {
  test("a missing addon names the rebuild command", async () => {
    const folder = await temporaryFolder();
    const home = dirname(createRequire(import.meta.url).resolve("better-sqlite3/package.json"));
    const copy = join(folder, "node_modules", "better-sqlite3");
    await cp(join(home, "lib"), join(copy, "lib"), { recursive: true });
    await cp(join(home, "package.json"), join(copy, "package.json"));
    for (const needed of ["bindings", "file-uri-to-path"])
      await cp(join(home, "..", needed), join(copy, "..", needed), { recursive: true });
    const driver = createRequire(pathToFileURL(join(folder, "here.js")));
    const file = join(folder, "state.db");
    await expect(
      openHistory({ file, mode: "write", now: () => start, driver: async () => driver("better-sqlite3") }),
    ).rejects.toMatchObject({ code: "store-unusable", hint: "npm rebuild better-sqlite3", exit: 4 });
    const gone = async () => (await import(`${"no"}-such-addon`)).default;
    await expect(openHistory({ file, mode: "read", now: () => start, driver: gone })).rejects.toMatchObject({
      hint: "npm rebuild better-sqlite3",
    });
  });

  test("a row that fails takes the whole look with it", async () => {
    const file = await stateFile();
    const history = await opened(file);
    await history.remember(lookAt([itemOf("logs")]));
    const counts = () =>
      rawly(file, (database) =>
        ["scopes", "findings", "scans", "events"].map((table) =>
          database.prepare(`select count(*) n from ${table}`).get(),
        ),
      );
    const before = counts();
    rawly(file, (database) =>
      database.exec(
        "create trigger bad before insert on findings when new.name = 'b7' begin select raise(abort, 'no'); end",
      ),
    );
    const many = Array.from({ length: 9 }, (_, n) => itemOf(`b${n}`));
    const elsewhere = makeScope({ realPath: "/elsewhere" });
    await expect(history.remember(lookAt(many, { scope: elsewhere }))).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining(file),
    });
    expect(counts()).toEqual(before);
    rawly(file, (database) => database.exec("drop trigger bad"));
    await history.remember(lookAt(many, { scope: elsewhere }));
    expect(await history.findings({})).toHaveLength(10);
  });

  test("a full disk is named, and what was there stays", async () => {
    const file = await stateFile();
    await (await opened(file)).remember(lookAt([itemOf("logs")]));
    class Small extends Database {
      constructor(path: string | Buffer, options?: Database.Options) {
        super(path, options);
        if (options?.readonly !== true) this.pragma("max_page_count = 60");
      }
    }
    const history = await opened(file, { driver: async () => Small });
    const many = Array.from({ length: 900 }, (_, n) => itemOf(`b${n}`));
    await expect(history.remember(lookAt(many))).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringContaining("disk is full"),
    });
    expect((await history.findings({})).map(({ label }) => label)).toEqual(["aws_s3_bucket.logs"]);
  });

  const holder = `
    const database = new (require("better-sqlite3"))(process.argv[1]);
    database.exec("begin exclusive");
    process.stdout.write("held");
    setTimeout(() => database.exec("rollback"), Number(process.argv[2]));
  `;
  const holding = async (file: string, milliseconds: number): Promise<void> => {
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    const child = execFile(process.execPath, ["-e", holder, file, String(milliseconds)], { cwd });
    await new Promise((resolve) => child.stdout?.once("data", resolve));
  };

  test("another process that writes is waited for", async () => {
    const file = await stateFile();
    const history = await opened(file);
    await holding(file, 300);
    await history.remember(lookAt([itemOf("logs")]));
    expect(await history.findings({})).toHaveLength(1);
  });

  test("and named when it holds on", async () => {
    const file = await stateFile();
    await (await opened(file)).close();
    class Hasty extends Database {
      constructor(path: string | Buffer, options?: Database.Options) {
        super(path, { ...options, timeout: 20 });
      }
    }
    const history = await opened(file, { driver: async () => Hasty });
    await holding(file, 600);
    await expect(history.remember(lookAt([itemOf("logs")]))).rejects.toMatchObject({
      code: "store-unusable",
      message: expect.stringMatching(/held by another run/),
    });
  });
});

describe("eight at once", () => {
  test("lose nothing, each in its own scope, from the first making of the file on", async () => {
    const file = await stateFile();
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    await Promise.all(
      names.map(async (name) => {
        const history = await opened(file);
        const scope = makeScope({ target: name, realPath: `/plans/${name}` });
        for (let round = 0; round < 3; round += 1)
          await history.remember(lookAt([itemOf(`${name}1`), itemOf(`${name}2`)], { scope }));
      }),
    );
    const history = await opened(file);
    expect(await history.findings({})).toHaveLength(16);
    expect(await history.lastLooks()).toHaveLength(8);
    expect(rawly(file, (database) => database.prepare("select count(*) n from scans").get())).toEqual({
      n: 24,
    });
    expect(rawly(file, (database) => database.prepare("select version, at from migrations").all())).toEqual(
      Array.from({ length: schemaVersion }, (_, index) => ({ version: index + 1, at: start })),
    );
  });
});

test("the version is how many migrations there are", () => {
  expect(schemaVersion).toBe(migrations.length);
});
