import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, onTestFinished, test } from "vitest";
import { draftOf, recordOf } from "../history/gate/offers.ts";
import { opened, stateFile } from "../history/temporary.ts";
import { askStore, isSound } from "./store.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));

/** One approver as a program that Node runs by itself. */
const programAt = async (folder: string): Promise<string> => {
  const outfile = join(folder, "approver.cjs");
  await build({
    entryPoints: [join(home, "test/faults/gate-process.ts")],
    bundle: true,
    platform: "node",
    packages: "external",
    outfile,
    logLevel: "error",
  });
  return outfile;
};

const offered = async () => {
  const file = await stateFile();
  const history = await opened(file);
  await history.gate.offer(draftOf(), { insist: false, record: recordOf() });
  return { file, history, program: await programAt(dirname(file)) };
};

const approver = (program: string, argv: readonly string[]) => {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...process.env, NODE_PATH: join(home, "node_modules") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said: string[] = [];
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.push(text);
      resolve();
    });
  });
  const ended = new Promise<{ readonly signal: string | null; readonly said: string }>((resolve) => {
    child.on("close", (_status, signal) => resolve({ signal, said: said.join("") }));
  });
  return { ready, ended };
};

const count = (file: string, what: string): number | undefined =>
  askStore<{ readonly n: number }>(file, `select count(*) n from ${what}`)?.[0]?.n;
const intents = (file: string) => count(file, "audit where event = 'intent'");

test("eight approvers at once in eight processes: one claim, one intent row", {
  timeout: 60_000,
}, async () => {
  const { file, program, history } = await offered();
  const go = join(dirname(file), "go");
  const all = Array.from({ length: 8 }, (_, n) => approver(program, [file, `run-${n}`, "", go]));
  await Promise.all(all.map(({ ready }) => ready));
  writeFileSync(go, "");
  const ended = await Promise.all(all.map((one) => one.ended));
  expect(ended.map(({ said }) => said.replace("ready\n", "").trim()).sort()).toEqual([
    ...Array.from({ length: 7 }, () => "state"),
    "won",
  ]);
  expect([intents(file), count(file, "audit"), isSound(file)]).toEqual([1, 3, true]);
  expect((await history.verifyAudit()).brokenAt).toBeUndefined();
});

test("six processes with an offer each for the same trouble: one puts it right, and the rest are told", {
  timeout: 60_000,
}, async () => {
  const { file, program, history } = await offered();
  const findings = ["a", "b", "c", "d", "e", "f"];
  for (const finding of findings.slice(0, -1))
    await history.gate.offer(draftOf({ finding }), { insist: false, record: recordOf() });
  const go = join(dirname(file), "go");
  const all = findings.map((finding) => approver(program, [file, `run-${finding}`, "", go, finding]));
  await Promise.all(all.map(({ ready }) => ready));
  writeFileSync(go, "");
  const ended = await Promise.all(all.map((one) => one.ended));
  expect(ended.map(({ said }) => said.replace("ready\n", "").trim()).sort()).toEqual([
    ...Array.from({ length: 5 }, () => "again"),
    "won",
  ]);
  expect([intents(file), isSound(file)]).toEqual([1, true]);
});

describe("a process that is killed", () => {
  test.each([
    ["before its claim", "claim:begin", "offered", 0],
    ["before it moves the offer", "claim:update", "offered", 0],
    ["between the offer and its intent row", "claim:insert", "offered", 0],
    ["before the claim is committed", "claim:commit", "offered", 0],
    ["after the claim", "run", "unknown", 1],
    ["before its end", "end:begin", "unknown", 1],
    ["within its end", "end:insert", "unknown", 1],
    ["before the end is committed", "end:commit", "unknown", 1],
    ["after its end", "ended", "verified", 1],
  ])("%s", { timeout: 60_000 }, async (_name, point, state, rows) => {
    const { file, program } = await offered();
    expect((await approver(program, [file, "run-1", point]).ended).signal).toBe("SIGKILL");
    const history = await opened(file);
    expect((await history.gate.list({})).map((offer) => offer.state)).toEqual([state]);
    expect(intents(file)).toBe(rows);
    const next = await approver(program, [file, "run-2", "ended"]).ended;
    const claims = state === "offered" ? ["won", "SIGKILL"] : ["state", null];
    expect([next.said.replace("ready\n", "").trim(), next.signal]).toEqual(claims);
    expect([intents(file), isSound(file)]).toEqual([1, true]);
    expect((await history.verifyAudit()).brokenAt).toBeUndefined();
    const record = () => recordOf({ event: "result", outcome: "unknown" });
    expect((await history.gate.tidy(record)).length).toBe(state === "unknown" ? 1 : 0);
    const ran = count(file, "offers where began_at is not null");
    expect(ran, "nothing ran without its row").toBe(intents(file));
  });
});
