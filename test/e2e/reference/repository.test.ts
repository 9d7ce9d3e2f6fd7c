import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../../support/cli.ts";
import { temporaryFolder } from "../../support/repo.ts";
import { checks, filesIn, plan, repository } from "./repository.ts";

type Env = Readonly<Record<string, string>>;
const asked = (cwd: string, argv: readonly string[], env: Env = {}) => {
  const { status, stdout, stderr } = steadystate([...argv, "--json"], { cwd, env });
  expect(looksLikeStack(stderr)).toBe(false);
  return { status, data: JSON.parse(stdout).data };
};
const bare = (cwd: string, ...argv: readonly string[]) =>
  JSON.parse(steadystate([...argv, "--format", "bare"], { cwd }).stdout);

describe("a repository of the reference", () => {
  test("has no fault in any of its files, and each entry counts", () => {
    const { status, data } = asked(repository().root, ["validate"]);
    expect([status, data.valid]).toEqual([0, true]);
    const entries = new Map(
      data.files.map(({ file, entries }: { file: string; entries: number }) => [file, entries]),
    );
    expect(
      ["config.toml", "checks.json", "solutions.json", "targets.json"].map((file) => entries.get(file)),
    ).toEqual([6, 6, 2, 4]);
  });

  test("is scanned and gated by its own config, and its runbook answers", () => {
    const { root } = repository();
    const scanned = asked(root, ["scan"]);
    // Its checks of kinds that are not read yet were not seen, and that is no success.
    expect([scanned.status, scanned.data.looks[0].path, scanned.data.looks[0].status]).toEqual([
      3,
      "plan.json",
      "complete",
    ]);
    expect(asked(root, ["scan", "--no-checks"]).status).toBe(0);
    const gated = asked(root, ["ci"]);
    expect([gated.status, gated.data.threshold, gated.data.below]).toEqual([0, "critical", 1]);
    const [found] = asked(root, ["findings", "invoices"]).data.findings;
    const shown = asked(root, ["show", found.fingerprint]).data;
    expect(shown.fixes).toMatchObject([{ name: "tag-bucket", author: "ada", draft: false }]);
  });

  test("its committed mutes silence the same finding by the old fingerprint, in scan and in ci, and are counted", () => {
    const { root } = repository();
    const scanned = asked(root, ["scan", "--no-checks"]).data;
    const named = JSON.stringify([scanned.alerts, scanned.signals]);
    expect([named.includes("aws_s3_bucket.logs"), scanned.muted]).toEqual([false, 1]);
    const gated = asked(root, ["ci"]).data;
    expect([gated.muted, JSON.stringify(gated.mutedItems).includes("aws_s3_bucket.logs")]).toEqual([1, true]);
    const listed = asked(root, ["findings", "--muted"]).data.findings;
    expect(listed).toMatchObject([
      {
        label: "aws_s3_bucket.logs",
        suppression: { note: "tagged by the billing team", origin: "committed" },
      },
    ]);
  });

  test("has its checks of every kind listed, and the http one asked", () => {
    const { root } = repository();
    const listed = asked(root, ["checks"]);
    expect(listed.data.checks.map(({ name }: { name: string }) => name)).toEqual(
      checks.map(({ name }) => name),
    );
    const smoked = asked(root, ["smoke"]);
    expect([smoked.status, smoked.data.failed]).toEqual([1, 1]);
    expect(asked(root, ["health"]).data.verdict).toBe("DOWN");
  });

  test("is found where it lay before: .steadystate/, bare in a silos/ layout, a registered silo, a variable", () => {
    const old = temporaryFolder(filesIn(".steadystate/", ["checks.json", "solutions.json", "targets.json"]));
    expect(asked(old.root, ["checks"]).data.checks).toHaveLength(6);
    const tree = temporaryFolder({ ...filesIn("silos/edge/"), "silos/edge/plan.json": plan("logs") });
    mkdirSync(tree.at(".git"));
    expect(asked(tree.at("silos/edge"), ["checks"]).data.checks).toHaveLength(6);
    expect(asked(tree.at("silos/edge"), ["ci"]).data.threshold).toBe("critical");
    const home = temporaryFolder({ ".steadystate/silos.json": { edge: tree.at("silos/edge") } });
    expect(asked(home.root, ["ci", "--silo", "edge"]).data.threshold).toBe("critical");
    const elsewhere = temporaryFolder(filesIn("etc/"));
    const env = {
      STEADYSTATE_CONFIG: elsewhere.at("etc/config.toml"),
      STEADYSTATE_CHECKS: elsewhere.at("etc/checks.json"),
      STEADYSTATE_SOLUTIONS: elsewhere.at("etc/solutions.json"),
      STEADYSTATE_TARGETS: elsewhere.at("etc/targets.json"),
      STEADYSTATE_MUTES: elsewhere.at("etc/mutes.json"),
    };
    expect(asked(old.root, ["validate"], env).data.files.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(Object.values(env)),
    );
  });

  test("takes --config as its ci did", () => {
    const folder = repository();
    folder.writeRaw("gate.toml", '[ci]\npath = "plan.json"\nfail_on = "low"\n');
    expect(asked(folder.root, ["ci", "--config", "gate.toml"])).toMatchObject({
      status: 1,
      data: { threshold: "low" },
    });
    expect(steadystate(["ci", "--config", "gone.toml"], { cwd: folder.root }).status).toBe(2);
  });
});

describe("what its consumers read", () => {
  test("the bare shapes have its keys", () => {
    const cwd = repository().root;
    const report = bare(cwd, "scan");
    expect(Object.keys(report).sort()).toEqual(["alerts", "resolved", "spend", "summary"]);
    expect(Object.keys(report.summary).sort()).toEqual(["alerts", "resolved", "signals"]);
    expect(Object.keys(report.alerts[0]).sort()).toEqual(
      `changes correlation_fingerprint environment evidence fingerprints first_seen llm_backed recommended_action references
       remediable remediation_label resources severity source status tier title why`.split(/\s+/),
    );
    const drift = report.alerts.find(({ changes }: { changes: unknown[] }) => changes.length > 0);
    expect(Object.keys(drift.changes[0]).sort()).toEqual(["change_type", "declared", "identity", "observed"]);
    const finding = ["evidence", "fingerprint", "first_seen", "last_seen", "severity", "status", "title"];
    const listed = bare(cwd, "findings");
    expect(Object.keys(listed[0]).sort()).toEqual(finding);
    expect(Object.keys(bare(cwd, "show", listed[0].fingerprint)).sort()).toEqual(finding);
    expect(bare(cwd, "history")).toEqual([]);
    const tools = bare(cwd, "tools");
    expect([tools.version, Object.keys(tools.tools[0])]).toEqual([
      1,
      expect.arrayContaining(["name", "summary", "usage", "args", "effect"]),
    ]);
  });

  test("STEADYSTATE_EXIT_COMPAT folds what it did not know into 1, and leaves 0 to 2", () => {
    const cwd = repository().root;
    const env = { STEADYSTATE_EXIT_COMPAT: "1" };
    const statuses = (argv: readonly string[]) => [
      steadystate(argv, { cwd }).status,
      steadystate(argv, { cwd, env }).status,
    ];
    expect(statuses(["ci", "steadystate"])).toEqual([3, 1]);
    expect(statuses(["show", "abcdef"])).toEqual([5, 1]);
    expect(statuses(["ci", "--fail-on", "low"])).toEqual([1, 1]);
    expect(statuses(["ci", "--fail-on", "nothing"])).toEqual([2, 2]);
    expect(statuses(["ci"])).toEqual([0, 0]);
  });

  test("STEADYSTATE_RESOLVE_AFTER: a bare number is minutes, and 0 is at once", () => {
    const folder = repository();
    const scan = (grace: string) => asked(folder.root, ["scan"], { STEADYSTATE_RESOLVE_AFTER: grace }).data;
    scan("30");
    folder.write({ "plan.json": plan("logs") });
    expect([scan("1440").absent, scan("1440").resolved]).toEqual([1, []]);
    expect(scan("0").resolved).toMatchObject([{ title: expect.stringContaining("invoices") }]);
  });
});
