import { describe, expect } from "vitest";
import { openCluster } from "../../src/platform/kubernetes/cluster.ts";
import { k8sLive } from "../../src/sources/k8s-live.ts";
import { makeFiles } from "../../src/system/files.ts";
import { makeRun } from "../../src/system/run.ts";
import type { Clients } from "../support/cluster/clients.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { deployment } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";
import { requestFor } from "../support/request.ts";
import { frame } from "./terraform/frame.ts";

const test = needs("kubectl");

const look = async ({ environment, root }: Clients) => {
  const run = makeRun(environment);
  const { withTemporaryFolder } = makeFiles();
  const access = { context: undefined, kubeconfig: environment["KUBECONFIG"] };
  const opened = await openCluster(
    access,
    { run, withTemporaryFolder, cwd: root },
    { request: 5000, whole: 60_000 },
  );
  if (!opened.ok) throw new Error(opened.why);
  const reading = await k8sLive.read(requestFor(root, "nothing", { cluster: opened.value }));
  return k8sLive.parse(reading, frame());
};

describe("a cluster as its own declaration", () => {
  test("what was applied and edited afterwards is told by field, with who did it; what never was applied is counted", async () => {
    const here = await clusterHere({ objects: [deployment({ name: "made-by-hand" })] });
    here.write({ "web.json": deployment(), "api.json": deployment({ name: "api" }) });
    await here.kubectl("apply", "-f", "web.json", "-f", "api.json");
    expect((await look(here)).departures).toEqual([]);
    await here.kubectl("set", "image", "deployment/web", "web=nginx:9.9");
    const seen = await look(here);
    expect(seen.coverage).toMatchObject({ status: "complete", looked: 2, gaps: [] });
    expect(seen.informational["objects without a record of an apply"]).toBeGreaterThan(0);
    expect(seen.departures).toMatchObject([
      {
        identity: { kind: "Deployment", namespace: "prod", name: "web" },
        direction: "changed-in-reality",
        reason: expect.stringContaining("kubectl-set"),
        diff: [{ before: "nginx:9.9", after: "nginx:1.25", path: expect.stringContaining("image") }],
      },
    ]);
  });

  test("where nothing carries a record nothing was compared, and that is no green", async () => {
    const { coverage } = await look(await clusterHere({ objects: [deployment()] }));
    expect(coverage.status).toBe("failed");
    expect(coverage.gaps).toMatchObject([{ what: "what is declared" }]);
  });
});
