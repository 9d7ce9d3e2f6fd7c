import { expect } from "vitest";
import { everything } from "../support/cluster/access.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { deployment, pod } from "../support/cluster/make.ts";
import { needs } from "../support/needs.ts";

const test = needs("kubectl");

const two = pod(
  { name: "two" },
  { spec: { containers: [{ name: "web" }, { name: "side" }], initContainers: [{ name: "init" }] } },
);
const options = {
  objects: [pod({ name: "web-1" }), pod({ name: "web-2" }), two, deployment()],
  logs: {
    "prod/web-1/web": {
      current: ["2026-01-01T00:00:00Z started", "2026-01-01T00:10:00Z failed: no route"],
      previous: ["2025-12-31T23:00:00Z panic: out of luck"],
    },
    "prod/web-2/web": { current: ["quiet"] },
    "prod/two/side": { current: ["from the side"] },
    "prod/two/init": { current: ["prepared"] },
  },
  clock: () => new Date("2026-01-01T00:11:00Z"),
};

test("current and previous, cut by lines, by age, and with their instants", async () => {
  const { kubectl } = await clusterHere(options);
  const logs = async (...args: readonly string[]) => (await kubectl("logs", ...args)).stdout;
  expect(await logs("web-1")).toBe("started\nfailed: no route\n");
  expect(await logs("web-1", "--previous")).toBe("panic: out of luck\n");
  expect(await logs("web-1", "--tail=1")).toBe("failed: no route\n");
  expect(await logs("web-1", "--since=2m")).toBe("failed: no route\n");
  expect(await logs("web-1", "--since-time=2026-01-01T00:05:00Z")).toBe("failed: no route\n");
  expect(await logs("web-1", "--timestamps", "--tail=1")).toBe("2026-01-01T00:10:00Z failed: no route\n");
  expect(await logs("web-1", "--limit-bytes=5")).toBe("start");
});

test("of every pod that a selector or a workload finds, with where each line is from", async () => {
  const { kubectl, cluster } = await clusterHere(options);
  const { stdout } = await kubectl("logs", "-l", "app=web", "--prefix", "--all-containers", "--tail=1");
  expect(stdout).toContain("[pod/web-1/web] failed: no route\n");
  expect(stdout).toContain("[pod/two/init] prepared\n");
  expect(stdout).toContain("[pod/two/side] from the side\n");
  expect(cluster.requests.filter(({ resource }) => resource === "pods/log").length).toBe(5);
  expect((await kubectl("logs", "deploy/web", "-c", "web", "--tail=1")).stdout).toBe("failed: no route\n");
});

test("a container that is unclear, unknown, or never ran before", async () => {
  const { kubectl } = await clusterHere(options);
  const refused = async (...args: readonly string[]) => (await kubectl("logs", ...args)).stderr;
  expect(await refused("two", "-c", "ghost")).toContain("container ghost is not valid for pod two");
  expect(await refused("web-2", "--previous")).toContain(
    'previous terminated container "web" in pod "web-2" not found',
  );
  expect(await refused("ghost")).toBe(
    'error: error from server (NotFound): pods "ghost" not found in namespace "prod"\n',
  );
});

test("a kubelet is reached through its node, for who may", async () => {
  const summary = { node: { nodeName: "node-1", fs: { capacityBytes: 10, availableBytes: 4 } }, pods: [] };
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-1" } };
  const tokens = {
    all: { user: "root", rules: everything },
    few: { user: "few", rules: [{ verbs: ["get"], apiGroups: [""], resources: ["nodes"] }] },
  };
  const here = await clusterHere(
    { objects: [node], summaries: { "node-1": summary }, tokens },
    { token: "all" },
  );
  const ask = (path: string) => here.kubectl("get", "--raw", `/api/v1/nodes/node-1/proxy/${path}`);
  expect(JSON.parse((await ask("stats/summary")).stdout)).toEqual(summary);
  expect((await ask("nothing")).exit).toBe(1);
  here.cluster.summaries.clear();
  expect((await ask("stats/summary")).stderr).toContain(
    "(ServiceUnavailable): error trying to reach service",
  );
  const other = await clusterHere(
    { objects: [node], summaries: { "node-1": summary }, tokens },
    { token: "few" },
  );
  const { stderr } = await other.kubectl("get", "--raw", "/api/v1/nodes/node-1/proxy/stats/summary");
  expect(stderr).toContain('cannot get resource "nodes/proxy" in API group "" at the cluster scope');
});
