import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { runCli } from "../../../src/doors/cli/index.ts";
import { defineVerb } from "../../../src/verbs/verb.ts";
import { cli, json, nextTurn, type Options } from "../support/cli.ts";
import { capture, fakeKit } from "../support/kit.ts";

describe("an answer", () => {
  test("is stdout alone; notices are stderr and inert, and --quiet ends them", async () => {
    const { stdout, stderr, exit, kit } = await cli("status");
    expect([stdout, stderr, exit]).toEqual(["UNKNOWN\n", "reading memory\n", 3]);
    expect(kit.open()).toBe(0);
    expect((await cli("status --quiet")).stderr).toBe("");
  });

  test("is one envelope under --json", async () => {
    const { stdout, stderr } = await cli("status --json");
    expect(json(stdout)).toEqual({
      schema: "steadystate/status/v1",
      ok: true,
      generated_at: "2025-01-02T00:00:00Z",
      data: { verdict: "UNKNOWN" },
    });
    expect(stderr).toBe("reading memory\n");
    expect(json((await cli("silo add edge --json")).stdout)["schema"]).toBe("steadystate/silo-add/v1");
  });

  test("has the other formats", async () => {
    expect(JSON.parse((await cli("show 3f2a --format bare")).stdout)).toEqual([{ id: "3f2a" }]);
    expect((await cli("show 3f2a --format markdown")).stdout).toContain("finding 3f2a");
  });

  test("is folded into the statuses of the reference where that is asked for", async () => {
    const display = { STEADYSTATE_EXIT_COMPAT: "1" };
    expect((await cli("status", { display })).exit).toBe(1);
    expect((await cli("show ffff", { display })).exit).toBe(1);
    expect((await cli("show", { display })).exit).toBe(2);
    expect((await cli("show boom", { display })).exit).toBe(70);
  });

  test("is written beside stdout too, by the ending of the name", async () => {
    const { kit, exit, stdout } = await cli("show 3f2a --output a.json --output sub/b.md --output /c.txt");
    expect([exit, stdout]).toEqual([0, "finding 3f2a\n"]);
    expect([...kit.files.keys()]).toEqual(["/wall/a.json", "/wall/sub/b.md", "/c.txt"]);
    expect(json(kit.files.get("/wall/a.json") ?? "")).toMatchObject({
      ok: true,
      data: { rows: [{ id: "3f2a" }] },
    });
    expect(kit.files.get("/c.txt")).toBe("finding 3f2a\n");
  });

  test("that failed replaces what an earlier run left in the file", async () => {
    const { kit } = await cli("show ffff --output a.json --output b.txt");
    expect(json(kit.files.get("/wall/a.json") ?? "")).toMatchObject({
      ok: false,
      error: { code: "not-found" },
    });
    expect(kit.files.get("/wall/b.txt")).toContain("there is no finding ffff");
  });

  test("that cannot be written there is still shown, and counts", async () => {
    const { exit, stdout, stderr } = await cli("show 3f2a --json --output /full/a.json");
    expect(json(stdout)).toMatchObject({ ok: true });
    expect([exit, stderr]).toEqual([2, "error: /full/a.json cannot be written\n"]);
  });
});

describe("a failure", () => {
  test("is a sentence and the next step, made inert", async () => {
    const { exit, stdout, stderr, kit } = await cli("show ffff");
    expect([exit, stdout]).toEqual([5, ""]);
    expect(stderr).toBe("error: there is no finding ffff\nnext: steadystate findings\n");
    expect(kit.open()).toBe(0);
  });

  test("cannot be given another next step or a workflow command by what was typed", async () => {
    const { exit, stderr } = await cli("show --a\n::error::b\nnext:c\n##[group]");
    expect(exit).toBe(2);
    expect(stderr).toMatch(/--a ::error::b next:c/);
    expect(stderr).not.toMatch(/^::|^next:c|##\[/m);
  });

  test("is one document under --json", async () => {
    const { stdout, stderr, exit } = await cli("show ffff --json");
    expect([exit, stderr]).toEqual([5, ""]);
    expect(stdout).not.toContain("\u001b");
    expect(json(stdout)).toMatchObject({
      schema: "steadystate/show/v1",
      ok: false,
      error: { code: "not-found", exit: 5, hint: "steadystate findings", details: { finding: "ffff" } },
    });
  });

  test("that nobody expected shows no stack; with --debug where, but no value", async () => {
    const plain = await cli("show boom");
    expect(plain.exit).toBe(70);
    expect(plain.stderr).not.toMatch(/^\s+at |hunter2/m);
    const debug = await cli("show boom --debug");
    expect(debug.stderr).toMatch(/TypeError:\n\s+at /);
    expect(debug.stderr).not.toContain("hunter2");
  });

  test("in the middle of a document is not followed by a second one", async () => {
    const kit = fakeKit(() => [
      defineVerb({
        name: "cyclic",
        room: "look",
        summary: "A result that is no JSON",
        input: z.strictObject({}),
        output: z.object({ rows: z.array(z.unknown()) }),
        positionals: [],
        examples: ["cyclic", "cyclic"],
        tier: "read",
        effect: "none",
        doors: "all",
        run: async () => ({ rows: [...Array.from({ length: 20_000 }, () => "row after row"), 1n] }),
        view: () => [],
      }),
    ]);
    const { stdout, stderr, exit } = await cli("cyclic --json", { kit });
    expect(exit).toBe(70);
    expect(stdout).not.toContain('"ok": false');
    expect(stderr).toMatch(/^error: /);
  });
});

describe("streams", () => {
  const broken = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  test("a reader that went away ends it quietly, with the status of the answer", async () => {
    const captured = capture();
    const exit = await runCli(
      ["scan", "--json"],
      { ...captured.streams, stdout: broken("EPIPE") },
      fakeKit(),
    );
    await nextTurn();
    expect([exit, captured.stderr()]).toEqual([1, ""]);
  });

  test("a full disk is no success", async () => {
    const captured = capture();
    const exit = await runCli(["show", "3f2a"], { ...captured.streams, stdout: broken("ENOSPC") }, fakeKit());
    await nextTurn();
    expect([exit, captured.stderr()]).toEqual([7, expect.stringContaining("ENOSPC")]);
  });

  test("colour: only at a terminal, by flag and by variable", async () => {
    const colourful = async (line: string, options: Options) =>
      (await cli(line, { ...options, kit: painted() })).stdout.includes("\u001b[");
    expect(await colourful("painted", {})).toBe(false);
    expect(await colourful("painted", { tty: true })).toBe(true);
    expect(await colourful("painted", { tty: true, display: { NO_COLOR: "1" } })).toBe(false);
    expect(await colourful("painted", { tty: true, display: { TERM: "dumb" } })).toBe(false);
    expect(await colourful("painted --no-color", { tty: true, display: { FORCE_COLOR: "1" } })).toBe(false);
    expect(await colourful("painted", { display: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await colourful("--color painted", { display: { NO_COLOR: "1" } })).toBe(true);
  });

  test("progress shows after a second to who watches, and is gone when the answer comes", async () => {
    const slow = await cli("slow", { kit: painted(), tty: true });
    expect(slow.stderr).toBe("looking... 1 s\r\u001b[2K");
    expect((await cli("slow --quiet", { kit: painted(), tty: true })).stderr).toBe("");
  }, 10_000);

  const painted = () =>
    fakeKit(() =>
      ["painted", "slow"].map((name) =>
        defineVerb({
          name,
          room: "look",
          summary: "Colour",
          input: z.strictObject({}),
          output: z.object({}),
          positionals: [],
          examples: [name, name],
          tier: "read",
          effect: "none",
          doors: "all",
          run: async () => {
            if (name === "slow") await new Promise((resolve) => setTimeout(resolve, 1300));
            return {};
          },
          view: () => [{ kind: "line", tone: "bad", text: "red" }],
        }),
      ),
    );
});
