import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const demo = join(import.meta.dirname, "../../examples/demo");
const readVerbs = [[], ["health"], ["summary"], ["findings"], ["history"], ["tools"], ["show", "abcdef"]];

const everythingIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, size, mtimeMs } = statSync(path);
    return `${path} ${mode} ${size} ${mtimeMs}`;
  });

const demoWall = () => {
  const folder = temporaryFolder();
  cpSync(demo, folder.root, { recursive: true });
  const plan = readFileSync(folder.at("plan.json"), "utf8");
  folder.writeRaw(
    "plan.json",
    plan.replace(/"timestamp": "[^"]*"/, `"timestamp": "${new Date().toISOString()}"`),
  );
  return folder;
};

describe("an empty folder", () => {
  test("health is UNKNOWN with status 3 and three next commands, and the folder stays empty", () => {
    const { root } = temporaryFolder();
    const { status, stdout } = steadystate(["health"], { cwd: root });
    expect(status).toBe(3);
    expect(stdout).toContain("UNKNOWN");
    expect(stdout.match(/steadystate (scan|ci|help)/g)).toHaveLength(3);
    expect(readdirSync(root)).toEqual([]);
  });

  test.each(readVerbs)("%s %s answers and leaves it empty", (...argv) => {
    const { root } = temporaryFolder();
    const { status, stderr } = steadystate(
      argv.filter((word) => word !== undefined),
      { cwd: root },
    );
    expect([0, 3, 5]).toContain(status);
    expect(looksLikeStack(stderr)).toBe(false);
    expect(readdirSync(root)).toEqual([]);
  });

  test("bad input makes no memory", () => {
    const folder = temporaryFolder({ "plan.json": "{}" });
    expect(steadystate(["scan", "plan.json"], { cwd: folder.root }).status).toBe(2);
    expect(readdirSync(folder.root)).toEqual(["plan.json"]);
  });
});

describe("reading", () => {
  test("changes nothing in a folder with memory", () => {
    const folder = demoWall();
    expect(steadystate(["scan"], { cwd: folder.root }).status).toBe(0);
    const before = everythingIn(folder.root);
    for (const argv of readVerbs) steadystate(argv, { cwd: folder.root });
    expect(everythingIn(folder.root)).toEqual(before);
  });

  test.runIf(process.getuid?.() === 0)("works for somebody who may not write there", () => {
    const folder = demoWall();
    steadystate(["scan"], { cwd: folder.root });
    const nobody = 65534;
    for (const path of ["", ".steadystate"]) chmodSync(folder.at(path), 0o755);
    for (const name of readdirSync(folder.at(".steadystate")))
      chmodSync(folder.at(join(".steadystate", name)), 0o644);
    const write = steadystate(["scan"], { cwd: folder.root, uid: nobody });
    expect(write.status, "a plain write must fail there, or this test shows nothing").toBe(4);
    expect(looksLikeStack(write.stderr)).toBe(false);
    const { status, stdout } = steadystate(["summary", "--json"], { cwd: folder.root, uid: nobody });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).data.everScanned).toBe(true);
    expect(steadystate(["findings"], { cwd: folder.root, uid: nobody }).stdout).toContain(
      "aws_s3_bucket.invoices",
    );
  });
});

describe("memory", () => {
  test("new, then recurring; resolved only by a complete look at the same scope, after the grace", () => {
    const folder = demoWall();
    const scan = (...argv: readonly string[]) =>
      JSON.parse(
        steadystate(["scan", "--no-checks", "--json", ...argv], {
          cwd: folder.root,
          env: { STEADYSTATE_RESOLVE_AFTER: "0" },
        }).stdout,
      ).data;
    const memories = (data: { alerts: { items: { memory: string }[] }[] }) =>
      new Set(data.alerts.flatMap(({ items }) => items.map(({ memory }) => memory)));
    expect(memories(scan())).toEqual(new Set(["new"]));
    expect(memories(scan())).toEqual(new Set(["recurring"]));

    const plan = JSON.parse(readFileSync(folder.at("plan.json"), "utf8"));
    folder.write({ "other.json": { ...plan, resource_changes: [], resource_drift: [], checks: [] } });
    expect(scan("other.json").resolved, "another scope resolves nothing").toEqual([]);

    folder.write({
      "plan.json": { ...plan, resource_changes: [], resource_drift: [], checks: [], errored: true },
    });
    const dark = scan();
    expect(dark.resolved, "a look that did not see everything resolves nothing").toEqual([]);
    expect(dark.stale).toBeGreaterThan(5);

    folder.write({ "plan.json": { ...plan, resource_changes: [], resource_drift: [], checks: [] } });
    expect(scan().resolved.length).toBe(dark.stale);
    folder.write({ "plan.json": plan });
    expect(memories(scan())).toEqual(new Set(["reopened"]));
  });

  test("health: a failing Terraform check is DEGRADED, a silent endpoint is DOWN, an old look UNKNOWN", () => {
    const folder = demoWall();
    folder.write({ "steadystate/checks.json": [] });
    steadystate(["scan"], { cwd: folder.root });
    const degraded = steadystate(["health"], { cwd: folder.root });
    expect([degraded.status, degraded.stdout.includes("DEGRADED")]).toEqual([1, true]);
    const old = steadystate(["health", "--max-age", "1s", "--json"], { cwd: folder.root, env: {} });
    expect(["DEGRADED", "UNKNOWN"]).toContain(JSON.parse(old.stdout).data.verdict);
    folder.write({
      "steadystate/checks.json": [
        {
          name: "closed-port",
          read: { kind: "http", url: "http://127.0.0.1:9/" },
          when: { status: 200 },
          emit: { severity: "high", title: "x" },
        },
      ],
    });
    const down = steadystate(["health"], { cwd: folder.root });
    expect([down.status, down.stdout.includes("DOWN")]).toEqual([1, true]);
    const unknown = steadystate(["health", "no-such-workload"], { cwd: folder.root });
    expect([unknown.status, unknown.stdout.includes("UNKNOWN")]).toEqual([3, true]);
  });

  test("a mistyped checks file is UNKNOWN, never WORKING", () => {
    const folder = temporaryFolder({
      "steadystate/checks.json":
        '[{"name": "a", "read": {"kind": "http", "url": "http://127.0.0.1:9/", "stauts": 1}}]',
    });
    const { status, stdout } = steadystate(["health"], { cwd: folder.root });
    expect(status).toBe(3);
    expect(stdout).toContain("UNKNOWN");
    expect(steadystate(["health", "--checks", "nowhere.json"], { cwd: folder.root }).status).toBe(2);
  });

  test.each([
    ["corrupt", "this is no database at all, not even a little"],
    ["empty header", Buffer.alloc(4096, 7)],
  ])("a %s database: status 4 at every verb that needs it, file untouched, ci unharmed", (_, content) => {
    const folder = demoWall();
    mkdirSync(folder.at(".steadystate"), { recursive: true });
    writeFileSync(folder.at(".steadystate/state.db"), content);
    const bytes = readFileSync(folder.at(".steadystate/state.db"));
    for (const argv of [
      [],
      ["scan"],
      ["health"],
      ["summary"],
      ["findings"],
      ["history"],
      ["show", "abcdef"],
    ]) {
      const { status, stderr } = steadystate(argv, { cwd: folder.root });
      expect(status, `${argv.join(" ")}: ${stderr}`).toBe(4);
      expect(stderr).toContain("state.db");
      expect(looksLikeStack(stderr)).toBe(false);
    }
    expect(steadystate(["ci"], { cwd: folder.root }).status).toBe(1);
    expect(readFileSync(folder.at(".steadystate/state.db")).equals(bytes)).toBe(true);
  });
});

describe("where it works", () => {
  test("a silo is a name for a folder, and -C wins over it", () => {
    const folder = demoWall();
    const home = temporaryFolder({ "silos.json": { shop: folder.root } });
    const env = { STEADYSTATE_SILOS: home.at("silos.json") };
    expect(steadystate(["ci", "--silo", "shop"], { cwd: home.root, env }).status).toBe(1);
    expect(steadystate(["ci", "--silo", "shop", "-C", home.root], { cwd: home.root, env }).status).toBe(3);
    const typo = steadystate(["ci", "--silo", "shpo"], { cwd: home.root, env });
    expect([typo.status, typo.stderr.includes("did you mean shop?")]).toEqual([5, true]);
    home.writeRaw("silos.json", "[1");
    const broken = steadystate(["ci", "--silo", "shop"], { cwd: home.root, env });
    expect([broken.status, broken.stderr.includes("silos.json")]).toEqual([2, true]);
    expect(readFileSync(home.at("silos.json"), "utf8")).toBe("[1");
  });

  test("--state chooses the store; a folder in its place is asked wrongly", () => {
    const folder = demoWall();
    const elsewhere = temporaryFolder();
    const store = elsewhere.at("memory.db");
    expect(steadystate(["scan", "--state", store], { cwd: folder.root }).status).toBe(0);
    expect(readdirSync(folder.root)).not.toContain(".steadystate");
    expect(steadystate(["findings", "--state", store], { cwd: folder.root }).stdout).toContain(
      "aws_s3_bucket.invoices",
    );
    expect(steadystate(["findings", "--state", elsewhere.root], { cwd: folder.root }).status).toBe(2);
  });

  test("a folder below the wall is told where the wall is (D15)", () => {
    const folder = demoWall();
    mkdirSync(folder.at(".git"));
    mkdirSync(folder.at("modules/web"), { recursive: true });
    const { stderr } = steadystate(["summary"], { cwd: folder.at("modules/web") });
    expect(stderr).toContain(`-C ${folder.root}`);
  });
});
