import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { SteadystateError } from "../../src/errors.ts";
import { makeRun, readerEnvironment } from "../../src/system/run.ts";
import { temporaryFolder } from "../support/repo.ts";

const path = { PATH: process.env["PATH"] };
const run = makeRun(path);
const shell = (script: string, more: { timeout?: number; outputCap?: number } = {}) => {
  const { root } = temporaryFolder();
  return run({ argv: ["sh", "-c", script], cwd: root, timeout: 10_000, ...more });
};
const failureOf = async (asked: Promise<unknown>): Promise<SteadystateError> => {
  const failure: unknown = await asked.catch((error: unknown) => error);
  if (failure instanceof SteadystateError) return failure;
  throw new Error(`expected a SteadystateError, got ${String(failure)}`);
};
const isGone = (pid: number): boolean => {
  try {
    // A zombie waits for its new parent only; it runs nothing any more.
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    return error instanceof Error;
  }
};
const eventually = async (holds: () => boolean): Promise<boolean> => {
  for (let tries = 0; tries < 100 && !holds(); tries += 1) await wait(50);
  return holds();
};

test("a reader's environment lacks what D31 withholds, and has what it adds", () => {
  const withheld = {
    STEADYSTATE_CONFIG: "x",
    ANTHROPIC_API_KEY: "x",
    OPENAI_API_KEY: "x",
    SLACK_TOKEN: "x",
    DISCORD_WEBHOOK: "x",
    TEAMS_WEBHOOK: "x",
    GITHUB_TOKEN: "x",
    PAGERDUTY_KEY: "x",
    SERVICENOW_PASSWORD: "x",
    GRAFANA_TOKEN: "x",
    TF_CLI_ARGS: "x",
    TF_CLI_ARGS_plan: "x",
  };
  const kept = { PATH: "/bin", AWS_PROFILE: "p", TF_WORKSPACE: "w", TF_VAR_x: "1", GITHUB_OWNER: "o" };
  expect(readerEnvironment({ ...withheld, ...kept, UNSET: undefined })).toEqual({
    ...kept,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  });
});

describe("a completed run", () => {
  test("is a result, whatever its status", async () => {
    expect(await shell("echo out; echo err >&2; exit 3")).toEqual({
      argv: ["sh", "-c", "echo out; echo err >&2; exit 3"],
      exit: 3,
      stdout: "out\n",
      stderr: "err\n",
      durationMs: expect.any(Number),
    });
  });

  test("takes its arguments as they are: no shell in between", async () => {
    const { root } = temporaryFolder();
    const odd = ["$(id)", "; ls", "a b", "*", "`x`"];
    const { stdout } = await run({ argv: ["printf", "%s|", ...odd], cwd: root, timeout: 5000 });
    expect(stdout).toBe(`${odd.join("|")}|`);
  });

  test("finds its standard input closed, in its folder, with only its environment", async () => {
    const { root, at } = temporaryFolder({ "a b/x": "" });
    const result = await makeRun({ ...path, SLACK_TOKEN: "CANARY", KEPT: "yes" })({
      argv: ["sh", "-c", "cat; pwd; env"],
      cwd: at("a b"),
      timeout: 5000,
      env: { ADDED: "too" },
    });
    expect(result.stdout).toContain(join(root, "a b"));
    expect(result.stdout).toContain("KEPT=yes");
    expect(result.stdout).toContain("ADDED=too");
    expect(result.stdout).not.toContain("CANARY");
  });

  test("does not repeat in its complaints what the environment holds in secret", async () => {
    const { root } = temporaryFolder();
    const secrets = {
      TF_VAR_db_password: "CANARY-1",
      AWS_SECRET_ACCESS_KEY: "CANARY/2+x",
      TF_TOKEN_host: "CANARY-3",
    };
    const { stderr } = await makeRun({ ...path, ...secrets, AWS_REGION: "eu-west-1" })({
      argv: [
        "sh",
        "-c",
        "echo $TF_VAR_db_password, $AWS_SECRET_ACCESS_KEY, $TF_TOKEN_host in $AWS_REGION >&2",
      ],
      cwd: root,
      timeout: 5000,
    });
    expect(stderr).toBe("‹secret›, ‹secret›, ‹secret› in eu-west-1\n");
  });

  test("does not wait for a descendant that keeps its pipes open", async () => {
    const { stdout, durationMs } = await shell("sleep 30 & echo done", { timeout: 20_000 });
    expect(stdout).toBe("done\n");
    expect(durationMs).toBeLessThan(10_000);
  });
});

describe("a run that says nothing", () => {
  test("of a tool that is not there", async () => {
    const { root } = temporaryFolder();
    const error = await failureOf(run({ argv: ["no-such-tool"], cwd: root, timeout: 5000 }));
    expect(error).toMatchObject({
      code: "tool-missing",
      message: "no-such-tool is not on PATH",
      hint: expect.stringContaining("install no-such-tool"),
    });
  });

  test("of a file that may not be run", async () => {
    const { at, root } = temporaryFolder({ tool: "#!/bin/sh\n" });
    const error = await failureOf(run({ argv: [at("tool")], cwd: root, timeout: 5000 }));
    expect(error).toMatchObject({
      code: "tool-missing",
      message: expect.stringContaining("cannot be started"),
    });
  });

  test("in a folder that is not there, which is not a missing tool", async () => {
    const { at } = temporaryFolder({ file: "" });
    const inside = (cwd: string) => failureOf(run({ argv: ["sh", "-c", "true"], cwd, timeout: 5000 }));
    expect(await inside(at("gone"))).toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("not there"),
    });
    expect(await inside(at("file"))).toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining("not a folder"),
    });
  });

  test("past its deadline: the whole group ends", async () => {
    const { root, at } = temporaryFolder();
    const script = "sleep 60 & echo $! > child; echo 'password=hunter2' >&2; wait";
    const error = await failureOf(run({ argv: ["sh", "-c", script], cwd: root, timeout: 400 }));
    expect(error).toMatchObject({
      code: "source-failed",
      message: expect.stringContaining("0.4 s"),
      details: {
        lastStderr: "password=‹secret›",
        argv: ["sh", "-c", script],
        durationMs: expect.any(Number),
      },
    });
    expect(await eventually(() => isGone(Number(readFileSync(at("child"), "utf8"))))).toBe(true);
  });

  test("past its deadline, deaf to the first signal", async () => {
    const error = await failureOf(shell("trap '' TERM; while :; do sleep 1; done", { timeout: 300 }));
    expect(error).toMatchObject({ code: "source-failed", message: expect.stringContaining("was stopped") });
  });

  test("past its output cap, even when it would go on", async () => {
    const error = await failureOf(shell("head -c 5000 /dev/zero; sleep 60", { outputCap: 1000 }));
    expect(error).toMatchObject({ code: "source-failed", message: expect.stringContaining("1000 bytes") });
  });

  test("killed by someone else", async () => {
    expect(await failureOf(shell("kill -9 $$"))).toMatchObject({
      code: "source-failed",
      message: "sh was killed by SIGKILL",
    });
  });
});

describe("when we are told to end", () => {
  const bundle = (contents: string, outfile: string) =>
    buildSync({
      stdin: { contents, resolveDir: process.cwd() },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
  const script = `
    import { makeRun } from "./src/system/run.ts";
    import { makeFiles } from "./src/system/files.ts";
    await makeFiles().withTemporaryFolder(async (folder) => {
      const running = makeRun(process.env)({ argv: ["sh", "-c", "echo $$ > child; echo $PWD; sleep 60"], cwd: folder, timeout: 60000 });
      process.stdout.write(folder + "\\n");
      await running;
    });
  `;

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s: nothing is left, and the status is 130",
    async (signal) => {
      const { root, at } = temporaryFolder();
      bundle(script, at("main.mjs"));
      const ours = spawn(process.execPath, [at("main.mjs")], {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise<number | null>((done) => ours.once("exit", (status) => done(status)));
      const folder = await new Promise<string>((done) =>
        ours.stdout.once("data", (text) => done(String(text).trim())),
      );
      const childFile = join(folder, "child");
      expect(await eventually(() => existsSync(childFile) && readFileSync(childFile, "utf8") !== "")).toBe(
        true,
      );
      const child = Number(readFileSync(childFile, "utf8"));
      ours.kill(signal);
      expect(await ended).toBe(130);
      expect(existsSync(folder)).toBe(false);
      expect(await eventually(() => isGone(child))).toBe(true);
    },
  );
});
