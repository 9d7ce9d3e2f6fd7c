import { describe, expect } from "vitest";
import { rancher } from "../../../src/sources/rancher.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import type { Thing } from "../../support/cluster/json.ts";
import { needs } from "../../support/needs.ts";
import { definition, lookLive, readerOf } from "../gitops/look-live.ts";
import { bundleIn, cluster, deployment, repository, type Tree, told, web } from "./make.ts";

const test = needs("kubectl");
const group = "fleet.cattle.io";
const kinds = ["GitRepo", "Bundle", "BundleDeployment", "HelmOp", "Cluster"].map((kind) =>
  definition(group, "v1alpha1", kind),
);
const plain = (object: Tree): Thing => JSON.parse(JSON.stringify(object));
const lately = (): string => new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z$/, "Z");
const modified = { nonModified: false, modifiedStatus: [web] };
const onFirst = "changed-in-reality update apps/Deployment/shop/web[fleet-default/shop on fleet-default/c1]";

describe("the repositories of a cluster", () => {
  test("with their bundles, their deployments and the agents of their clusters, told once", async () => {
    const objects = [
      ...kinds,
      ...[
        repository(),
        bundleIn("Modified", { modifiedStatus: [web] }),
        deployment(modified),
        cluster(lately()),
      ].map(plain),
    ];
    const here = await clusterHere({ objects });
    const seen = await lookLive(rancher, here);
    expect(told(seen)).toEqual([onFirst]);
    expect(seen.coverage).toMatchObject({ status: "complete", gaps: [] });
    expect(here.cluster.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  test("who may not read the deployments is told the same by the bundles; who may not see the agents is told so", async () => {
    const objects = [
      ...kinds,
      ...[
        repository(),
        bundleIn("Modified", { modifiedStatus: [web] }),
        deployment(modified),
        cluster(lately()),
      ].map(plain),
    ];
    const as = async (resources: readonly string[]) =>
      lookLive(
        rancher,
        await clusterHere({ objects, tokens: { t: readerOf(group, resources) } }, { token: "t" }),
      );
    const all = await as(["gitrepos", "bundles", "helmops", "clusters"]);
    expect(told(all)).toEqual([onFirst]);
    expect(all.coverage.status).toBe("complete");
    const fewer = await as(["gitrepos", "bundles"]);
    expect(fewer.coverage).toMatchObject({
      status: "partial",
      gaps: [{ what: "helmops.fleet.cattle.io" }, { what: "clusters.fleet.cattle.io" }],
    });
    await expect(as(["gitrepos"])).rejects.toMatchObject({ code: "source-failed" });
  });

  test("a cluster without Fleet, and an older one without all of its kinds", async () => {
    await expect(lookLive(rancher, await clusterHere())).rejects.toMatchObject({
      code: "nothing-to-look-at",
    });
    const older = await clusterHere({ objects: [...kinds.slice(0, 2), plain(repository())] });
    expect((await lookLive(rancher, older)).coverage.status).toBe("complete");
  });
});
