import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { interrupt } from "../support/interrupt.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { startSteadystate } from "../support/start.ts";
import { askStore, filesOf, isSound, planOf, storeOf } from "./store.ts";

const count = 3000;

/** Which of the two looks the store holds, whole: any mixture is neither. */
const held = (folder: Repo): string => {
  const rows = askStore<{ readonly tag: string; readonly n: number }>(
    storeOf(folder),
    "select case when facts like '%first%' then 'first' else 'second' end tag, count(*) n from findings group by tag",
  );
  const scans = askStore<{ readonly n: number }>(storeOf(folder), "select count(*) n from scans")?.[0]?.n;
  return JSON.stringify([rows, scans]);
};
const before = JSON.stringify([[{ tag: "first", n: count }], 1]);
const after = JSON.stringify([[{ tag: "second", n: count }], 2]);

const scanned = (): Repo => {
  const folder = temporaryFolder({ "plan.json": planOf(count, "first") });
  expect(steadystate(["scan", "plan.json", "--json"], { cwd: folder.root }).status).toBe(0);
  folder.write({ "plan.json": planOf(count, "second") });
  return folder;
};

const whole = (folder: Repo): void => {
  // A reader may find a journal that has to be rolled back; the next verb that writes does it, and says nothing of it.
  const read = steadystate(["summary", "--json"], { cwd: folder.root });
  expect([0, 4]).toContain(read.status);
  expect(looksLikeStack(read.stderr)).toBe(false);
  const next = steadystate(["unmute", "0".repeat(64)], { cwd: folder.root });
  expect([next.status, next.stderr]).toEqual([5, expect.not.stringContaining("memory")]);
};

describe("a write that was interrupted", { timeout: 60_000 }, () => {
  const finding = (folder: Repo): string =>
    askStore<{ readonly print: string }>(
      storeOf(folder),
      "select fingerprint print from findings order by fingerprint limit 1",
    )?.[0]?.print ?? "";

  test.each([
    ["unmute FINDING", 0],
    ["mute FINDING --for 2d", 0],
    ["snooze FINDING 2d", 0],
    ["resolve FINDING", 0],
    ["reopen FINDING", 6],
    ["commit-mutes", 0],
    [`mute ${"0".repeat(64)} --for 2d`, 5],
  ])("is undone by %s, which may write", (words, status) => {
    const folder = scanned();
    const asked = words.replace("FINDING", finding(folder)).split(" ");
    interrupt(storeOf(folder));
    expect([steadystate(asked, { cwd: folder.root }).status, filesOf(folder)]).toEqual([
      status,
      expect.not.arrayContaining(["state.db-journal"]),
    ]);
    expect(held(folder)).toBe(before);
    expect(askStore(storeOf(folder), "select 1 from findings where title = 'half-done'")).toEqual([]);
  });

  test("stays where a verb only reads, which says who undoes it", () => {
    const folder = scanned();
    interrupt(storeOf(folder));
    const bytes = () =>
      filesOf(folder).map((name) => readFileSync(folder.at(`.steadystate/${name}`), "base64"));
    const standing = bytes();
    for (const verb of ["summary", "findings", "show 0000", "history"]) {
      const read = steadystate(verb.split(" "), { cwd: folder.root });
      expect([verb, read.status, read.stderr]).toEqual([
        verb,
        4,
        expect.stringContaining("next: run `steadystate scan`"),
      ]);
    }
    expect(bytes()).toEqual(standing);
  });
});

describe("a scan that is killed", { timeout: 120_000 }, () => {
  test("at any point of its life leaves the last state whole, and the next one works", async () => {
    const folder = scanned();
    const started = performance.now();
    const trial = startSteadystate(["scan", "plan.json", "--json", "--state", "aside.db"], {
      cwd: folder.root,
    });
    await trial.ended;
    const span = performance.now() - started;
    for (let step = 1; step <= 8; step += 1) {
      const run = startSteadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
      await pause((span * step) / 9);
      run.kill("SIGKILL");
      await run.ended;
      if (existsSync(`${storeOf(folder)}-journal`)) whole(folder);
      if (held(folder) === after) break;
      expect(held(folder)).toBe(before);
    }
    const last = steadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
    expect([last.status, isSound(storeOf(folder))]).toEqual([0, true]);
    expect(filesOf(folder)).toEqual([".gitignore", "key", "state.db"]);
  });

  test("while its journal stands is undone by the next run that may write", async () => {
    const folder = scanned();
    const journal = `${storeOf(folder)}-journal`;
    let caught = false;
    for (let tries = 0; tries < 10 && !caught; tries += 1) {
      const run = startSteadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
      let isOver = false;
      void run.ended.then(() => {
        isOver = true;
      });
      const seen = (): boolean => (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 4096;
      while (!seen() && !isOver) await pause(1);
      run.kill("SIGKILL");
      await run.ended;
      caught = existsSync(journal);
      if (!caught) folder.write({ "plan.json": planOf(count, `second ${tries}`) });
    }
    expect(caught).toBe(true);
    const read = steadystate(["summary"], { cwd: folder.root });
    // Before its first page is overwritten a journal is no reason to wait; afterwards the reader says what to do.
    expect(looksLikeStack(read.stderr)).toBe(false);
    expect(read.status === 0 ? "next: " : read.stderr).toContain("next: ");
    expect([0, 4]).toContain(read.status);
    const next = steadystate(["scan", "plan.json", "--json"], { cwd: folder.root });
    expect([next.status, isSound(storeOf(folder)), existsSync(journal)]).toEqual([0, true, false]);
    expect(steadystate(["summary"], { cwd: folder.root }).status).toBe(0);
  });
});

test("a change of a committed file that is killed leaves it as it was or as it was to be", {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const path = folder.at("steadystate/checks.json");
  const add = (n: number): readonly string[] => [
    "add-check",
    JSON.stringify({
      name: `c${n}`,
      read: { kind: "http", url: "https://shop.example/" },
      emit: { severity: "low", title: "t" },
    }),
  ];
  expect(steadystate(add(0), { cwd: folder.root }).status).toBe(0);
  const lock = folder.at("steadystate/.checks.json.lock");
  const isHeld = (): boolean => existsSync(lock);
  /** Starts a change, and comes back when it holds the file, or is over. What a killed one left is not its lock. */
  const holding = async (n: number) => {
    rmSync(lock, { force: true });
    const run = startSteadystate(add(n), { cwd: folder.root });
    const state = { isOver: false };
    void run.ended.then(() => {
      state.isOver = true;
    });
    while (!isHeld() && !state.isOver) await pause(1);
    return run;
  };
  const trial = await holding(1);
  const since = performance.now();
  while (isHeld()) await pause(1);
  const span = performance.now() - since;
  await trial.ended;
  let caught = 0;
  for (let step = 0; step < 12; step += 1) {
    const run = await holding(step + 2);
    await pause((span * step) / 9);
    run.kill("SIGKILL");
    await run.ended;
    if (isHeld()) caught += 1;
    const entries: readonly { readonly name: string }[] = JSON.parse(readFileSync(path, "utf8"));
    expect(entries[0]?.name).toBe("c0");
  }
  expect(caught, "none of them was killed while it held the file").toBeGreaterThan(0);
  // The next one takes over what the last one left.
  writeFileSync(lock, JSON.stringify({ pid: trial.pid, host: hostname() }));
  expect(steadystate(add(99), { cwd: folder.root }).status).toBe(0);
  expect(readFileSync(path, "utf8")).toContain('"c99"');
});
