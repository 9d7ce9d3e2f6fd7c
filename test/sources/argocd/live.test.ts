import { describe, expect } from "vitest";
import { argocd } from "../../../src/sources/argocd.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import type { Thing } from "../../support/cluster/json.ts";
import { needs } from "../../support/needs.ts";
import { definition, lookLive, readerOf } from "../gitops/look-live.ts";
import { application, atOne, resource, type Tree, told } from "./make.ts";

const test = needs("kubectl");
const crd = definition("argoproj.io", "v1alpha1", "Application");
const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, "Z");

/** As the controller left it a moment ago. */
const live = (name: string, namespace: string, status: Tree = {}): Thing =>
  JSON.parse(
    JSON.stringify(
      application({ reconciledAt: minutesAgo(1), ...status }, { metadata: { name, namespace } }),
    ),
  );
const edited = {
  sync: { status: "OutOfSync", ...atOne },
  resources: [resource({ status: "OutOfSync" })],
};

describe("the applications of a cluster", () => {
  test("all of them, in every namespace, each with what it deploys", async () => {
    const here = await clusterHere({
      objects: [crd, live("shop", "argocd", edited), live("shop", "team", edited), live("quiet", "argocd")],
    });
    const seen = await lookLive(argocd, here);
    expect(seen.coverage).toMatchObject({ status: "complete", gaps: [], looked: 6 });
    expect(told(seen)).toEqual([
      "changed-in-reality update apps/Deployment/shop/web",
      "changed-in-reality update apps/Deployment/shop/web",
    ]);
    expect(seen.departures.map(({ identity }) => identity.key)).toEqual([
      "[argocd/shop on in-cluster]",
      "[team/shop on in-cluster]",
    ]);
    expect(here.cluster.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  test("one that the controller left behind is not seen", async () => {
    const here = await clusterHere({
      objects: [crd, live("shop", "argocd"), live("old", "argocd", { reconciledAt: minutesAgo(600) })],
    });
    const { coverage, observedAt } = await lookLive(argocd, here);
    expect(coverage).toMatchObject({ status: "partial", gaps: [{ what: "the application argocd/old" }] });
    expect(observedAt).toBeGreaterThan(Date.now() - 3 * 60_000);
  });

  test("a cluster without Argo CD, or without an application, has nothing to look at", async () => {
    await expect(lookLive(argocd, await clusterHere())).rejects.toMatchObject({
      code: "nothing-to-look-at",
      message: expect.stringContaining("is Argo CD there?"),
    });
    await expect(lookLive(argocd, await clusterHere({ objects: [crd] }))).rejects.toMatchObject({
      code: "nothing-to-look-at",
      message: expect.stringContaining("has no Application"),
    });
  });

  test("who may not see the whole cluster sees one namespace, and the rest is named; who may see none is told so", async () => {
    const objects = [crd, live("shop", "argocd", edited), live("shop", "prod", edited)];
    const as = async (namespaces: readonly string[]) =>
      lookLive(
        argocd,
        await clusterHere(
          { objects, tokens: { t: readerOf("argoproj.io", ["applications"], namespaces) } },
          { token: "t" },
        ),
      );
    const seen = await as(["prod"]);
    expect(seen.departures).toHaveLength(1);
    expect(seen.coverage).toMatchObject({
      status: "partial",
      gaps: [{ what: "applications.argoproj.io", why: expect.stringContaining("in the whole cluster") }],
    });
    await expect(as(["other"])).rejects.toMatchObject({ code: "source-failed" });
  });
});
