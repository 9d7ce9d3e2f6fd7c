import { chmodSync, existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { ask } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const withKubectl = needs("kubectl");
const canary = "CANARY7f3a9c1e5b8d2460";

const wall = (entries: unknown, files: Readonly<Record<string, unknown>> = {}) => {
  const folder = temporaryFolder({ "steadystate/targets.json": entries, ...files });
  const env = { PATH: toolPath, HOME: folder.root, KUBECONFIG: folder.at("no-kubeconfig") };
  const targets = (
    input: Readonly<Record<string, unknown>> = {},
    more: Readonly<Record<string, string>> = {},
  ) => ask("targets", input, folder, { env: { ...env, ...more } });
  return { folder, targets, env };
};

/** Two clusters that know one token each, and a wall whose kubeconfigs lie in it. */
const twoClusters = async (entries: (at: (file: string) => string) => unknown) => {
  const cluster = (user: string, token: string) =>
    clusterHere({ tokens: { [token]: { user, rules: everything } } });
  const [a, b] = [await cluster("ana", `${canary}-a`), await cluster("bob", `${canary}-b`)];
  const here = wall({});
  a.cluster.kubeconfig(here.folder.at("kube/a"), { token: `${canary}-a`, context: "shop" });
  b.cluster.kubeconfig(here.folder.at("kube/b"), { token: `${canary}-b`, context: "shop" });
  here.folder.write({ "steadystate/targets.json": entries(here.folder.at) });
  return { ...here, a: a.cluster, b: b.cluster };
};

describe("targets lists", () => {
  test("what is named, sorted, with where it looks", async () => {
    const { targets, folder } = wall({
      zeta: { source: "terraform", path: "infra", label: "prod" },
      alpha: { source: "k8s-live", context: "eu-1", kubeconfig_from: "creds eu" },
      mid: { source: "k8s-live", kubeconfig: "kube/mid" },
    });
    const { exit, data, text } = await targets();
    expect(exit).toBe(0);
    expect(data.targets).toEqual([
      {
        ...{ name: "alpha", source: "k8s-live", where: "context=eu-1", label: "alpha" },
        credential: "brokered",
        trials: [],
      },
      {
        ...{ name: "mid", source: "k8s-live", where: "", label: "mid" },
        credential: "kubeconfig",
        trials: [],
      },
      {
        ...{ name: "zeta", source: "terraform", where: "infra", label: "prod" },
        credential: "none",
        trials: [],
      },
    ]);
    expect(text).toContain("3 targets in steadystate/targets.json");
    expect(text).toContain("steadystate targets --check");
    expect((await targets({ names: ["mid"] })).data.targets).toHaveLength(1);
    expect(readdirSync(folder.root)).toEqual(["steadystate"]);
  });

  test("no file is no error, with or without --check, and says how to write one", async () => {
    const folder = temporaryFolder();
    for (const input of [{}, { check: true }, { reach: true }]) {
      const { exit, text } = await ask("targets", input, folder);
      expect(exit).toBe(0);
      expect(text).toContain("there is no steadystate/targets.json");
      expect(text).toContain('"source": "terraform"');
    }
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test("an unknown name is status 5 with the nearest, a variable that points nowhere status 2", async () => {
    const { targets } = wall({ production: { source: "terraform", path: "." } });
    const unknown = await targets({ names: ["prodution"] });
    expect([unknown.exit, unknown.text]).toEqual([
      5,
      "there is no target prodution, did you mean production? | steadystate targets",
    ]);
    expect((await ask("targets", { names: ["x"] }, temporaryFolder())).exit).toBe(5);
    const nowhere = await targets({}, { STEADYSTATE_TARGETS: "gone.json" });
    expect([nowhere.exit, nowhere.text]).toEqual([
      2,
      expect.stringContaining("STEADYSTATE_TARGETS names gone.json"),
    ]);
  });

  test.each(["{", "[]", "5"])("a file that is %s is status 2 with its line", async (content) => {
    const { targets } = wall(content);
    const { exit, text } = await targets();
    expect(exit).toBe(2);
    expect(text).toMatch(/targets\.json:1:\d: the file .* \| steadystate validate targets\.json/);
  });

  test("an entry that cannot be used is told with its place, and the others are listed", async () => {
    const { targets } = wall({
      good: { source: "terraform", path: "." },
      torn: { source: "k8s-live", kubeconfig_from: "creds 'eu" },
      both: { source: "k8s-live", kubeconfig: "k", kubeconfig_from: "creds" },
      exec: { source: "k8s-live", allow_exec: true },
      dash: { source: "k8s-live", context: "--server=x" },
      flag: { source: "k8s-live", kubeconfig_from: "-x" },
    });
    const { exit, data } = await targets();
    expect(exit).toBe(3);
    expect(data.targets.map(({ name }: { name: string }) => name)).toEqual(["good"]);
    const faults = data.faults.join("\n");
    for (const why of [
      /targets\.json:8:\d+ "torn": kubeconfig_from has a ' that is never closed/,
      /"both": kubeconfig_from excludes kubeconfig/,
      /"exec": allow_exec is about what kubeconfig_from prints/,
      /"dash": context must not begin with -/,
      /"flag": kubeconfig_from must begin with the name of a program/,
    ])
      expect(faults).toMatch(why);
    expect((await targets({ check: true })).exit).toBe(1);
    expect(await targets({ names: ["torn"] })).toMatchObject({
      exit: 2,
      text: expect.stringContaining("targets.json:8:"),
    });
  });
});

describe("targets --check", () => {
  test("tries paths, tools, kubeconfigs, inventories and the program of a broker, and runs nothing", async () => {
    const { targets, folder } = wall(
      {
        fine: { source: "terraform", path: "plan.json" },
        gone: { source: "terraform", path: "infra" },
        wrong: { source: "terraform-state", path: "plan.json/x" },
        bare: { source: "terraform" },
        lost: { source: "k8s-live", kubeconfig: "kube/none", inventory: "hosts" },
        lend: { source: "k8s-live", kubeconfig_from: "./creds run" },
        nobody: { source: "k8s-live", kubeconfig_from: "no-such-broker-here" },
        later: { source: "docker-compose", path: "plan.json", probe: "docker" },
      },
      { "plan.json": "{}", creds: "#!/bin/sh\ntouch ran\n" },
    );
    chmodSync(folder.at("creds"), 0o755);
    const { exit, data, text } = await targets({ check: true });
    expect(exit).toBe(1);
    const states = Object.fromEntries(
      data.targets.map(({ name, state }: { name: string; state: string }) => [name, state]),
    );
    expect(states).toEqual({
      ...{ fine: "ok", gone: "failed", wrong: "failed", bare: "failed", lost: "failed", nobody: "failed" },
      ...{ lend: "ok", later: "unknown" },
    });
    for (const told of [
      "gone: path: there is no infra",
      "bare: path: terraform needs a path",
      "lost: inventory: there is no file",
      "lost: kubeconfig: there is no file",
      "nobody: broker: no-such-broker-here is no program",
      "later: source: docker-compose comes with a later version",
      "later: probe: docker comes with a later version",
    ])
      expect(text).toContain(told);
    expect(existsSync(folder.at("ran"))).toBe(false);
    expect((await targets({ names: ["fine"], check: true })).exit).toBe(0);
    expect((await targets({ names: ["later"], check: true })).exit).toBe(3);
  });

  test("without kubectl a cluster cannot be asked, and that is told once", async () => {
    const { targets, folder } = wall({ live: { source: "k8s-live", kubeconfig: "k" } }, { k: "{}" });
    const { exit, data } = await targets({ reach: true }, { PATH: folder.at("nothing") });
    expect(exit).toBe(1);
    const failed = data.targets[0].trials.filter(({ state }: { state: string }) => state === "failed");
    expect(failed).toEqual([{ what: "tool", state: "failed", why: "kubectl is not on PATH" }]);
  });

  withKubectl("knows whether a context is there, and contacts no cluster", async () => {
    const { targets, a, b } = await twoClusters((at) => ({
      good: { source: "k8s-live", kubeconfig: at("kube/a"), context: "shop" },
      relative: { source: "k8s-live", kubeconfig: "kube/b" },
      home: { source: "k8s-live", kubeconfig: "~/kube/b" },
      bad: { source: "k8s-live", kubeconfig: "kube/a", context: "nope" },
      ambient: { source: "k8s-live" },
    }));
    const { data, text } = await targets({ check: true });
    const contexts = Object.fromEntries(
      data.targets.map(({ name, trials }: { name: string; trials: { what: string; why: string }[] }) => [
        name,
        trials.find(({ what }) => what === "context")?.why,
      ]),
    );
    expect(contexts).toEqual({
      good: `shop leads to ${a.url}`,
      relative: `shop leads to ${b.url}`,
      home: `shop leads to ${b.url}`,
      bad: "misconfigured: its kubeconfig has no context nope that leads to a cluster",
      ambient: "misconfigured: the kubeconfig of this machine has no current context that leads to a cluster",
    });
    expect([...a.requests, ...b.requests]).toEqual([]);
    expect(JSON.stringify(data) + text).not.toContain(canary);
  });
});

describe("targets --reach", () => {
  withKubectl("target A never reaches B, brokered or not, whatever the machine points at", async () => {
    const { targets, a, b, folder } = await twoClusters(() => ({
      kept: { source: "k8s-live", kubeconfig: "kube/a" },
      lent: { source: "k8s-live", kubeconfig_from: "cat kube/a", context: "shop" },
      other: { source: "k8s-live", kubeconfig_from: "cat kube/b" },
    }));
    const env = { KUBECONFIG: folder.at("kube/b") };
    for (const name of ["kept", "lent"]) {
      const { data, text } = await targets({ names: [name], reach: true }, env);
      expect(data.targets[0].reached).toEqual({
        ...{ context: "shop", cluster: "shop", server: a.url, version: "v1.33.4", user: "ana" },
      });
      expect(text).toContain(`${name}: shop at ${a.url} answered, v1.33.4 as ana`);
      expect(JSON.stringify(data) + text).not.toContain(canary);
    }
    expect(b.requests).toEqual([]);
    const before = a.requests.length;
    expect((await targets({ names: ["other"], reach: true }, env)).data.targets[0].reached.user).toBe("bob");
    expect(a.requests).toHaveLength(before);
    const all = await targets({ reach: true }, env);
    expect(all.data.targets.map(({ reached }: { reached: { user: string } }) => reached.user)).toEqual([
      ...["ana", "ana", "bob"],
    ]);
    for (const { user } of a.requests) expect(user).toBe(`Bearer ${canary}-a`);
    for (const { user } of b.requests) expect(user).toBe(`Bearer ${canary}-b`);
  });

  withKubectl("a broker that fails asks no cluster at all", async () => {
    const { targets, a, b, folder } = await twoClusters(() => ({
      dies: { source: "k8s-live", kubeconfig_from: "sh fail" },
      prints: { source: "k8s-live", kubeconfig_from: "echo clusters of nobody" },
    }));
    folder.write({ fail: `echo ${canary}; echo token=${canary} >&2; exit 4\n` });
    const { exit, data, text } = await targets({ reach: true }, { KUBECONFIG: folder.at("kube/b") });
    expect(exit).toBe(3);
    expect(text).toContain(
      "dies: broker: the kubeconfig_from command of the target dies ended with status 4",
    );
    expect(text).toContain(
      "prints: broker: the kubeconfig_from command of the target prints printed something",
    );
    expect([...a.requests, ...b.requests]).toEqual([]);
    expect(JSON.stringify(data) + text).not.toContain(canary);
  });

  withKubectl("a no is a failure, silence is unknown, and one never hides the other", async () => {
    const { targets, a, b, folder } = await twoClusters(() => ({
      denied: { source: "k8s-live", kubeconfig: "kube/stale" },
      silent: { source: "k8s-live", kubeconfig: "kube/b" },
    }));
    a.kubeconfig(folder.at("kube/stale"), { token: "old" });
    await b.close();
    const { exit, data } = await targets({ reach: true });
    expect(data.targets.map(({ state }: { state: string }) => state)).toEqual(["failed", "unknown"]);
    const trials = data.targets.map(({ trials: all }: { trials: { why: string }[] }) => all.at(-1)?.why);
    expect(trials).toEqual([
      expect.stringMatching(/^unauthorized: /),
      expect.stringMatching(/^unreachable: /),
    ]);
    expect(exit).toBe(1);
    expect((await targets({ names: ["silent"], reach: true })).exit).toBe(3);
  });

  withKubectl(
    "the source of a target need not be built for its cluster to be asked, but that is told",
    async () => {
      const { env, folder } = await twoClusters(() => ({
        one: { source: "ansible-live", kubeconfig: "kube/a" },
      }));
      const reply = await dispatch(
        await verbs.targets(),
        { reach: true },
        await contextIn(folder.root, { env }),
      );
      expect(reply.exit).toBe(3);
    },
  );
});
