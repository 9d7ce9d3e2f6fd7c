import { readdirSync, readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { openCluster } from "../../../src/platform/kubernetes/cluster.ts";
import type { Access } from "../../../src/platform/kubernetes/kubectl.ts";
import { makeFiles } from "../../../src/system/files.ts";
import { makeRun, type RunRequest } from "../../../src/system/run.ts";
import { everything } from "../../support/cluster/access.ts";
import type { Clients } from "../../support/cluster/clients.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import type { Fault, Misfortune } from "../../support/cluster/faults.ts";
import { configMap, deployment, pod } from "../../support/cluster/make.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

const pods = { group: "", version: "v1", resource: "pods" };
const deployments = { group: "apps", version: "v1", resource: "deployments" };
const objects = [
  pod({ name: "web-1" }),
  pod({ name: "web-2", namespace: "batch" }),
  deployment(),
  configMap(),
];
const patient = { request: 5000, whole: 60_000 };

/** What the clients of a test cluster would see, and every argv that ran. */
const opening = async ({ environment, root }: Clients, access: Partial<Access> = {}, patience = patient) => {
  const ran: (readonly string[])[] = [];
  const run = makeRun(environment);
  const recording = (request: RunRequest) => {
    ran.push(request.argv);
    return run(request);
  };
  const aim = { context: undefined, kubeconfig: undefined, ...access };
  const { withTemporaryFolder } = makeFiles();
  const opened = await openCluster(aim, { run: recording, withTemporaryFolder, cwd: root }, patience);
  return { opened, ran };
};

const cluster = async (clients: Clients, access: Partial<Access> = {}, patience = patient) => {
  const { opened, ran } = await opening(clients, access, patience);
  if (!opened.ok) throw new Error(opened.why);
  return { ...opened.value, ran };
};

const namesOf = (answer: Awaited<ReturnType<Awaited<ReturnType<typeof cluster>>["list"]>>) =>
  answer.ok ? answer.value.map((thing) => (thing["metadata"] as { name: string }).name) : answer;

describe("which cluster", () => {
  test("the ambient one is resolved, recorded, and held when the machine points elsewhere", async () => {
    const [one, two] = [await clusterHere({ objects }), await clusterHere()];
    const config = one.environment["KUBECONFIG"] ?? "";
    one.cluster.kubeconfig(config, { others: { other: two.cluster.url } });
    const held = await cluster(one);
    expect(held.effective).toEqual({
      context: "test",
      cluster: "test",
      server: one.cluster.url,
      namespace: undefined,
      ambient: true,
    });
    expect((await one.kubectl("config", "use-context", "other")).exit).toBe(0);
    expect(namesOf(await held.list(deployments))).toEqual(["web"]);
    expect(two.cluster.requests).toEqual([]);
  });

  test("a named context and a named kubeconfig win over the environment", async () => {
    const [mine, ambient] = [await clusterHere({ objects }), await clusterHere()];
    const kubeconfig = mine.environment["KUBECONFIG"];
    const held = await cluster(ambient, { kubeconfig });
    expect(held.effective).toMatchObject({ server: mine.cluster.url, ambient: false });
    await held.version();
    expect(ambient.cluster.requests).toEqual([]);
    for (const argv of held.ran.slice(1))
      expect(argv).toEqual(expect.arrayContaining([`--kubeconfig=${kubeconfig}`, "--context=test"]));
  });

  test("a context without a cluster is no cluster, and kubectl is kept from asking localhost", async () => {
    const here = await clusterHere();
    const broken = {
      ...{ apiVersion: "v1", kind: "Config", "current-context": "a", clusters: [], users: [] },
      contexts: [{ name: "a", context: { cluster: "gone", user: "" } }],
    };
    here.write({ "broken.json": broken, "torn.json": "canary-in-the-file: [", "empty.json": "{}" });
    for (const name of ["broken.json", "torn.json", "empty.json", "missing.json"]) {
      const { opened } = await opening(here, { kubeconfig: `${here.root}/${name}` });
      expect(opened).toMatchObject({ ok: false, class: "misconfigured" });
      expect(JSON.stringify(opened)).not.toContain("canary");
    }
    expect((await opening(here, { context: "nope" })).opened).toMatchObject({
      class: "misconfigured",
      why: "the kubeconfig of this machine has no context nope that leads to a cluster",
    });
  });
});

test("the address that is recorded keeps no password of it", async () => {
  const here = await clusterHere();
  const config = here.cluster.kubeconfig(`${here.root}/with-password.json`);
  const [scheme, rest] = here.cluster.url.split("//");
  here.write({
    "with-password.json": readFileSync(config, "utf8").replace(
      here.cluster.url,
      `${scheme}//ana:canary-in-url@${rest}`,
    ),
  });
  const { opened } = await opening(here, { kubeconfig: config });
  expect(opened.ok && opened.value.effective.server).toContain(rest);
  expect(JSON.stringify(opened)).not.toContain("canary-in-url");
});

describe("reads", () => {
  test("lists, tells versions, users, permissions and kinds; leaves no cache behind", async () => {
    const tokens = { t: { user: "reader", rules: everything } };
    const here = await clusterHere({ objects, tokens }, { token: "t" });
    const { list, version, whoAmI, canI, served, ran } = await cluster(here);
    expect(namesOf(await list(pods))).toEqual(["web-2", "web-1"]);
    // A server leaves kind and version out of the items of a list.
    const listed = await list(pods);
    expect(listed).toMatchObject({ value: Array(2).fill({ apiVersion: "v1", kind: "Pod" }) });
    expect(namesOf(await list(pods, "prod"))).toEqual(["web-1"]);
    expect(namesOf(await list(pods, "empty"))).toEqual([]);
    expect(await version()).toEqual({ ok: true, value: "v1.33.4" });
    expect(await whoAmI()).toEqual({ ok: true, value: "reader" });
    expect(await canI("list", deployments)).toEqual({ ok: true, value: true });
    expect(await served("apps/v1")).toMatchObject({
      ok: true,
      value: expect.arrayContaining([{ name: "deployments", kind: "Deployment", namespaced: true }]),
    });
    expect(readdirSync(`${here.root}/.kube`)).toEqual(["config"]);
    for (const argv of ran) {
      const words = argv.slice(0, 3).join(" ");
      expect(words).toMatch(/^kubectl (?:config view|get --raw|auth whoami|auth can-i)/);
      expect(argv.at(-1)).toMatch(/^--request-timeout=\d+ms$/);
    }
    expect(here.cluster.requests.filter(({ verb }) => /update|patch|delete/.test(verb))).toEqual([]);
  });

  test("goes through all pages", async () => {
    const many = Array.from({ length: 1203 }, (_, at) => pod({ name: `p-${String(at).padStart(4, "0")}` }));
    const here = await clusterHere({ objects: many });
    const { list } = await cluster(here);
    const names = namesOf(await list(pods));
    expect(names).toEqual(many.map((one) => (one["metadata"] as { name: string }).name));
    expect(here.cluster.requests.filter(({ resource }) => resource === "pods")).toHaveLength(3);
  });

  test("a list whose token expired is taken again from its beginning", async () => {
    const many = Array.from({ length: 600 }, (_, at) => pod({ name: `p-${at}` }));
    const answer = { kind: "expired-continue" } as const;
    const here = await clusterHere({ objects: many, faults: [{ resource: "pods", times: 1, answer }] });
    const { list } = await cluster(here);
    expect(namesOf(await list(pods))).toHaveLength(600);
    here.cluster.faults.add({ resource: "pods", answer });
    expect(await list(pods)).toMatchObject({ ok: false, class: "garbled" });
  });

  test("values that look like options are refused before anything runs", async () => {
    const here = await clusterHere();
    for (const access of [
      { context: "--server=x" },
      { kubeconfig: "-" },
      { context: "a\nb" },
      { context: "" },
    ]) {
      await expect(opening(here, access)).rejects.toMatchObject({ code: "refused" });
    }
    const { list, canI, ran } = await cluster(here);
    const before = ran.length;
    await expect(list(pods, "-A")).rejects.toMatchObject({ code: "refused" });
    await expect(list({ ...pods, resource: "--all" })).rejects.toMatchObject({ code: "refused" });
    await expect(canI("list", pods, "-x")).rejects.toMatchObject({ code: "refused" });
    expect(ran).toHaveLength(before);
    expect(here.cluster.requests).toEqual([]);
  });

  test("a forbidden kind is named with its namespace, never an empty list", async () => {
    const rules = [{ verbs: ["list"], apiGroups: [""], resources: ["pods"], namespaces: ["prod"] }];
    const here = await clusterHere({ objects, tokens: { t: { user: "u", rules } } }, { token: "t" });
    const { list, canI } = await cluster(here);
    expect(namesOf(await list(pods, "prod"))).toEqual(["web-1"]);
    expect(await list(pods)).toEqual({
      ok: false,
      class: "forbidden",
      why: "may not list pods in the whole cluster",
      forbidden: { verb: "list", resource: "pods", group: "", namespace: undefined },
    });
    expect(await list(deployments, "prod")).toMatchObject({
      why: "may not list deployments.apps in namespace prod",
      forbidden: { group: "apps", namespace: "prod" },
    });
    expect(await canI("list", deployments, "prod")).toEqual({ ok: true, value: false });
    expect(await canI("list", pods, "prod")).toEqual({ ok: true, value: true });
  });
});

describe("faults", () => {
  const status = (code: 401 | 403 | 404 | 429 | 500 | 503): Misfortune => ({ kind: "status", code });
  const asked = async (answer: Misfortune, more: Partial<Fault> = {}, patience = patient) => {
    const here = await clusterHere({ objects });
    const { list } = await cluster(here, {}, patience);
    here.cluster.faults.add({ resource: "pods", answer, ...more });
    const answered = await list(pods);
    return { answered, requests: here.cluster.requests.length };
  };

  const cases: readonly (readonly [Misfortune, string])[] = [
    [status(401), "unauthorized"],
    [status(403), "forbidden"],
    [status(404), "not-found"],
    [status(429), "overloaded"],
    [status(500), "overloaded"],
    [status(503), "overloaded"],
    [{ kind: "slow", milliseconds: 3000 }, "timed-out"],
    [{ kind: "truncated" }, "garbled"],
    [{ kind: "broken-json" }, "garbled"],
    [{ kind: "reset" }, "unreachable"],
  ];
  for (const [fault, expected] of cases) {
    test(`${fault.kind} ${"code" in fault ? fault.code : ""} is ${expected}`, async () => {
      const { answered } = await asked(fault, {}, { request: 1000, whole: 60_000 });
      expect(answered).toMatchObject({ ok: false, class: expected });
    });
  }

  test("what may pass is asked once more, what will not is not", async () => {
    expect(namesOf((await asked(status(500), { times: 1 })).answered)).toHaveLength(2);
    expect((await asked(status(500))).requests).toBe(2);
    expect((await asked(status(403))).requests).toBe(1);
  });

  test("a kind that is not served, a server that is not there, a server that is no API", async () => {
    const here = await clusterHere();
    const { list, version, ran } = await cluster(here);
    expect(await list({ ...pods, resource: "widgets" })).toMatchObject({ class: "not-found" });
    here.cluster.faults.add({ path: "/version", answer: { kind: "broken-json" } });
    expect(await version()).toMatchObject({ class: "garbled" });
    await here.cluster.close();
    expect(await version()).toMatchObject({ class: "unreachable" });
    expect(ran.length).toBeGreaterThan(0);
  });

  test("no time left asks nothing; no kubectl says so", async () => {
    const here = await clusterHere();
    expect((await opening(here, {}, { request: 1000, whole: 0 })).opened).toMatchObject({
      class: "timed-out",
    });
    const without = { ...here, environment: { ...here.environment, PATH: "/nowhere" } };
    expect((await opening(without)).opened).toMatchObject({ class: "tool-missing" });
  });
});
