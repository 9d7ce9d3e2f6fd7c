import { describe, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { temporaryFolder } from "../support/repo.ts";

const deployment = (name: string, image: string, args: readonly string[] = []) => ({
  ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "shop" } },
  spec: { replicas: args.length, template: { spec: { containers: [{ name: "web", image, args }] } } },
});
const settings = (value: string) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "shop" } },
  data: { value },
});
const snapshot = {
  declared: [deployment("web", "web:1", ["a"]), deployment("gone", "x:1"), settings("a")],
  observed: [deployment("web", "web:2", ["b", "c"]), settings("b")],
};

/** What a scan tells of the snapshot under these rules, by place, and what it counts aside. */
const scanned = async (rules: string) => {
  const folder = temporaryFolder({ "s.json": snapshot, "steadystate/config.toml": rules });
  const input = { path: "s.json", source: "k8s", stateless: true, checks: false };
  const { data, exit, text } = await ask("scan", input, folder);
  expect(data, text).toBeDefined();
  const items = [...data.alerts.flatMap(({ items: own }: { items: object[] }) => own), ...data.signals];
  const told = items.flatMap(
    ({ label, diff, direction }: { label: string; diff: { path: string }[]; direction: string }) =>
      diff.length === 0 ? [`${label} ${direction}`] : diff.map(({ path }) => `${label} ${path}`),
  );
  return { told: told.sort(), counted: data.looks[0].informational, exit, text };
};

const container = "spec.template.spec.containers[name=web]";
const web = "apps/Deployment/shop/web";
const everything = [
  "ConfigMap/shop/settings data.value",
  "apps/Deployment/shop/gone vanished",
  `${web} spec.replicas`,
  `${web} ${container}.args`,
  `${web} ${container}.image`,
];
const ignored = "differences ignored by config.toml";
const idle = "ignore rules without effect here";

describe("[[ignore]] of config.toml", () => {
  test("without a rule everything is told, and nothing is counted aside", async () => {
    expect(await scanned("")).toMatchObject({ told: everything, counted: {} });
  });

  test.each<[string, string, (line: string) => boolean]>([
    [
      "a kind and a place",
      'kind = "Deployment"\npath = "spec.replicas"',
      (line) => line.endsWith("replicas"),
    ],
    ["a name with a star", 'name = "we*"\npath = "spec.template"', (line) => line.includes("template")],
    ["a place in a list", `path = "${container}.args"`, (line) => line.endsWith(".args")],
    ["a namespace and a star", 'namespace = "sh*"\npath = "data.*"', (line) => line.includes("data.")],
    ["a whole object", 'kind = "ConfigMap"', (line) => line.startsWith("ConfigMap")],
    ["one that is gone", 'name = "gone"', (line) => line.includes("gone")],
    ["a pointer", 'group = "apps"\njsonPointers = ["/spec/replicas"]', (line) => line.endsWith("replicas")],
    [
      "a jq path",
      "jqPathExpressions = ['.spec.template.spec.containers[] | select(.name == \"web\") | .image']",
      (line) => line.endsWith(".image"),
    ],
  ])("%s: what it hides is counted, all else is told", async (_, rule, isHidden) => {
    const { told, counted, text } = await scanned(`[[ignore]]\n${rule}\n`);
    expect(told).toEqual(everything.filter((line) => !isHidden(line)));
    const hidden = everything.filter(isHidden).length;
    expect(counted).toEqual({ [ignored]: hidden });
    expect(text).toContain(`${hidden} difference${hidden === 1 ? "" : "s"} ignored by config.toml`);
  });

  test.each([
    ["another kind", 'kind = "Deploymen"\npath = "spec.*"'],
    ["another name", 'name = "api"\npath = "spec.*"'],
    ["another namespace", 'namespace = "shops"\npath = "*"'],
    ["a place that only begins alike", 'path = "spec.repl"'],
    ["a group", 'group = "batch"\njsonPointers = ["/spec"]'],
    ["a manager whom nobody knows", 'managedFieldsManagers = ["kubectl"]'],
  ])("%s hides nothing, and is told to have had no effect", async (_, rule) => {
    const { told, counted, text } = await scanned(`[[ignore]]\n${rule}\n`);
    expect(told).toEqual(everything);
    expect(counted).toEqual({ [idle]: 1 });
    expect(text).toContain("1 ignore rule without effect here");
  });

  test("a rule that hides more than it seems is remarked upon by validate, with its place", async () => {
    const folder = temporaryFolder({
      "steadystate/config.toml": [
        '[[ignore]]\nkind = "Secret"\npath = "data"\n',
        '[[ignore]]\nkind = "Deployment"\n',
        '[[ignore]]\npath = "*"\n',
      ].join("\n"),
    });
    const { data, exit } = await ask("validate", {}, folder);
    expect(exit).toBe(0);
    const remarks = JSON.stringify(data);
    expect(remarks).toContain("names no place: everything of what it fits is ignored, also that it is gone");
    expect(remarks).toContain("names no object: it holds for every one");
    expect(remarks).not.toContain("not used by this version yet");
  });

  test.each([
    ['jsonPointers = ["spec"]', "must begin with /"],
    ['jqPathExpressions = ["to_entries"]', "must be a path"],
    ['kind = "x"\nknid = "x"', "did you mean kind?"],
  ])("%s is a fault of the file", async (rule, why) => {
    const folder = temporaryFolder({
      "s.json": snapshot,
      "steadystate/config.toml": `[[ignore]]\n${rule}\n`,
    });
    const { exit, text } = await ask("scan", { path: "s.json", source: "k8s", stateless: true }, folder);
    expect([exit, text]).toEqual([2, expect.stringContaining(why)]);
  });
});
