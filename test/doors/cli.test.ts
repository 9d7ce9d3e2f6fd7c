import { describe, expect, test } from "vitest";
import { runCli } from "../../src/doors/cli/index.ts";
import { cli, json } from "./support/cli.ts";
import { capture, fakeKit } from "./support/kit.ts";

describe("a line that is wrong", () => {
  const wrong: readonly (readonly [line: string, message: RegExp, hint: RegExp | undefined])[] = [
    ["scna", /there is no command scna, did you mean "scan"\?/, /steadystate --help/],
    ["frobnicate", /there is no command frobnicate$/m, undefined],
    ["silo", /silo needs one more word/, /silo add, silo rm/],
    ["silo ad", /there is no command silo ad, did you mean "silo add"\?/, undefined],
    ["help scna", /there is no command scna, did you mean "scan"\?/, undefined],
    ["scan --fial-on low", /scan: there is no option --fial-on, did you mean "--fail-on"\?/, undefined],
    ["scan --jsno", /there is no option --jsno, did you mean "--json"\?/, undefined],
    ["--jsno", /there is no option --jsno, did you mean "--json"\?/, undefined],
    ["scan -x", /there is no option -x/, undefined],
    ["scan --verbose=yes", /--verbose takes no value/, undefined],
    ["scan --fail-on", /--fail-on needs a value/, undefined],
    [
      "scan --fail-on lwo",
      /--fail-on: .*must be one of any, low, high; "lwo" is not, did you mean "low"\?/,
      undefined,
    ],
    ["scan --to slack,slak", /"slak" is not, did you mean "slack"\?/, undefined],
    ["scan --limit many", /limit must be a number; "many" is not/, undefined],
    ["scan a b", /scan: takes at most 1 argument, "b" is one too many/, undefined],
    ["status now", /status: takes no argument, "now" is one too many/, undefined],
    ["show", /show: <finding> is missing/, /for example: steadystate show 3f2a/],
    ["scan --format yaml", /there is no format "yaml"/, /one of: text, json/],
    ["scan --output report.pdf", /--output report.pdf: .*ending/, undefined],
    ["scan -C /nowhere", /there is no folder \/nowhere/, undefined],
    ["mcp -C /nowhere", /there is no folder \/nowhere/, undefined],
    ["chat -C /nowhere", /there is no folder \/nowhere/, undefined],
    ["mcp --wirte", /did you mean "--write"/, undefined],
  ];

  test.each(wrong)("%s: status 2, a sentence on stderr, nothing on stdout", async (line, message, hint) => {
    const { exit, stdout, stderr, kit } = await cli(line);
    expect(exit).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error: [a-z<-]/);
    expect(stderr).toMatch(message);
    if (hint !== undefined) expect(stderr).toMatch(hint);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([kit.ran, kit.open()]).toEqual([[], 0]);
  });

  test.each(wrong.map(([line]) => line).filter((line) => !line.includes("--format")))(
    "%s: under --json exactly one document",
    async (line) => {
      for (const argv of [`--json ${line}`, `${line} --json`].filter(
        (one) => !one.endsWith("--fail-on --json"),
      )) {
        const { exit, stdout, stderr } = await cli(argv);
        expect([exit, stderr]).toEqual([2, ""]);
        expect(json(stdout)).toMatchObject({ ok: false, error: { code: "usage", exit: 2 } });
      }
    },
  );

  test("two formats at once are one too many", async () => {
    const { exit, stdout } = await cli("scan --json --format plain");
    expect([exit, json(stdout)]).toEqual([2, expect.objectContaining({ ok: false })]);
  });

  test("a missing argument shows the usage too", async () => {
    expect((await cli("show")).stderr).toContain("usage: steadystate show <finding>");
  });
});

describe("global options", () => {
  test.each([
    "--silo edge --json -C /wall scan plan.json --actor bob --state /s.db",
    "scan --silo=edge plan.json -C/wall --json --actor=bob --state /s.db",
    "-C /wall scan --json --state=/s.db plan.json --actor bob --silo edge",
  ])("are read at any position: %s", async (line) => {
    const { stdout, exit, kit } = await cli(line);
    expect(exit).toBe(1);
    expect(json(stdout)).toMatchObject({ ok: true, data: { asked: { path: "plan.json" } } });
    expect(kit.asked[0]?.where).toEqual({
      directory: "/wall",
      silo: "edge",
      state: "/s.db",
      onBehalfOf: "bob",
    });
  });

  test("stand between the words of a two-word verb", async () => {
    const { kit, exit } = await cli("silo --json add --quiet edge");
    expect([exit, kit.ran]).toEqual([0, ["silo add edge"]]);
  });

  test("are taken from their variables where a line says nothing", async () => {
    const display = { STEADYSTATE_FORMAT: "json" };
    expect(json((await cli("show 3f2a", { display })).stdout)).toMatchObject({ ok: true });
    expect((await cli("show 3f2a --format plain", { display })).stdout).toBe("finding 3f2a\n");
    const bad = await cli("show 3f2a", { display: { STEADYSTATE_FORMAT: "yaml" } });
    expect([bad.exit, bad.stderr]).toEqual([2, expect.stringContaining("STEADYSTATE_FORMAT")]);
  });

  test("after -- are words", async () => {
    const { stdout } = await cli("show --json -- --format");
    expect(json(stdout)).toMatchObject({ data: { rows: [{ id: "--format" }] } });
  });
});

describe("options of a verb", () => {
  test.each([
    ["scan", {}],
    ["scan -f low", { failOn: "low" }],
    ["scan --to slack --to console", { to: ["slack", "console"] }],
    ["scan --to slack,console", { to: ["slack", "console"] }],
    ["scan --var-file a,b --var-file c", { varFile: ["a,b", "c"] }],
    ["scan --limit 7 -v", { limit: 7, verbose: true }],
    ["scan --no-verbose", { verbose: false }],
    ["scan --no-llm", { noLlm: true }],
    ["scan --llm", { noLlm: false }],
    ["scan --no-probe x", { probe: false, path: "x" }],
    ["scan --path=x", undefined],
  ])("%s", async (line, expected) => {
    const { stdout, exit } = await cli(`${line} --json`);
    const usual = {
      failOn: "high",
      to: [],
      varFile: [],
      limit: 20,
      verbose: false,
      noLlm: false,
      probe: true,
    };
    if (expected === undefined) expect(exit).toBe(2);
    else expect(json(stdout)).toMatchObject({ data: { asked: { ...usual, ...expected } } });
  });

  test("a list of words may go on", async () => {
    expect((await cli("ask how do we rotate keys")).kit.ran).toEqual(["ask how do we rotate keys"]);
  });

  test("an alias is the verb, and no word at all is status", async () => {
    expect((await cli("get 3f2a")).kit.ran).toEqual(["show 3f2a"]);
    expect((await cli("")).kit.ran).toEqual(["status"]);
    expect((await cli("--json")).kit.ran).toEqual(["status"]);
  });
});

test("chat and mcp are opened from here", async () => {
  const chat = capture();
  chat.stdin.end("show 3f2a\n");
  expect(await runCli(["chat"], chat.streams, fakeKit())).toBe(0);
  expect(chat.stdout()).toContain("finding 3f2a");
  for (const [line, grant, display] of [
    ["mcp", "read", {}],
    ["mcp --author --label edge", "author", {}],
    ["--silo edge mcp --write", "write", {}],
    ["mcp --no-write", "read", { STEADYSTATE_MCP_WRITE: "yes" }],
    ["mcp", "author", { STEADYSTATE_MCP_AUTHOR: "1" }],
  ] as const) {
    const kit = fakeKit();
    const mcp = capture({ display });
    mcp.stdin.end();
    expect(await runCli(line.split(" "), mcp.streams, kit)).toBe(0);
    expect([line, kit.asked[0]?.stance]).toEqual([line, expect.objectContaining({ class: "agent", grant })]);
    expect(mcp.stdout()).toBe("");
  }
});
