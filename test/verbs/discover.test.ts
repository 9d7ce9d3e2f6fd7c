import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { splitWords } from "../../src/core/shell-words.ts";
import { SteadystateError } from "../../src/errors.ts";
import { makeFiles } from "../../src/system/files.ts";
import { factsOf } from "../../src/verbs/facts.ts";
import { verbs } from "../../src/verbs/index.ts";
import { ask } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { agent } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const withKubectl = needs("kubectl");
const withTerraform = needs("terraform");
const canary = "CANARY7f3a9c1e5b8d2460";

type Sight = {
  readonly name: string;
  readonly state: string;
  readonly commands: readonly { readonly command: string }[];
};

const here = (files: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryFolder(files);
  const env = { PATH: toolPath, HOME: folder.root, KUBECONFIG: folder.at("no-kubeconfig"), ...more };
  const discover = (input: Readonly<Record<string, unknown>> = {}, options = {}) =>
    ask("discover", input, folder, { env, ...options });
  const sight = (data: { readonly sights: readonly Sight[] }, name: string) =>
    data.sights.find((one) => one.name === name);
  const commands = (data: { readonly sights: readonly Sight[] }, name: string) =>
    sight(data, name)?.commands.map(({ command }) => command);
  const targets = (): string => readFileSync(folder.at("steadystate/targets.json"), "utf8");
  return { folder, discover, sight, commands, targets };
};

const plan = { format_version: "1.2", terraform_version: "1.9.0", planned_values: {}, resource_changes: [] };

/** Nothing listens there. */
const kubeconfig = (contexts: readonly string[], user: unknown = { token: canary }) => ({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: contexts.map((name) => ({ name, context: { cluster: "c", user: "u" } })),
  users: [{ name: "u", user }],
});

describe("discover tells what can be looked at", () => {
  withTerraform(
    "roots in sub-folders, without modules, hidden folders and what is not initialised",
    async () => {
      const { discover, commands, folder } = here({
        "infra/prod/main.tf": "",
        "infra/prod/.terraform/x": "",
        "net/main.tf": "",
        "modules/vpc/main.tf": "",
        ".hidden/main.tf": "",
        "node_modules/a/main.tf": "",
        "with space/main.tf": "",
        "with space/.terraform/x": "",
      });
      const before = readdirSync(folder.root);
      const { exit, data, text } = await discover({ reachable: false });
      expect(exit).toBe(0);
      expect(commands(data, "terraform")).toEqual([
        "steadystate scan 'with space'",
        "steadystate scan infra/prod",
        "terraform -chdir=net init",
      ]);
      expect(text.split("\n").length).toBeLessThan(25);
      expect(readdirSync(folder.root)).toEqual(before);
    },
  );

  test("every captured document that a source reads, a plan of many megabytes too", async () => {
    const { discover, commands, folder } = here({
      "plan.json": plan,
      "deep/er/snap.json": { declared: [], observed: [] },
      "snap.yaml": "declared: []\nobserved: []\n",
      "apps.json": { apiVersion: "argoproj.io/v1alpha1", kind: "Application" },
      "fleet.yml": "apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\n",
      "releases.json": [{ name: "a", revision: "1", chart: "a-1" }],
      "state.json": { version: 4, terraform_version: "1.9.0", serial: 1, lineage: "x", resources: [] },
      "other.json": { a: 1 },
    });
    folder.writeRaw("huge.json", `${JSON.stringify({ ...plan, x: "y".repeat(5_000_000) })}`);
    const { data } = await discover({ reachable: false });
    expect(commands(data, "terraform")).toEqual(["steadystate scan huge.json", "steadystate scan plan.json"]);
    expect(commands(data, "k8s")).toEqual([
      "steadystate scan snap.yaml --source k8s",
      "steadystate scan deep/er/snap.json --source k8s",
    ]);
    expect(commands(data, "argocd")).toEqual(["steadystate scan apps.json --source argocd"]);
    expect(commands(data, "rancher")).toEqual(["steadystate scan fleet.yml --source rancher"]);
    expect(commands(data, "helm")).toEqual(["steadystate scan releases.json --source helm"]);
    expect(data.skipped).toEqual([
      { path: "state.json", why: "it is a Terraform state file, which no source reads" },
    ]);
  });

  test("an empty folder is status 1 with --check, one with something that could not be asked 3", async () => {
    const empty = here();
    expect((await empty.discover()).exit).toBe(0);
    const tripped = await empty.discover({ check: true });
    expect(tripped.exit).toBe(1);
    expect(tripped.text).toContain("nothing here can be looked at yet");
    expect((await here({ "broken.json": "{" }).discover({ check: true })).exit).toBe(3);
    expect((await here({ "plan.json": plan }).discover({ check: true })).exit).toBe(0);
  });

  test("a stack of Terraform is told not to be covered", async () => {
    const { text, data } = await here({ "s/a.tfstack.hcl": "" }).discover();
    expect(data.uncovered).toEqual(["s"]);
    expect(text).toContain("not covered");
  });

  test("hostile folders are bounded, and told", async () => {
    const { folder, discover } = here({ "bad.json": "{", "secret/x.json": plan, "secret/main.tf": "" });
    folder.writeRaw("binary.json", new Uint8Array([0, 1, 2, 255, 254]));
    folder.writeRaw("deep.json", "[".repeat(200_000));
    folder.writeRaw("huge.json", "{".padEnd(40_000_000, " "));
    symlinkSync(".", folder.at("loop"));
    symlinkSync("/", folder.at("out"));
    symlinkSync("/etc/hostname", folder.at("c-out.json"));
    mkdirSync(folder.at("a/b/c/d/e/f/g/h"), { recursive: true });
    for (let at = 0; at < 1000; at += 1) folder.writeRaw(`n${at}.json`, "{}");
    const { exit, data } = await discover({ reachable: false });
    expect(exit).toBe(0);
    const why = Object.fromEntries(
      data.skipped.map((one: { path: string; why: string }) => [one.path, one.why]),
    );
    expect(why).toMatchObject({
      "bad.json": "it is not JSON",
      "binary.json": "it is no text",
      "deep.json": "it is not JSON",
      out: "a link that leads out of here",
      "c-out.json": "a link that leads out of here",
      "a/b/c/d/e/f": "its folders lie deeper than 6 levels",
    });
    expect(JSON.stringify(why)).toContain("only 400 of a kind are opened");
    expect(data.sights.find(({ name }: Sight) => name === "terraform").snapshots).toEqual([]);
  });

  withKubectl("a kubeconfig that lies here, of any spacing; no program that it names is run", async () => {
    const { folder, discover } = here({ "kube/a": kubeconfig(["one"]) });
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: folder.at("evil"),
      interactiveMode: "Never",
    };
    folder.write({ evil: "#!/bin/sh\ntouch ran\n", "b.json": kubeconfig(["two"], { exec }) });
    folder.writeRaw(
      "c.yaml",
      `"kind":   Config\napiVersion: v1\nclusters:\n- name: c\n  cluster: {server: "https://127.0.0.1:1"}\ncontexts:\n- name: three\n  context: {cluster: c, user: u}\nusers: []\n`,
    );
    chmodSync(folder.at("evil"), 0o755);
    const { data, text } = await discover({ check: true });
    expect(data.clusters.map(({ context, state }: Record<string, string>) => [context, state])).toEqual([
      ["two", "unasked"],
      ["three", "silent"],
      ["one", "silent"],
    ]);
    expect(existsSync(folder.at("ran"))).toBe(false);
    expect(text + JSON.stringify(data)).not.toContain(canary);
  });

  withKubectl("a cluster that answers, and what it serves", async () => {
    const { cluster } = await clusterHere({ tokens: { [canary]: { user: "ana", rules: everything } } });
    const { folder, discover, commands, sight } = here({ "overlays/prod/kustomization.yaml": "" });
    cluster.kubeconfig(folder.at("kube/a"), { token: canary, context: "shop" });
    const { data, text } = await discover({ check: true });
    const aim = "--context shop --kubeconfig kube/a";
    expect(commands(data, "k8s-live")).toEqual([`steadystate scan --source k8s-live ${aim} --probe auto`]);
    expect(commands(data, "kustomize-live")).toEqual([`steadystate verify overlays/prod ${aim}`]);
    expect(sight(data, "kubectl")?.state).toBe("ready");
    const apart = data.sights.filter(({ name }: Sight) => name === "argocd" || name === "rancher");
    expect(apart.length).toBeGreaterThanOrEqual(2);
    for (const { name, kind, state } of apart) expect([name, kind, state]).toEqual([name, kind, "no-input"]);
    expect(text).not.toContain(canary);
  });

  test("a folder on PATH that may not be looked into is passed over", async () => {
    const { folder, discover, sight } = here({ "main.tf": "" });
    const shut = (path: string): Promise<never> =>
      Promise.reject(new SteadystateError("input-invalid", `cannot look at ${path}`));
    const files = { ...makeFiles(), isProgram: shut };
    const { exit, data } = await ask("discover", {}, folder, { env: { PATH: "/shut" }, hands: { files } });
    expect(exit).toBe(0);
    expect(sight(data, "terraform")?.state).toBe("blocked");
    expect((await discover()).exit).toBe(0);
  });

  test("an agent is told nothing of clusters", async () => {
    const { data } = await here({ "kube/a": kubeconfig(["one"]) }).discover({}, { actor: agent });
    expect(data.clusters).toEqual([]);
    expect(JSON.stringify(data.skipped)).toContain("an agent looks at committed targets only");
  });
});

describe("discover --create", () => {
  const files = { "infra/main.tf": "", "infra/.terraform/x": "", "net/main.tf": "" };

  test("adds behind what stands there, which stays byte for byte", async () => {
    const { folder, discover, targets } = here(files);
    mkdirSync(folder.at("steadystate"));
    const own = `{\r\n    "10": {"source":"terraform","path":"./infra/","later": 1.0},\r\n    "net": { "source": "k8s-live", "kubeconfig_from": "creds prod" }\r\n}\r\n`;
    folder.writeRaw("steadystate/targets.json", own);
    const { exit, data } = await discover({ create: true, reachable: false });
    expect(exit).toBe(0);
    expect(data.created).toMatchObject({
      file: "steadystate/targets.json",
      written: true,
      added: [{ name: "net-2", source: "terraform", path: "net" }],
      known: [{ path: "infra", as: "10" }],
    });
    expect(targets().startsWith(own.slice(0, own.lastIndexOf("\r\n}")))).toBe(true);
    expect(JSON.parse(targets())).toEqual({
      ...JSON.parse(own),
      "net-2": { source: "terraform", path: "net" },
    });
    expect(targets().replaceAll("\r\n", "")).not.toContain("\n");
    const once = targets();
    expect((await discover({ create: true, reachable: false })).data.created).toMatchObject({
      added: [],
      written: false,
    });
    expect(targets()).toBe(once);
  });

  test("makes the file where there is none; --dry-run makes nothing", async () => {
    const { folder, discover, targets } = here(files);
    const tried = await discover({ create: true, dryRun: true, reachable: false });
    expect(tried.data.created).toMatchObject({ written: false, added: [{ name: "infra" }, { name: "net" }] });
    expect(readdirSync(folder.root).sort()).toEqual(["infra", "net"]);
    await discover({ create: true, reachable: false });
    expect(JSON.parse(targets())).toEqual({
      infra: { source: "terraform", path: "infra" },
      net: { source: "terraform", path: "net" },
    });
    expect(readdirSync(folder.at("steadystate"))).toEqual(["targets.json"]);
  });

  test.each(["{", "[]", "", '{"a": 1, "a": 2}'])(
    "a file that is %j is status 2 and stays",
    async (content) => {
      const { folder, discover, targets } = here({ ...files, "steadystate/x": "" });
      folder.writeRaw("steadystate/targets.json", content);
      const { exit, text } = await discover({ create: true, reachable: false });
      expect(exit).toBe(2);
      expect(text).toContain("targets.json");
      expect(targets()).toBe(content);
    },
  );

  withKubectl(
    "a cluster that is silent is added with --unreachable only; equal names get a number",
    async () => {
      const { discover, targets } = here({ "kube/a": kubeconfig(["prod_a", "prod-a", "-x"]) });
      const without = await discover({ create: true });
      expect(without.data.created.added).toEqual([]);
      expect(without.text).toContain("--unreachable adds it");
      await discover({ create: true, unreachable: true });
      expect(JSON.parse(targets())).toEqual({
        "prod-a": { source: "k8s-live", context: "prod-a", kubeconfig: "kube/a" },
        "prod-a-2": { source: "k8s-live", context: "prod_a", kubeconfig: "kube/a" },
      });
    },
  );

  test("an agent adds none", async () => {
    const { folder, discover } = here(files);
    const { exit, text } = await discover({ create: true }, { actor: agent });
    expect(exit).toBe(6);
    expect(text).toContain("a person runs steadystate discover --create");
    expect(existsSync(folder.at("steadystate"))).toBe(false);
  });
});

describe("discover --deep", () => {
  test("tells backend, workspace and whether it is initialised, and no setting of the backend", async () => {
    const { discover } = here({
      "infra/main.tf": "",
      "infra/.terraform/terraform.tfstate": { backend: { type: "s3", config: { secret_key: canary } } },
      "infra/.terraform/environment": "blue\n",
      "net/main.tf": "",
      "odd/main.tf": "",
      "odd/.terraform/terraform.tfstate/x": "",
    });
    const { data, text } = await discover({ deep: true, reachable: false });
    expect(data.deep).toMatchObject([
      { where: "infra", facts: ["backend s3", "initialised", "workspace blue"] },
      { where: "net", facts: ["backend not known before init", "not initialised", "workspace default"] },
      { where: "odd", facts: [], skipped: expect.stringContaining("terraform.tfstate") },
    ]);
    expect(text + JSON.stringify(data)).not.toContain(canary);
  });

  withKubectl("tells of a cluster what it may read, and why it tells nothing of the rest", async () => {
    const { cluster } = await clusterHere({ tokens: { [canary]: { user: "ana", rules: everything } } });
    const { folder, discover } = here();
    cluster.kubeconfig(folder.at("kube/a"), { token: canary, context: "shop" });
    const { data, text } = await discover(
      { deep: true },
      { env: { PATH: `${toolPath}`, KUBECONFIG: "/nowhere" } },
    );
    const [kubectl, helm] = data.deep;
    expect(kubectl).toMatchObject({
      tool: "kubectl",
      where: "shop",
      facts: [/nodes ready/, /namespaces: /].map((fact) => expect.stringMatching(fact)),
    });
    expect(helm.tool).toBe("helm");
    expect(helm.facts.length === 1 || helm.skipped !== undefined).toBe(true);
    expect(text).not.toContain(canary);
  });
});

describe("discover --emit-ci", () => {
  const words = (run: string): readonly string[] => {
    const split = splitWords(run);
    return split.ok ? split.words : [];
  };

  test("is a workflow whose every command exists, pinned, with one permission and no secret", async () => {
    const { discover } = here({
      "infra/main.tf": "",
      'it\'s/a "b"/main.tf': "",
      "plan.json": plan,
      "snap.json": { declared: [], observed: [] },
      "a${{ secrets.X }}/main.tf": "",
    });
    const { exit, data } = await discover({ emitCi: true });
    expect(exit).toBe(0);
    const workflow = parse(data.workflow);
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "schedule"]);
    const steps = Object.values(workflow.jobs).flatMap(
      (job) => (job as { steps: Record<string, string>[] }).steps,
    );
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [words(run)]));
    const ours = runs.filter(([program]) => program === "npx").map(([, , tool, ...rest]) => [tool, ...rest]);
    expect(ours).toEqual([
      ["steadystate@0.1.0", "ci", "infra"],
      ["steadystate@0.1.0", "ci", 'it\'s/a "b"'],
      ["steadystate@0.1.0", "ci", "plan.json"],
      ["steadystate@0.1.0", "ci", "snap.json", "--source", "k8s"],
    ]);
    const flags = factsOf(await verbs.ci()).fields.map(({ flag }) => flag);
    for (const [, verb = "", , ...options] of ours) {
      expect(verb in verbs).toBe(true);
      for (const option of options.filter((word = "") => word.startsWith("-")))
        expect(flags).toContain(option);
    }
    expect(runs.filter(([program]) => program === "terraform")).toEqual([
      ["terraform", "-chdir=infra", "init", "-input=false"],
      ["terraform", '-chdir=it\'s/a "b"', "init", "-input=false"],
    ]);
    expect(data.workflow).toContain("Left out: 1");
    expect(data.workflow).not.toContain("secrets.");
  });

  test("is refused with --create, and where there is nothing to gate", async () => {
    expect((await here({ "plan.json": plan }).discover({ emitCi: true, create: true })).exit).toBe(2);
    expect((await here().discover({ emitCi: true })).exit).toBe(3);
  });
});
