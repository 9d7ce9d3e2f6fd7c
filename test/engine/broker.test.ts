import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect } from "vitest";
import { withTarget } from "../../src/engine/broker.ts";
import { findTarget, loadedTargets, resolved } from "../../src/engine/targets.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

const canary = "CANARY7f3a9c1e5b8d2460";

const kubeconfig = (server: string, user: Readonly<Record<string, unknown>> = { token: canary }) => ({
  ...{ apiVersion: "v1", kind: "Config", "current-context": "lent" },
  clusters: [{ name: "c", cluster: { server } }],
  users: [{ name: "u", user }],
  contexts: [{ name: "lent", context: { cluster: "c", user: "u" } }],
});

/** A wall with one brokered target, its temporary folder, and an ambient cluster that nobody may ask. */
const wall = async (
  entry: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
) => {
  const ambient = await clusterHere();
  const folder = temporaryFolder({
    "steadystate/targets.json": { shop: { source: "k8s-live", ...entry } },
    ...files,
  });
  const ctx = await contextIn(folder.root, {
    env: { PATH: toolPath, HOME: folder.root, KUBECONFIG: ambient.environment["KUBECONFIG"] ?? "", ...env },
  });
  const target = resolved(findTarget("shop", await loadedTargets(ctx)), ctx);
  const lent: string[] = [];
  const lend = () =>
    withTarget(target, ctx, async (access) => {
      lent.push(access.kubeconfig ?? "");
      const { mode } = statSync(access.kubeconfig ?? "");
      const folderMode = statSync(dirname(access.kubeconfig ?? "")).mode;
      return {
        access,
        modes: [mode & 0o777, folderMode & 0o777],
        text: readFileSync(access.kubeconfig ?? "", "utf8"),
      };
    });
  return { ambient: ambient.cluster, ctx, folder, lend, lent };
};

const failing = async (
  entry: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
) => {
  const { lend, lent, ambient, ctx } = await wall(entry, files, env);
  const error = await lend().then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; message: string; hint: string; details: unknown },
  );
  expect(lent, "the credential was used").toEqual([]);
  expect(ambient.requests).toEqual([]);
  const told = JSON.stringify([error?.message, error?.hint, error?.details, ctx.heard]);
  expect(told).not.toContain(canary);
  expect(error?.message).toContain("shop");
  expect(error?.hint).toBeDefined();
  return { code: error?.code, message: error?.message, hint: error?.hint, told, heard: ctx.heard };
};

describe("a lent credential", () => {
  test("is private, whole, and gone when its use ends, well or badly", async () => {
    const document = kubeconfig("http://127.0.0.1:1");
    const { lend, lent, ctx } = await wall(
      { kubeconfig_from: "cat 'my kube.json'" },
      { "my kube.json": document },
    );
    const { modes, text, access } = await lend();
    expect(modes).toEqual([0o600, 0o700]);
    expect(JSON.parse(text)).toEqual(document);
    expect(access.context).toBeUndefined();
    expect(existsSync(dirname(lent[0] ?? ""))).toBe(false);
    await lend();
    expect(new Set(lent).size).toBe(2);
    const target = resolved(findTarget("shop", await loadedTargets(ctx)), ctx);
    const using = withTarget(target, ctx, async (lentHere) => {
      lent.push(lentHere.kubeconfig ?? "");
      throw new Error("in the middle");
    });
    await expect(using).rejects.toThrow("in the middle");
    for (const path of lent) expect(existsSync(dirname(path))).toBe(false);
  });

  test("may be YAML, whose programs are seen too", async () => {
    const yaml = (user: string) =>
      [
        "apiVersion: v1",
        "kind: Config",
        "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}]",
        "contexts: [{name: lent, context: {cluster: c, user: u}}]",
        `users: [{name: u, user: ${user}}]`,
        "",
      ].join("\n");
    const good = await wall({ kubeconfig_from: "cat k", context: "lent" }, { k: yaml("{token: x}") });
    expect((await good.lend()).access.context).toBe("lent");
    const program =
      "{exec: {apiVersion: client.authentication.k8s.io/v1, command: evil, interactiveMode: Never}}";
    expect(await failing({ kubeconfig_from: "cat k" }, { k: yaml(program) })).toMatchObject({
      code: "refused",
    });
  });

  test("gets the environment of readers, no input, and the folder of the wall", async () => {
    const script = "env | grep -c '^STEADYSTATE_' > seen; pwd >> seen; cat >> seen; cat kube.json\n";
    const { lend, folder } = await wall(
      { kubeconfig_from: "sh script" },
      { script, "kube.json": kubeconfig("http://127.0.0.1:1") },
      { STEADYSTATE_BROKER_TIMEOUT: "20" },
    );
    await lend();
    expect(readFileSync(folder.at("seen"), "utf8")).toBe(`0\n${folder.root}\n`);
  });

  test("two at once never share a file", async () => {
    const { lend, lent } = await wall({ kubeconfig_from: "cat k" }, { k: kubeconfig("http://127.0.0.1:1") });
    await Promise.all([lend(), lend(), lend()]);
    expect(new Set(lent.map(dirname)).size).toBe(3);
  });
});

describe("fails closed", () => {
  const garbage: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["a sentence with clusters", `no clusters for ${canary}`],
    ["an error document", JSON.stringify({ kind: "Status", clusters: [canary] })],
    ["no kind", JSON.stringify({ ...kubeconfig("http://127.0.0.1:1"), kind: undefined })],
    ["no cluster", JSON.stringify({ ...kubeconfig("x"), clusters: [] })],
    ["no context", JSON.stringify({ ...kubeconfig("x"), contexts: [] })],
    ["a cluster without a server", JSON.stringify(kubeconfig(""))],
    ["broken YAML", `kind: Config\nclusters: [${canary}\n`],
    ["wrong types", `kind: Config\nclusters: ${canary}\ncontexts: 5\n`],
  ];
  for (const [what, printed] of garbage) {
    test(`${what} is no kubeconfig`, async () => {
      const { code, message } = await failing({ kubeconfig_from: "cat k" }, { k: printed });
      expect([code, message]).toEqual(["source-failed", expect.stringContaining("no kubeconfig")]);
    });
  }

  test("a program in it is refused unless the target allows it", async () => {
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "evil", interactiveMode: "Never" };
    const k = kubeconfig("http://127.0.0.1:1", { exec, token: canary });
    expect(await failing({ kubeconfig_from: "cat k" }, { k })).toMatchObject({
      code: "refused",
      hint: expect.stringContaining('"allow_exec": true'),
    });
    const old = kubeconfig("http://127.0.0.1:1", { "auth-provider": { name: "gcp", config: {} } });
    expect(await failing({ kubeconfig_from: "cat k" }, { k: old })).toMatchObject({ code: "refused" });
    const allowed = await wall({ kubeconfig_from: "cat k", allow_exec: true }, { k });
    expect((await allowed.lend()).modes).toEqual([0o600, 0o700]);
  });

  test("a context that is not in it", async () => {
    const k = kubeconfig("http://127.0.0.1:1");
    const { message } = await failing({ kubeconfig_from: "cat k", context: "other" }, { k });
    expect(message).toContain("without the context other");
  });

  test("a program that is not there, may not be run, fails, hangs, dies or floods", async () => {
    expect(await failing({ kubeconfig_from: "no-such-broker-here" })).toMatchObject({ code: "tool-missing" });
    expect(await failing({ kubeconfig_from: "./k" }, { k: "text" })).toMatchObject({ code: "tool-missing" });
    const script = (text: string) => ({ script: `${text}\n` });
    const hanging = await failing({ kubeconfig_from: "sh script" }, script("sleep 300 & sleep 300"), {
      STEADYSTATE_BROKER_TIMEOUT: "0.3",
    });
    expect(hanging.message).toContain("did not end within 0.3 s");
    expect(hanging.message).toContain("STEADYSTATE_BROKER_TIMEOUT");
    const dying = await failing({ kubeconfig_from: "sh script" }, script(`echo ${canary}; kill -9 $$`));
    expect(dying.message).toContain("did not come to an end of its own");
    const flood = await failing({ kubeconfig_from: "sh script" }, script(`yes ${canary}`));
    expect(flood.message).toContain("printed more than");
  });

  test("what it complains of is told without what it may give away", async () => {
    const told = async (text: string) =>
      (await failing({ kubeconfig_from: "sh script" }, { script: `${text}\nexit 3\n` })).message;
    expect(await told(`echo "permission denied for ana" >&2`)).toContain(
      "ended with status 3: permission denied for ana",
    );
    const leaks = [
      `token=${canary}`,
      `no luck with ${canary}`,
      `https://u:${canary}@host/`,
      `Bearer ${canary}`,
    ];
    for (const leak of leaks) expect(await told(`echo "${leak}" >&2`)).toContain("ended with status 3");
    expect(await told("echo hunter2; echo sorry, hunter2 expired >&2")).toContain("sorry, ‹secret› expired");
  });

  test("a timeout that is no number is told, and the default holds", async () => {
    for (const given of ["soon", "-1", "0", "NaN", "1e9"]) {
      const { heard } = await failing(
        { kubeconfig_from: "false" },
        {},
        { STEADYSTATE_BROKER_TIMEOUT: given },
      );
      expect(heard.join()).toContain("30 holds");
    }
  });
});

test("nothing is left in the temporary folder", async () => {
  const { tmpdir } = await import("node:os");
  const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`steadystate-${process.pid}-`));
  const { lend } = await wall({ kubeconfig_from: "cat k" }, { k: "garbage" });
  await expect(lend()).rejects.toThrow();
  expect(own()).toEqual([]);
});
