import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { looksLikeStack, steadystate } from "../support/cli.ts";
import { temporaryFolder } from "../support/repo.ts";

const demo = join(import.meta.dirname, "../../examples/demo");

describe("ci on the demo", () => {
  test("is 1 and says which is which: opened by hand, risky create, vanished, replaced", () => {
    const { status, stdout } = steadystate(["ci", "--format", "plain"], { cwd: demo });
    expect(status).toBe(1);
    expect(stdout).toMatch(/aws_security_group\.web changed in reality/);
    expect(stdout).toMatch(/aws_security_group_rule\.analysts is declared and not created yet/);
    expect(stdout).toMatch(/aws_s3_bucket\.invoices is gone in reality/);
    expect(stdout).toMatch(/module\.data\.aws_db_instance\.orders is to be destroyed and created anew/);
    const { data } = JSON.parse(steadystate(["ci", "--json"], { cwd: demo }).stdout);
    const items = data.alerts.flatMap(({ items: rows }: { items: unknown[] }) => rows);
    const row = (label: string) => items.find((item: { label: string }) => item.label === label);
    expect(row("aws_security_group.web")).toMatchObject({
      direction: "changed-in-reality",
      flags: [{ stance: "exposed-now" }],
    });
    expect(row("aws_security_group_rule.analysts")).toMatchObject({
      direction: "not-yet-applied",
      flags: [{ stance: "will-be-exposed" }],
    });
    expect(row("aws_s3_bucket.invoices")).toMatchObject({ direction: "vanished", action: "create" });
    expect(row("module.data.aws_db_instance.orders")).toMatchObject({ action: "replace", stateful: true });
    expect(row("aws_s3_bucket.invoices").fixes[0]).toMatchObject({ name: "restore-bucket" });
  });

  test("writes nothing beside the committed files, and the same bytes twice", () => {
    const once = steadystate(["ci", "--json"], { cwd: demo }).stdout;
    const twice = steadystate(["ci", "--json"], { cwd: demo }).stdout;
    const dataOf = (text: string) => JSON.stringify(JSON.parse(text).data);
    expect(dataOf(twice)).toBe(dataOf(once));
  });

  test("writes Markdown and JSON beside the text", () => {
    const folder = temporaryFolder();
    cpSync(demo, folder.root, { recursive: true });
    const { status, stdout } = steadystate(["ci", "--output", "report.md", "--output", "report.json"], {
      cwd: folder.root,
    });
    expect(status).toBe(1);
    expect(stdout).toContain("FAIL");
    expect(readFileSync(folder.at("report.md"), "utf8")).toMatch(/^#|\*\*/m);
    expect(JSON.parse(readFileSync(folder.at("report.json"), "utf8"))).toMatchObject({
      ok: true,
      data: { gate: "fail" },
    });
  });

  test("passes when nothing is at or above the threshold, and honours config.toml", () => {
    const folder = temporaryFolder({
      "plan.json": { ...planOf([change("aws_sqs_queue.mail", ["update"], { delay: 1 }, { delay: 2 })]) },
      "steadystate/config.toml": '[ci]\nfail_on = "medium"\npath = "plan.json"\n',
    });
    expect(steadystate(["ci"], { cwd: folder.root }).status).toBe(1);
    expect(steadystate(["ci", "--fail-on", "high"], { cwd: folder.root }).status).toBe(0);
    expect(steadystate(["ci", "--fail-on", "HIGH"], { cwd: folder.root }).status).toBe(0);
  });
});

const change = (address: string, actions: readonly string[], before: unknown, after: unknown) => {
  const [type, name] = address.split(".");
  return {
    address,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions, before, after, after_unknown: {}, before_sensitive: false, after_sensitive: false },
  };
};

const planOf = (changes: readonly unknown[], more: object = {}) => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  resource_changes: changes,
  timestamp: "2026-11-20T08:00:00Z",
  applyable: true,
  complete: true,
  errored: false,
  ...more,
});

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

/** Whatever is handed over instead of a plan: 2 or 3, never 0, never a stack, named for what it is. */
const wrong: readonly (readonly [string, string | Buffer, 2 | 3, RegExp])[] = [
  ["an empty object", "{}", 2, /empty object/],
  ["a list", "[1, 2, 3]", 2, /list of 3/],
  ["a text", '"hello"', 2, /text|string/],
  ["a number", "42", 2, /number/],
  ["null", "null", 2, /null/],
  [
    "a state",
    JSON.stringify({ format_version: "1.0", terraform_version: "1.11.4", values: { root_module: {} } }),
    2,
    /state/,
  ],
  ["a truncated plan", JSON.stringify(planOf([])).slice(0, -20), 2, /line|JSON/],
  ["an empty file", "", 2, /empty/],
  ["binary", Buffer.from([0, 1, 2, 3, 255, 254, 7, 8, 0, 9]), 2, /plan\.json/],
  [
    "a compose file's JSON",
    JSON.stringify({ name: "shop", services: { web: { image: "nginx" } } }),
    2,
    /compose/i,
  ],
  [
    "an Argo CD application",
    JSON.stringify({ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "a" } }),
    2,
    /Argo CD/,
  ],
  [
    "a Kubernetes list",
    JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Pod" }] }),
    2,
    /Kubernetes/,
  ],
  [
    "a plan event stream",
    '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
    2,
    /show -json/,
  ],
  ["a newer format", JSON.stringify(planOf([], { format_version: "9.0" })), 2, /9\.0|version/],
  ["a row of a wrong type", JSON.stringify(planOf([17])), 2, /resource_changes/],
  [
    "actions that are null",
    JSON.stringify(planOf([{ ...change("a.b", [], {}, {}), change: { actions: null } }])),
    2,
    /resource_changes/,
  ],
  ["deep nesting", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, 2, /plan\.json|nest/],
  ["an errored plan", JSON.stringify(planOf([], { errored: true })), 3, /ended with errors/],
  ["an incomplete plan", JSON.stringify(planOf([], { complete: false })), 3, /more changes remain/],
  ["an errored plan in UTF-16", utf16(JSON.stringify(planOf([], { errored: true }))), 3, /ended with errors/],
];

describe("bad input", () => {
  test.each(wrong)("%s", (_, content, expected, words) => {
    const folder = temporaryFolder();
    folder.writeRaw("plan.json", content);
    for (const verb of [["ci"], ["scan", "--stateless"], ["scan"]]) {
      const { status, stdout, stderr } = steadystate([...verb, "plan.json"], { cwd: folder.root });
      expect(status, `${verb.join(" ")}: ${stderr}`).toBe(expected);
      expect(`${stdout}${stderr}`).toMatch(words);
      expect(looksLikeStack(`${stdout}${stderr}`)).toBe(false);
      expect(`${stdout}${stderr}`).not.toMatch(/\bPASS\b|agree/);
    }
    const json = steadystate(["ci", "plan.json", "--json"], { cwd: folder.root });
    expect(JSON.parse(json.stdout).ok).toBe(expected === 3);
  });

  test("a good plan in UTF-16 and with a byte-order mark is read", () => {
    const folder = temporaryFolder();
    const plan = JSON.stringify(
      planOf([change("aws_sqs_queue.mail", ["no-op"], { delay: 1 }, { delay: 1 })]),
    );
    folder.writeRaw("utf16.json", utf16(plan));
    folder.writeRaw("bom.json", `\uFEFF${plan}`);
    expect(steadystate(["ci", "utf16.json"], { cwd: folder.root }).status).toBe(0);
    expect(steadystate(["ci", "bom.json"], { cwd: folder.root }).status).toBe(0);
  });

  test.each([
    [["ci", "nowhere.json"], 2, /nowhere\.json/],
    [["ci", "."], 3, /Terraform/],
    [["scan"], 2, /nothing to scan/],
    [["ci", "--source", "terrafrom", "."], 2, /did you mean terraform/],
    [["ci", "--fail-on", "severe", "."], 2, /any, low, medium, high, critical, none|critical/],
    [["cii"], 2, /did you mean/],
    [["findings", "--limt", "3"], 2, /--limit/],
    [["-C", "nowhere", "health"], 2, /nowhere/],
    [["show", "zzzz"], 2, /fingerprint/],
    [["show", "abcdef"], 5, /no finding/],
    [["--silo", "east", "health"], 5, /east/],
  ] as const)("steadystate %s → %i", (argv, expected, words) => {
    const folder = temporaryFolder();
    const { status, stdout, stderr } = steadystate(argv, { cwd: folder.root });
    expect(status, stderr).toBe(expected);
    expect(stderr).toMatch(words);
    expect(stdout).toBe("");
    expect(looksLikeStack(stderr)).toBe(false);
  });

  test("a mistake in config.toml stops every verb that reads it, with line and column", () => {
    const folder = temporaryFolder({
      "steadystate/config.toml": '[ci]\nfail_onn = "high"\n',
      "plan.json": planOf([]),
    });
    const { status, stderr } = steadystate(["ci", "plan.json"], { cwd: folder.root });
    expect(status).toBe(2);
    expect(stderr).toMatch(/config\.toml:2:\d+/);
    expect(stderr).toContain("fail_on");
  });
});
