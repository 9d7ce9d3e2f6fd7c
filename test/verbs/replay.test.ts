import { readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { makeKit } from "../../src/compose/index.ts";
import type { Context } from "../../src/context.ts";
import { runCli } from "../../src/doors/cli/index.ts";
import { makeRun } from "../../src/system/run.ts";
import { at } from "../probes/kubectl/states/parts.ts";
import { askIn } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { agent, type ContextOptions, contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { recordingOf } from "../support/recording.ts";
import { type Repo, temporaryFolder } from "../support/repo.ts";
import { app, plain } from "../support/serving-apps.ts";

const withKubectl = needs("kubectl");
const day = Date.UTC(2026, 10, 26, 9);

type Said = { readonly exit: number; readonly stdout: string; readonly stderr: string };

/** One line at the terminal, in a context that a test chose: the very bytes that come out. */
const say = async (ctx: Context, ...argv: readonly string[]): Promise<Said> => {
  const said = { stdout: "", stderr: "" };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stdout.on("data", (chunk) => {
    said.stdout += String(chunk);
  });
  stderr.on("data", (chunk) => {
    said.stderr += String(chunk);
  });
  const kit = makeKit();
  const context: typeof kit.context = async (_where, { notice }) => ({
    ...ctx,
    notice,
    close: async () => {},
  });
  const exit = await runCli(
    argv,
    { stdin: new PassThrough(), stdout, stderr, display: {} },
    { ...kit, context },
  );
  await new Promise((resolve) => setImmediate(resolve));
  return { exit, ...said };
};

/** Without clock, tools, network and settings: whoever asks for one of them fails. */
const nowhere = async (options: ContextOptions = {}): Promise<Context & { readonly folder: Repo }> => {
  const folder = temporaryFolder();
  const ctx = await contextIn(folder.root, { now: () => day + 400 * 86_400_000, ...options });
  const gone = (): never => {
    throw new Error("a replay asks nobody");
  };
  return {
    ...ctx,
    folder,
    config: gone,
    checks: gone,
    solutions: gone,
    targets: gone,
    mutes: gone,
    waivers: gone,
    readCheck: gone,
    history: { ...ctx.history, look: gone, open: gone, standing: gone },
    hands: { ...ctx.hands, run: gone, http: gone },
  };
};

const change = (name: string, actions: readonly string[], before: unknown, after: unknown) => ({
  address: `aws_s3_bucket.${name}`,
  mode: "managed",
  type: "aws_s3_bucket",
  name,
  change: { actions, before, after },
});

const planOf = (...changes: readonly unknown[]) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: {},
  configuration: {},
  resource_changes: changes,
  timestamp: "2026-11-26T08:00:00Z",
  complete: true,
  errored: false,
});

const logs = change("logs", ["update"], { acl: "private", a: "1" }, { acl: "public-read", a: "2" });
const web = change("web", ["update"], { tags: { a: "1" } }, { tags: { a: "2" } });
const old = change("old", ["delete"], { bucket: "old" }, null);

const solution = {
  name: "close-the-bucket",
  author: "ana",
  for: "not-yet-applied",
  match: "logs",
  solution: { kind: "command", run: "terraform apply -target aws_s3_bucket.logs" },
};

/** A wall with an earlier look, a mute and a waiver, later told again. */
const wall = async () => {
  const folder = temporaryFolder({
    "plan.json": planOf(logs, web, old),
    "steadystate/solutions.json": [solution],
    "steadystate/config.toml": '[platform]\nnamespaces = ["infra"]\n',
    "steadystate/waivers.toml":
      '[[waiver]]\nrule = "aws-s3-public-acl"\nresource = "aws_s3_bucket.nothing"\nreason = "r"\nowner = "ana"\nexpires = 2027-01-01\n',
  });
  const clock = { now: day };
  const ctx = await contextIn(folder.root, {
    now: () => clock.now,
    env: { STEADYSTATE_RESOLVE_AFTER: "0" },
  });
  await askIn(ctx, "scan", { path: "plan.json" });
  const { data } = await askIn(ctx, "findings", {});
  const fingerprint = data.findings.find(({ title }: { title: string }) => title.includes("web")).fingerprint;
  await askIn(ctx, "mute", { finding: fingerprint, note: "known" });
  folder.write({ "plan.json": planOf(logs, web) });
  clock.now += 3_600_000;
  return { folder, clock, ctx };
};

const formats = [["--json"], [], ["--verbose"]];
const moreFormats = [["--format", "bare"], ["--format", "markdown", "--verbose"], ...formats];

/** Records in each format and tells it again elsewhere; answers what the last recording says. */
const demandSame = async (
  ctx: Context,
  folder: Repo,
  scan: readonly string[],
  { exit, as = formats }: { readonly exit: number; readonly as?: typeof formats },
): Promise<string> => {
  for (const format of as) {
    const first = await say(ctx, "scan", ...scan, "--record", "r.json", ...format);
    expect([first.exit, first.stdout.length > 100], first.stderr).toEqual([exit, true]);
    const again = await say(await nowhere(), "replay", folder.at("r.json"), ...format);
    expect([again.stdout, again.exit], format.join(" ")).toEqual([first.stdout, first.exit]);
  }
  return readFileSync(folder.at("r.json"), "utf8");
};

describe("replay of a recorded plan", () => {
  test("the same bytes and status at another time in another folder: nothing remembered", async () => {
    const { ctx, folder } = await wall();
    const text = await demandSame(ctx, folder, ["plan.json", "--stateless", "--fail-on", "medium"], {
      exit: 1,
      as: moreFormats,
    });
    expect(text).not.toContain(folder.root);
    expect(statSync(folder.at("r.json")).mode & 0o777).toBe(0o600);
    const { stdout } = await say(await nowhere(), "replay", folder.at("r.json"));
    expect(stdout).toContain("terraform apply -target aws_s3_bucket.logs");
  });

  test("the same with what memory answered: since when, a mute, what resolved", async () => {
    const { ctx, folder, clock } = await wall();
    clock.now += 60_000;
    const first = await say(ctx, "scan", "plan.json", "--record", "r.json");
    expect(first.stdout).toContain("Resolved since the last look: 1");
    const again = await say(await nowhere(), "replay", folder.at("r.json"));
    expect([again.stdout, again.exit, again.stderr]).toEqual([first.stdout, first.exit, first.stderr]);
    const text = await demandSame(ctx, folder, ["plan.json"], { exit: 0 });
    expect(text).toContain('"origin": "local"');
    const { data } = await askIn(await nowhere(), "replay", { file: folder.at("r.json") });
    expect([data.muted, data.stateless, data.alerts[0].items[0].known]).toEqual([1, false, "2h"]);
  });

  test("the same with what was waived, whose file is gone by then and whose end has come", async () => {
    const { folder, ctx: before } = await wall();
    const unwaived = await askIn(before, "scan", { path: "plan.json", stateless: true });
    const [{ rule }] = unwaived.data.alerts[0].items[0].flags;
    const waived = `[[waiver]]\nrule = "${rule}"\nresource = "aws_s3_bucket.l*"\nreason = "a site"\nowner = "net"\nexpires = 2026-12-01\n`;
    folder.write({ "steadystate/waivers.toml": waived });
    const ctx = await contextIn(folder.root, { now: () => day + 7_200_000 });
    const first = await askIn(ctx, "scan", { path: "plan.json", stateless: true });
    expect([unwaived.data.waived, first.data.waived]).toEqual([0, 1]);
    expect(
      await demandSame(ctx, folder, ["plan.json", "--stateless"], { exit: 0, as: moreFormats }),
    ).toContain("a site");
    rmSync(folder.at("steadystate/waivers.toml"));
    const again = await askIn(await nowhere(), "replay", { file: folder.at("r.json") });
    expect([again.data, again.text]).toEqual([first.data, expect.stringContaining("1 waived")]);
    folder.writeRaw(
      "r.json",
      readFileSync(folder.at("r.json"), "utf8").replace("aws_s3_bucket.l*", "aws_s3_bucket.x*"),
    );
    const other = await askIn(await nowhere(), "replay", { file: folder.at("r.json") });
    expect(other.data.waived, "it is judged anew").toBe(0);
  });

  test("says of itself what the scan said, and another instant has no part in it", async () => {
    const { ctx, clock } = await wall();
    const first = await say(ctx, "scan", "plan.json", "--record", "r.json", "--json");
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: "steadystate/scan/v1",
      generated_at: new Date(clock.now).toISOString().replace(".000", ""),
    });
  });

  test("a scan answers with --record what it answers without", async () => {
    const { ctx } = await wall();
    const bare = await say(ctx, "scan", "plan.json", "--stateless", "--json");
    const kept = await say(ctx, "scan", "plan.json", "--stateless", "--json", "--record", "r.json");
    expect(kept).toEqual(bare);
  });

  test("what stands in another order is the same; what was seen otherwise is not", async () => {
    const { ctx, folder } = await wall();
    await say(ctx, "scan", "plan.json", "--record", "r.json");
    const recorded = JSON.parse(readFileSync(folder.at("r.json"), "utf8"));
    const [{ departures }] = recorded.observations;
    const first = await say(await nowhere(), "replay", folder.at("r.json"), "--json");
    departures.reverse();
    folder.write({ "shuffled.json": recorded });
    const shuffled = await say(await nowhere(), "replay", folder.at("shuffled.json"), "--json");
    expect(shuffled.stdout).toBe(first.stdout);
    expect(shuffled.stderr).toContain("was changed since it was recorded");
    const bucket = departures.find((one: { identity: { name: string } }) => one.identity.name === "logs");
    expect(JSON.parse(first.stdout).data.alerts[0].severity).toBe("critical");
    bucket.desired.acl = "private";
    folder.write({ "edited.json": recorded });
    const edited = await say(await nowhere(), "replay", folder.at("edited.json"), "--json");
    expect(JSON.parse(edited.stdout).data.alerts[0].severity).toBe("medium");
  });

  test("a runbook, a mute or a setting that is there now has no part in it", async () => {
    const { ctx, folder } = await wall();
    const first = await say(ctx, "scan", "plan.json", "--stateless", "--record", "r.json", "--json");
    folder.write({ "steadystate/solutions.json": [], "steadystate/config.toml": "not toml" });
    const again = await say(ctx, "replay", "r.json", "--json");
    expect(again.stdout).toBe(first.stdout);
  });

  test("another version is told, and answers", async () => {
    const folder = temporaryFolder({
      "r.json": recordingOf().replace('"version": "0.1.0"', '"version": "9.9.9"'),
    });
    const { exit, stderr, stdout } = await say(await nowhere(), "replay", folder.at("r.json"));
    expect([exit, stderr]).toEqual([0, "steadystate 9.9.9 recorded this, and 0.1.0 may answer otherwise\n"]);
    expect(stdout).toContain("1 alert");
  });
});

describe("replay of a recorded cluster, with the real kubectl", () => {
  const standing = async () => {
    const tokens = { t: { user: "reader", rules: everything } };
    const objects = plain([...app("web"), ...app("api", true)]);
    const here = await clusterHere({ objects, tokens }, { token: "t" });
    const folder = temporaryFolder({
      "steadystate/checks.json": [
        {
          name: "storefront",
          read: { kind: "http", url: "http://127.0.0.1:9/" },
          emit: { severity: "critical", title: "the shop does not answer" },
        },
      ],
    });
    const clock = { now: at };
    const ctx = await contextIn(folder.root, {
      now: () => clock.now,
      hands: { run: makeRun(here.environment) },
      env: { STEADYSTATE_RESOLVE_AFTER: "0" },
    });
    return { here, folder, clock, ctx };
  };
  const scan = ["--source", "k8s-live", "--probe", "auto"];

  withKubectl(
    "source, probe and checks: the same bytes, in whatever order the looks stand",
    async () => {
      const { ctx, folder, clock } = await standing();
      await say(ctx, "scan", ...scan);
      clock.now += 60_000;
      await demandSame(ctx, folder, [...scan, "--fail-on", "high"], { exit: 1 });
      const first = await say(ctx, "scan", ...scan, "--record", "r.json", "--json");
      const { data } = JSON.parse(first.stdout);
      expect(data.looks.map(({ source }: { source: string }) => source)).toEqual([
        "k8s-live",
        "kubectl",
        "checks",
      ]);
      expect(data.alerts.length).toBe(2);
      const recorded = JSON.parse(readFileSync(folder.at("r.json"), "utf8"));
      expect(recorded.observations).toHaveLength(3);
      for (const turn of [1, 2, 3]) {
        recorded.observations.push(recorded.observations.shift());
        if (turn === 2) recorded.observations.reverse();
        folder.write({ "shuffled.json": recorded });
        const again = await say(await nowhere(), "replay", folder.at("shuffled.json"), "--json");
        expect(again.stdout).toBe(first.stdout);
      }
    },
    120_000,
  );

  withKubectl("a part that was not seen stays unseen: status 3", async () => {
    const { ctx, folder, here } = await standing();
    await here.cluster.close();
    const first = await say(ctx, "scan", ...scan, "--record", "r.json");
    expect(first.exit).toBe(3);
    expect(first.stderr).toContain("nothing was recorded, and r.json is as it was");
    expect(readdirSync(folder.root)).not.toContain("r.json");
  });
});

describe("files of recordings", () => {
  const told = async (folder: Repo, file: string): Promise<readonly unknown[]> => {
    const { exit, text } = await askIn(await nowhere(), "replay", { file: folder.at(file) });
    return [exit, text.replaceAll(folder.root, "")];
  };

  test("one that cannot be replayed is told, with what to do", async () => {
    const whole = recordingOf();
    const folder = temporaryFolder({
      "cut.json": whole.slice(0, 900),
      "plan.json": planOf(logs),
      "later.json": whole.replace('"format": 1', '"format": 7'),
      "damaged.json": whole.replace('"direction": "not-yet-applied"', '"direction": "sideways"'),
      "none.json": "",
      "folder/file": "",
    });
    folder.writeRaw("binary.json", new Uint8Array([0xff, 0, 0xc3, 0x28]));
    expect(await told(folder, "cut.json")).toEqual([
      2,
      expect.stringMatching(/cut.json is no whole recording: line/),
    ]);
    expect(await told(folder, "plan.json")).toEqual([
      2,
      expect.stringContaining("plan.json is no recording: it is"),
    ]);
    expect(await told(folder, "later.json")).toEqual([
      2,
      expect.stringContaining("is a recording of format 7, and this version reads format 1 | replay it with"),
    ]);
    expect(await told(folder, "damaged.json")).toEqual([
      2,
      expect.stringContaining("damaged: observations.0.departures.0.direction"),
    ]);
    expect(await told(folder, "none.json")).toEqual([
      2,
      expect.stringContaining("it is empty | record it again"),
    ]);
    expect(await told(folder, "binary.json")).toEqual([
      2,
      expect.stringContaining("is no recording: it is binary"),
    ]);
    expect(await told(folder, "folder")).toEqual([2, expect.stringContaining("is a folder | name the file")]);
    expect(await told(folder, "missing.json")).toEqual([
      5,
      expect.stringContaining("there is no file /missing.json | make it: steadystate scan --record"),
    ]);
  });

  test("only a recording is written over, and nothing is looked at before that is known", async () => {
    const { ctx, folder } = await wall();
    folder.write({ "mine.json": { precious: true }, "empty.json": "", "sub/file": "" });
    symlinkSync(folder.at("mine.json"), folder.at("link.json"));
    const ask = (record: string, who: Context = ctx) =>
      askIn(who, "scan", { path: "plan.json", stateless: true, record });
    for (const file of ["mine.json", "link.json"])
      expect(await ask(file)).toMatchObject({ exit: 6, text: expect.stringContaining("it is no recording") });
    expect(readFileSync(folder.at("mine.json"), "utf8")).toContain("precious");
    expect(await ask("sub")).toMatchObject({ exit: 2, text: expect.stringContaining("it is a folder") });
    expect(await ask("no/r.json")).toMatchObject({
      exit: 2,
      text: expect.stringContaining("there is no folder"),
    });
    expect(await ask("/dev/null")).toMatchObject({ exit: 2, text: expect.stringContaining("no plain file") });
    for (const file of ["r.json", "empty.json", "r.json"]) expect((await ask(file)).exit).toBe(0);
    const asAgent = await contextIn(folder.root, { actor: agent, grant: "read" });
    expect(await ask("s.json", asAgent)).toMatchObject({
      exit: 6,
      text: expect.stringContaining("an agent records"),
    });
    expect(readdirSync(folder.root)).not.toContain("s.json");
  });

  test("a look that fails leaves the recording of another look as it was, and says so", async () => {
    const { ctx, folder } = await wall();
    await say(ctx, "scan", "plan.json", "--record", "r.json");
    const before = readFileSync(folder.at("r.json"), "utf8");
    const { exit, stderr } = await say(ctx, "scan", "missing.json", "--record", "r.json");
    expect([exit, readFileSync(folder.at("r.json"), "utf8")]).toEqual([2, before]);
    expect(stderr).toContain("nothing was recorded, and r.json is as it was");
  });

  test("what is put to the gate is not recorded", async () => {
    const { ctx, folder } = await wall();
    const { exit, text } = await askIn(ctx, "scan", {
      path: "plan.json",
      autonomy: "suggest",
      record: "r.json",
    });
    expect([exit, text]).toEqual([2, expect.stringContaining("--autonomy suggest does more than look")]);
    expect(readdirSync(folder.root)).not.toContain("r.json");
  });
});
