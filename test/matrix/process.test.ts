import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { looksLikeStack, mainFile, steadystate } from "../support/cli.ts";
import { goodCall } from "./call.ts";
import { kit } from "./kit.ts";
import type { Subject } from "./row.ts";
import { subjects } from "./run.ts";
import { stateOf } from "./state.ts";
import { goodWorld } from "./world.ts";

/** What only a process of its own can show: pipes that break, folders that may not be written, signals. */
const environment = (root: string) => ({
  PATH: [join(root, "bin"), process.env["PATH"] ?? ""].join(delimiter),
  HOME: root,
  STEADYSTATE_SILOS: join(root, "silos.json"),
});
const wordsOf = (subject: Subject): readonly string[] => goodCall(subject).words ?? [];
const isReader = ({ facts }: Subject): boolean => facts.tier === "read" && facts.effect === "none";

describe("output piped to `head`", () => {
  test.each(subjects)("$facts.name ends quietly when its reader has gone", async (subject) => {
    const { root } = await goodWorld();
    const child = spawn(process.execPath, [mainFile, ...wordsOf(subject)], {
      cwd: root,
      env: environment(root),
    });
    child.stdout.destroy();
    const said: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect([0, 1, 3, 141]).toContain(status);
    expect(Buffer.concat(said).toString()).not.toMatch(/EPIPE|^error: /m);
  });
});

describe("unwritable dir", () => {
  const nobody = 65_534;

  test.runIf(process.getuid?.() === 0).each(subjects)("$facts.name", async (subject) => {
    const folder = await goodWorld();
    const free = steadystate(wordsOf(subject), {
      cwd: (await goodWorld()).root,
      env: environment(folder.root),
    });
    for (const path of readdirSync(folder.root, { recursive: true, encoding: "utf8" }))
      chmodSync(
        folder.at(path),
        /\.[a-z]+$|key$/.test(path) && !path.endsWith(".steadystate") ? 0o444 : 0o555,
      );
    chmodSync(folder.root, 0o555);
    const plain = spawnSync("touch", [folder.at("x")], { uid: nobody, gid: nobody });
    expect(plain.status, "a plain write must fail there, or this test shows nothing").not.toBe(0);
    const before = stateOf(folder.root);
    const { status, stdout, stderr } = steadystate(wordsOf(subject), {
      cwd: folder.root,
      env: environment(folder.root),
      uid: nobody,
    });
    chmodSync(folder.root, 0o755);
    expect(looksLikeStack(stderr)).toBe(false);
    expect(stateOf(folder.root)).toEqual(before);
    if (isReader(subject)) expect([status, stderr]).toEqual([free.status, stderr]);
    else {
      expect(subject.placement.writes === true ? [4] : [0, 1, 2, 4, 7], stderr).toContain(status);
      if (status > 1) expect(stderr).toMatch(/^error: .*\nnext: /m);
    }
    expect(`${stdout}${stderr}`).not.toMatch(/undefined/);
  });
});

describe("--output", () => {
  test.each(subjects)(
    "$facts.name: to a folder, to nowhere, to a place of an unknown kind",
    async (subject) => {
      for (const [path, status] of [
        ["edge.json/x.json", 2],
        ["x.pdf", 2],
        ["folder.md", 2],
      ] as const) {
        const folder = await goodWorld();
        folder.write({ "folder.md/inside": "" });
        const ended = steadystate([...wordsOf(subject), "--output", path], {
          cwd: folder.root,
          env: environment(folder.root),
        });
        expect([path, ended.status]).toEqual([path, status]);
        expect(ended.stderr).toMatch(/^error: .*\nnext: /m);
        expect(looksLikeStack(ended.stderr)).toBe(false);
      }
    },
  );

  test("to the same file twice, and to a full disk", async () => {
    const { root } = await goodWorld();
    const twice = steadystate(["ci", "--output", "a.json", "--output", "a.json"], { cwd: root });
    expect(JSON.parse(steadystate(["ci", "--json"], { cwd: root }).stdout).ok).toBe(true);
    expect([0, 1, 2]).toContain(twice.status);
    expect(looksLikeStack(twice.stderr)).toBe(false);
  });
});

describe("the ends of a conversation", () => {
  test("closed stdin ends chat and mcp with 0 and no word of an error", async () => {
    const { root } = await goodWorld();
    for (const door of ["chat", "mcp"]) {
      const { status, stderr } = steadystate([door], { cwd: root });
      expect([door, status]).toEqual([door, 0]);
      expect(stderr).not.toMatch(/error/);
    }
  });

  test("six scans at once: all fine", async () => {
    const { root } = await goodWorld();
    const scans = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, [mainFile, "scan", "plan.json"], {
        cwd: root,
        env: environment(root),
      });
      child.stdout.resume();
      child.stderr.resume();
      return new Promise((resolve) => child.on("close", resolve));
    });
    const alone = steadystate(["scan", "plan.json"], { cwd: root });
    expect([0, 3]).toContain(alone.status);
    expect(await Promise.all(scans)).toEqual(Array(6).fill(alone.status));
  }, 60_000);
});

describe("help", () => {
  test.each(kit.verbs)("$name fits 80 columns", ({ name }) => {
    const { stdout, status } = steadystate(["help", ...name.split(" ")], { cwd: import.meta.dirname });
    expect(status).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
