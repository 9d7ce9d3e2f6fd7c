import { readdirSync } from "node:fs";
import { describe, expect, test as plain } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import { dispatch } from "../../src/verbs/dispatch.ts";
import { verbs } from "../../src/verbs/index.ts";
import { ask } from "../support/ask.ts";
import { namespaceProd, shopChart } from "../support/chart.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { configMap } from "../support/cluster/make.ts";
import { agent, contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";
import { wallBeside } from "../support/wall-beside-cluster.ts";

const test = needs("helm", "kubectl");

const overlay = {
  "overlay/settings.json": configMap({}, { mode: "safe" }),
  "overlay/kustomization.yaml": "resources: [settings.json]\nnamespace: prod\n",
};

const wall = async (more: Readonly<Record<string, unknown>> = {}) => {
  const here = await clusterHere({ objects: [namespaceProd] }, { files: { ...shopChart(), ...overlay } });
  return { here, ...(await wallBeside(here, { ...shopChart(), ...overlay, ...more })) };
};
const titles = (data: { alerts: { items: { title: string }[] }[]; signals: { title: string }[] }) =>
  [...data.alerts.flatMap(({ items }) => items), ...data.signals].map(({ title }) => title).sort();

describe("verify", () => {
  test("a chart is rendered by helm, an overlay by kubectl; a chart goes first", async () => {
    const { here, folder, ask: asked } = await wall();
    await here.helm("install", "shop", "./shop");
    await here.kubectl("apply", "-k", "overlay");
    const chart = await asked("verify", { declared: "shop" });
    expect([chart.exit, titles(chart.data)], chart.text).toEqual([0, []]);
    expect(chart.data.looks).toMatchObject([
      { source: "helm-live", path: "shop", scope: "cluster=test path=shop", looked: 2, status: "complete" },
    ]);
    const kustomized = await asked("verify", { declared: "overlay" });
    expect(kustomized.data.looks).toMatchObject([{ source: "kustomize-live", looked: 1 }]);
    expect(kustomized.text).toContain("declared and real agree");
    folder.write({ "shop/kustomization.yaml": "" });
    expect((await asked("verify", { declared: "shop" })).data.looks[0].source).toBe("helm-live");
  });

  test("drift alone is status 0, and 1 with --fail-on; it is remembered, shown and muted like any other", async () => {
    const { here, ask: asked } = await wall();
    await here.helm("install", "shop", "./shop");
    await here.kubectl("set", "image", "deployment/shop-web", "web=nginx:9.9");
    const drifted = await asked("verify", { declared: "shop" });
    expect(drifted.exit).toBe(0);
    expect(drifted.text).toContain("nginx:9.9");
    expect((await asked("verify", { declared: "shop", failOn: "any", stateless: true })).exit).toBe(1);
    const [{ fingerprint }] = (await asked("findings", {})).data.findings;
    expect((await asked("show", { finding: fingerprint })).text).toContain("nginx:9.9");
    await asked("mute", { finding: fingerprint, for: "3d" });
    expect((await asked("verify", { declared: "shop" })).data).toMatchObject({ muted: 1, alerts: [] });
    await here.kubectl("set", "image", "deployment/shop-web", "web=nginx:1.25");
    expect(titles((await asked("verify", { declared: "shop" })).data)).toEqual([]);
  });

  test("which side moved is said in words, and weighs as it should at the gate", async () => {
    const { here, folder, ask: asked } = await wall({ "next.yaml": "image: nginx:1.26\n" });
    await here.helm("install", "shop", "./shop");
    const gate = async (failOn: string, more = {}) => {
      const { text, exit } = await asked("verify", { declared: "shop", failOn, stateless: true, ...more });
      return { text, exit };
    };
    const next = { values: ["next.yaml"] };
    const pending = await gate("high", next);
    expect(pending).toMatchObject({ exit: 0, text: expect.stringContaining("not applied yet") });
    expect((await gate("medium", next)).exit).toBe(1);
    folder.write({ "shop/templates/more.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n" });
    const created = await asked("verify", { declared: "shop", failOn: "medium", stateless: true });
    expect([created.exit, titles(created.data)]).toEqual([
      ...[0, [expect.stringContaining("is declared and not created yet")]],
    ]);
    await here.kubectl("set", "image", "deployment/shop-web", "web=nginx:9.9");
    const both = await gate("medium", next);
    expect(both.text).toContain("changed on both sides");
    expect(both).toMatchObject({ exit: 1, text: expect.stringContaining("kubectl-set") });
    expect((await gate("medium")).text).toContain("changed in reality");
    await here.kubectl("delete", "deployment", "shop-web");
    expect(await gate("high")).toMatchObject({
      exit: 1,
      text: expect.stringContaining("is gone in reality"),
    });
  });

  test("a look for one release or namespace resolves nothing of another", async () => {
    const { here, ask: asked } = await wall();
    await here.kubectl("create", "namespace", "eu");
    await here.helm("install", "shop", "./shop", "-n", "eu");
    const missing = await asked("verify", { declared: "shop" });
    expect(titles(missing.data)).toHaveLength(2);
    const there = await asked("verify", { declared: "shop", namespace: "eu" });
    expect([titles(there.data), there.data.resolved]).toEqual([[], []]);
    const other = await asked("verify", { declared: "shop", release: "other" });
    expect(other.data.resolved).toEqual([]);
    await here.helm("install", "shop", "./shop");
    expect((await asked("verify", { declared: "shop" })).data.resolved).toHaveLength(2);
  });

  test("a target lends its cluster, and the one that this machine points at is never asked", async () => {
    const mine = await clusterHere({ objects: [namespaceProd] }, { files: shopChart() });
    const ambient = await clusterHere();
    await mine.helm("install", "shop", "./shop");
    const folder = temporaryFolder(shopChart());
    const kubeconfig = mine.cluster.kubeconfig(folder.at("eu.kubeconfig"), {
      context: "eu",
      namespace: "prod",
    });
    const elsewhere = ambient.cluster.kubeconfig(folder.at("ambient"), { context: "eu" });
    folder.write({
      "steadystate/targets.json": {
        eu: { source: "k8s-live", context: "eu", kubeconfig: "eu.kubeconfig", label: "prod" },
        brokered: { source: "k8s-live", kubeconfig_from: `cat ${kubeconfig}` },
      },
    });
    const run = makeRun({ PATH: toolPath, HOME: folder.root, KUBECONFIG: elsewhere });
    for (const named of [
      { target: "eu" },
      { target: "brokered" },
      { context: "eu", kubeconfig: "eu.kubeconfig" },
    ]) {
      const ctx = await contextIn(folder.root, { hands: { run } });
      const reply = await dispatch(
        await verbs.verify(),
        { declared: "shop", stateless: true, ...named },
        ctx,
      );
      expect(reply, JSON.stringify(reply)).toMatchObject({
        exit: 0,
        data: { looks: [{ looked: 2 }], alerts: [] },
      });
    }
    expect(ambient.cluster.requests).toEqual([]);
    const ctx = await contextIn(folder.root, { hands: { run }, actor: agent });
    const asAgent = await dispatch(await verbs.verify(), { declared: "shop", target: "eu" }, ctx);
    expect(asAgent).toMatchObject({ exit: 0, data: { looks: [{ environment: "prod" }] } });
  });
});

describe("verify refuses", () => {
  const refusal = (input: Readonly<Record<string, unknown>>, options = {}) =>
    ask("verify", input, temporaryFolder({ ...shopChart(), ...overlay, "plain/x.txt": "" }), options);

  plain("a folder that is neither, a file, and what is not there", async () => {
    const neither = await refusal({ declared: "plain" });
    expect(neither.exit).toBe(2);
    expect(neither.text).toContain("Chart.yaml");
    expect(neither.text).toContain("kustomization.yaml");
    expect((await refusal({ declared: "nowhere" })).exit).toBe(2);
    expect((await refusal({ declared: "plain/x.txt" })).exit).toBe(2);
  });

  plain("what only helm takes, for an overlay", async () => {
    const { exit, text } = await refusal({ declared: "overlay", release: "web" });
    expect([exit, text]).toEqual([2, expect.stringContaining("takes no --release")]);
    expect((await refusal({ declared: "overlay", values: ["shop/values.yaml"] })).exit).toBe(2);
  });

  plain("names that a tool would take for something else, and values that are not there", async () => {
    for (const input of [
      { release: "--kubeconfig=x" },
      { namespace: "-A" },
      { context: "-x" },
      { values: ["gone.yaml"] },
    ])
      expect((await refusal({ declared: "shop", ...input })).exit, JSON.stringify(input)).toBe(2);
  });

  plain("an agent that names a cluster of its own, or looks outside its folder", async () => {
    const outside = temporaryFolder({ "values.yaml": "a: 1\n", ...shopChart() });
    const ran: unknown[] = [];
    const run = async (request: unknown) => {
      ran.push(request);
      throw new Error("nothing may run");
    };
    const options = { actor: agent, hands: { run } };
    for (const input of [
      { context: "eu" },
      { kubeconfig: "x" },
      { values: [outside.at("values.yaml")] },
      { values: ["../values.yaml"] },
      { declared: outside.at("shop") },
    ]) {
      const { exit, text } = await refusal({ declared: "shop", ...input }, options);
      expect([exit, text], JSON.stringify(input)).toEqual([6, expect.stringContaining("an agent")]);
    }
    expect(ran).toEqual([]);
  });

  test("a dark cluster is status 3 and leaves no green behind", async () => {
    const { here, folder, ask: asked } = await wall();
    await here.helm("install", "shop", "./shop");
    expect((await asked("verify", { declared: "shop" })).exit).toBe(0);
    await here.cluster.close();
    const dark = await asked("verify", { declared: "shop" });
    expect([dark.exit, dark.text]).toEqual([3, expect.stringContaining("could not be looked at")]);
    expect((await asked("health", {})).data.verdict).toBe("UNKNOWN");
    expect(readdirSync(folder.root)).not.toContain(".cache");
  });
});
