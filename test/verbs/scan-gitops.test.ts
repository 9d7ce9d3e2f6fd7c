import { describe, expect } from "vitest";
import { makeRun } from "../../src/system/run.ts";
import { application, resource, type Tree } from "../sources/argocd/make.ts";
import { definition, readerOf } from "../sources/gitops/look-live.ts";
import { bundle, repository } from "../sources/rancher/make.ts";
import { askIn } from "../support/ask.ts";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import type { Thing } from "../support/cluster/json.ts";
import { contextIn } from "../support/context.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";

const test = needs("kubectl");
const argo = definition("argoproj.io", "v1alpha1", "Application");
const fleet = ["GitRepo", "Bundle", "BundleDeployment", "HelmOp", "Cluster"].map((kind) =>
  definition("fleet.cattle.io", "v1alpha1", kind),
);

const plain = (object: unknown): Thing => JSON.parse(JSON.stringify(object));
const justNow = (): string => new Date().toISOString().replace(/\.\d+Z$/, "Z");
const app = (name: string, status: Tree = {}): Thing =>
  plain(application({ reconciledAt: justNow(), ...status }, { metadata: { name, namespace: "argocd" } }));
const degraded = {
  health: { status: "Degraded" },
  resources: [resource({ health: { status: "Degraded", message: "no progress" } })],
};
const gone = {
  health: { status: "Missing" },
  resources: [resource({ status: "OutOfSync", health: { status: "Missing" } })],
};

const standing = async (objects: readonly Thing[]) => {
  const reader = { user: "reader", rules: [...everything] };
  const here = await clusterHere({ objects: [...objects], tokens: { t: reader } }, { token: "t" });
  const folder = temporaryFolder();
  const ctx = await contextIn(folder.root, {
    hands: { run: makeRun(here.environment) },
    env: { STEADYSTATE_RESOLVE_AFTER: "0" },
  });
  const ask = async (verb: "scan" | "health" | "findings", input: Readonly<Record<string, unknown>> = {}) => {
    return askIn(ctx, verb, input);
  };
  const scan = (more: Readonly<Record<string, unknown>> = {}) =>
    ask("scan", { source: "argocd", probe: "auto", checks: false, ...more });
  const put = (...things: readonly Thing[]) => {
    for (const one of things) here.cluster.objects.put(one);
  };
  return { here, folder, reader, ask, scan, put };
};

const sourcesOf = ({ data }: { readonly data: { readonly looks: readonly { readonly source: string }[] } }) =>
  data.looks.map(({ source }) => source);

describe("scan --source argocd --probe auto, with the real kubectl", () => {
  test("a healthy fleet is evidence, and its applications are read once", async () => {
    const { here, scan, ask } = await standing([argo, app("shop"), app("blog")]);
    const seen = await scan();
    expect([seen.exit, sourcesOf(seen)]).toEqual([0, ["argocd"]]);
    expect(seen.text).toContain("declared and real agree, and nothing was seen to fail");
    expect(seen.text).toContain("2 of 2 applications serve");
    const lists = here.cluster.requests.filter(({ path }) => path.includes("/applications"));
    expect(lists).toHaveLength(1);
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
  });

  test("one degraded: DEGRADED and told once; all gone: DOWN; mended: resolved and WORKING", async () => {
    const { put, scan, ask } = await standing([argo, app("shop", degraded), app("blog")]);
    expect((await scan()).data.alerts).toMatchObject([
      { severity: "high", title: "Deployment shop/web of shop is Degraded" },
    ]);
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DEGRADED" } });
    put(app("shop", gone), app("blog", gone));
    await scan();
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DOWN" } });
    put(app("shop"), app("blog"));
    expect((await scan()).data.resolved).toHaveLength(2);
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
  });

  test("who may not read them sees nothing, nothing resolves, and health names it", async () => {
    const { reader, scan, ask } = await standing([argo, app("shop", degraded)]);
    await scan();
    reader.rules.splice(0, reader.rules.length);
    const dark = await scan();
    expect(dark).toMatchObject({ exit: 3, text: expect.stringContaining("could not be looked at") });
    const { data, text } = await ask("health");
    expect(data.verdict).toBe("UNKNOWN");
    expect(text).toContain("could not be looked at");
    expect((await ask("findings")).data.findings).toMatchObject([{ presence: "stale" }]);
  });
});

describe("scan --probe argocd beside another source", () => {
  const beside = { source: "k8s-live", probe: "argocd" };

  test("it tells what fails and no drift, and what the source of Argo CD tells stands beside it", async () => {
    const { scan, ask, put } = await standing([argo, app("shop", degraded), app("blog", gone)]);
    const seen = await scan(beside);
    expect(sourcesOf(seen)).toEqual(["k8s-live", "argocd-health"]);
    expect(seen.data.alerts.map(({ title }: { title: string }) => title)).toEqual([
      "Deployment shop/web of shop is Degraded",
      "the application blog is Missing",
    ]);
    await scan();
    const listed = async () =>
      (await ask("findings")).data.findings.map(({ title }: { title: string }) => title).toSorted();
    // The one that both looks tell is one finding.
    expect(await listed()).toEqual([
      "Deployment shop/web of shop is Degraded",
      "apps/Deployment/shop/web[argocd/blog on in-cluster] is gone in reality",
      "the application blog is Missing",
    ]);
    put(app("shop"), app("blog", gone));
    expect((await scan(beside)).data.resolved).toEqual([]);
    expect(await listed()).toContain(
      "apps/Deployment/shop/web[argocd/blog on in-cluster] is gone in reality",
    );
  });

  test("a cluster without Argo CD is no green", async () => {
    const { scan, ask } = await standing([]);
    const seen = await scan(beside);
    expect(seen).toMatchObject({ exit: 3, text: expect.stringContaining("is Argo CD there?") });
    expect(await ask("health")).toMatchObject({ exit: 3, data: { verdict: "UNKNOWN" } });
  });

  test("who may read one namespace only is told of the rest", async () => {
    const { reader, scan, ask } = await standing([argo, app("shop")]);
    reader.rules.splice(
      0,
      reader.rules.length,
      ...readerOf("argoproj.io", ["applications"], ["argocd"]).rules,
    );
    const seen = await scan({ ...beside, source: "k8s-live" });
    expect(seen.exit).toBe(3);
    expect((await ask("health")).data.verdict).toBe("UNKNOWN");
  });

  test("a captured document carries its own evidence, and needs no cluster", async () => {
    const { here, folder, scan, ask } = await standing([]);
    folder.write({ "apps.json": [app("shop"), app("blog")] });
    const seen = await scan({ path: "apps.json" });
    expect([seen.exit, sourcesOf(seen)]).toEqual([0, ["argocd"]]);
    expect(here.cluster.requests).toHaveLength(0);
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
    folder.write({ "apps.json": [app("shop", degraded), app("blog")] });
    await scan({ path: "apps.json" });
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DEGRADED" } });
  });
});

describe("scan --source rancher --probe auto, with the real kubectl", () => {
  const ready = { type: "Ready", status: "True", lastUpdateTime: justNow() };
  const repo = (status: Tree = {}) =>
    plain(repository({ lastPollingTriggered: justNow(), conditions: [ready], ...status }));
  const failing = {
    conditions: [{ ...ready, status: "False", message: "x" }],
    summary: {
      ...{ ready: 1, desiredReady: 2, errApplied: 1 },
      nonReadyResources: [{ name: "fleet-default/c1", bundleState: "ErrApplied", message: "no such chart" }],
    },
  };

  test("ready bundles are evidence, one that cannot be deployed is told once", async () => {
    const { scan, ask, put } = await standing([...fleet, repo(), plain(bundle())]);
    const seen = await scan({ source: "rancher" });
    expect([seen.exit, sourcesOf(seen)]).toEqual([0, ["rancher"]]);
    expect(seen.text).toContain("1 of 1 application serves");
    expect(await ask("health")).toMatchObject({ exit: 0, data: { verdict: "WORKING" } });
    put(plain(bundle(failing)));
    expect((await scan({ source: "rancher" })).data.alerts).toMatchObject([
      { severity: "high", title: expect.stringContaining("cannot be deployed") },
    ]);
    expect(await ask("health")).toMatchObject({ exit: 1, data: { verdict: "DEGRADED" } });
    const beside = await scan({ source: "k8s-live", probe: "rancher" });
    expect(sourcesOf(beside)).toEqual(["k8s-live", "rancher-health"]);
    expect((await ask("findings")).data.findings).toHaveLength(1);
  });
});
