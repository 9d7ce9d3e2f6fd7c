import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineVerb, rooms, type Verb } from "../../../src/verbs/verb.ts";
import { cli, json } from "../support/cli.ts";
import { fakeKit } from "../support/kit.ts";

/** As many verbs as the whole product has. */
const crowd = (): readonly Verb[] =>
  Array.from({ length: 58 }, (_, at) =>
    defineVerb({
      name: `crowded-verb-${at}`,
      room:
        (["working", "look", "act", "quiet", "teach", "github", "connect", "setup"] as const)[at % 8] ??
        "look",
      summary: "A summary that is exactly as long as a summary may ever be..",
      input: z.strictObject({}),
      output: z.object({}),
      positionals: [],
      examples: ["a", "b"],
      tier: "read",
      effect: "none",
      doors: "all",
      run: async () => ({}),
      view: () => [],
    }),
  );

const lines = (text: string) => text.trimEnd().split("\n");
const widest = (text: string) => Math.max(...lines(text).map((line) => line.length));

describe("help", () => {
  test.each([
    ["a few verbs", fakeKit()],
    ["all verbs there will ever be", fakeKit(crowd)],
  ])("fits one screen with %s, in the order of the rooms", async (_what, kit) => {
    const { stdout, exit } = await cli("--help", { kit });
    expect(exit).toBe(0);
    expect(lines(stdout).length).toBeLessThanOrEqual(40);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    const titles = lines(stdout).filter((line) => Object.values<string>(rooms).includes(line));
    const present = Object.entries(rooms).filter(
      ([room]) => kit.verbs.some((verb) => verb.room === room) || room === "connect",
    );
    expect(titles).toEqual(present.map(([, title]) => title));
    for (const { name } of kit.verbs) expect(stdout).toContain(name.split(" ").at(-1));
    for (const name of ["chat", "mcp"]) expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test("neither it nor a usage error loads a verb or opens anything", async () => {
    for (const line of [
      "--help",
      "help scan",
      "help all",
      "help glossary",
      "scna",
      "scan --bogus",
      "show",
      "--version",
    ]) {
      const { kit } = await cli(line);
      expect([line, kit.loaded, kit.asked]).toEqual([line, [], []]);
    }
  });

  test("of one verb says usage, arguments, options, effects, statuses and examples", async () => {
    const { stdout, exit } = await cli("help scan");
    expect(exit).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    expect(stdout).toContain("Usage: steadystate scan [path] [options]");
    expect(stdout).toMatch(
      /-f, --fail-on <value> +severity that fails \(one of: any, low, high; default:\n +high\)/,
    );
    expect(stdout).toMatch(/\[path\] +folder or captured document \(config \[defaults\] path\)/);
    expect(stdout).toContain("--[no-]probe");
    expect(stdout).toContain("only reads and changes nothing");
    expect(stdout.indexOf("--fail-on")).toBeLessThan(stdout.indexOf("--directory"));
    for (const status of [0, 1, 2, 3, 4, 5, 6, 7, 130])
      expect(stdout).toMatch(new RegExp(`^  ${status} `, "m"));
    expect(stdout.match(/^ {2}steadystate scan/gm)).toHaveLength(2);
  });

  test.each(["scan --help", "-h scan", "--help scan", "scan -h --limit 3", "scan too many words --help"])(
    "%s is help scan",
    async (line) => expect((await cli(line)).stdout).toBe((await cli("help scan")).stdout),
  );

  test.each(["help silo", "silo --help"])("%s names the family", async (line) => {
    const { stdout, exit } = await cli(line);
    expect(exit).toBe(0);
    expect(stdout).toContain("silo add");
    expect(stdout).toContain("silo rm");
  });

  test("is one JSON document under --json", async () => {
    for (const line of [
      "help --json",
      "help scan --json",
      "--json --help",
      "help glossary --json",
      "--version --json",
    ]) {
      expect(json((await cli(line)).stdout)).toMatchObject({ ok: true });
    }
  });

  test("goes by aliases and knows the doors", async () => {
    expect((await cli("help get")).stdout).toBe((await cli("help show")).stdout);
    expect((await cli("help mcp")).stdout).toContain("--write");
  });
});
