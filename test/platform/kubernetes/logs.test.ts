import { readdirSync } from "node:fs";
import { describe, expect, test as plainTest } from "vitest";
import { openCluster } from "../../../src/platform/kubernetes/cluster.ts";
import { clusterReads } from "../../../src/platform/kubernetes/reads.ts";
import { makeFiles } from "../../../src/system/files.ts";
import { makeRun, type Run } from "../../../src/system/run.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import type { Log } from "../../support/cluster/logs.ts";
import { pod } from "../../support/cluster/make.ts";
import { needs } from "../../support/needs.ts";
import { talkingCluster } from "../../support/talking-cluster.ts";

const test = needs("kubectl");

const wish = { namespace: "prod", pod: "web-1", container: "web", previous: false };

const held = async (run: Run, cwd: string) => {
  const { withTemporaryFolder } = makeFiles();
  const aim = { context: undefined, kubeconfig: undefined };
  const opened = await openCluster(aim, { run, withTemporaryFolder, cwd }, { request: 5000, whole: 60_000 });
  if (!opened.ok) throw new Error(opened.why);
  return opened.value;
};

const standing = async (log: Log) => {
  const here = await clusterHere({ objects: [pod({ name: "web-1" })], logs: { "prod/web-1/web": log } });
  const ran: (readonly string[])[] = [];
  const run = makeRun(here.environment);
  const cluster = await held((request) => {
    ran.push(request.argv);
    return run(request);
  }, here.root);
  return { here, ran, cluster };
};

const at = (nth: number): string => `2026-01-01T00:00:${String(nth % 60).padStart(2, "0")}Z`;

describe("the log of a container, with the real kubectl", () => {
  test("is asked for by its path, as the manifest says, and leaves nothing behind", async () => {
    const { here, ran, cluster } = await standing({ current: [`${at(1)} up`], previous: [`${at(0)} down`] });
    expect(await cluster.logs(wish)).toEqual({ ok: true, value: `${at(1)} up\n` });
    expect(await cluster.logs({ ...wish, previous: true })).toEqual({ ok: true, value: `${at(0)} down\n` });
    expect(await cluster.logs({ ...wish, since: 60 })).toEqual({ ok: true, value: "" });
    const queries = here.cluster.requests.map(({ query: { timeout: _, ...query } }) => query);
    const common = { container: "web", tailLines: "200", limitBytes: "262144", timestamps: "true" };
    expect(queries).toEqual([common, { ...common, previous: "true" }, { ...common, sinceSeconds: "60" }]);
    for (const argv of ran.slice(1))
      expect([argv.slice(0, 3), argv[3]?.startsWith("/api/v1/namespaces/prod/pods/web-1/log?")]).toEqual([
        clusterReads[1]?.slice(0, 3),
        true,
      ]);
    expect(readdirSync(here.root).filter((name) => name.includes("cache"))).toEqual([]);
  });

  test("what is not there is a failure that says so", async () => {
    const { cluster } = await standing({ current: [] });
    const why = async (more: Partial<typeof wish>) => {
      const answer = await cluster.logs({ ...wish, ...more });
      return answer.ok ? "" : `${answer.class}: ${answer.why}`;
    };
    expect(await why({ previous: true })).toContain(
      'previous terminated container "web" in pod "web-1" not found',
    );
    expect(await why({ container: "ghost" })).toContain("container ghost is not valid for pod web-1");
    expect(await why({ pod: "ghost" })).toContain("not-found: ");
  });

  test("a name that could be an option, or lead elsewhere, is not asked for", async () => {
    const { ran, cluster } = await standing({ current: [] });
    const before = ran.length;
    for (const name of ["", "-f", "--previous", "..", "a/../b", "a?b", "a&previous=true", "A", "a b", "a\nb"])
      for (const place of ["namespace", "pod", "container"] as const)
        expect(await cluster.logs({ ...wish, [place]: name }), `${place} ${name}`).toMatchObject({
          ok: false,
          class: "garbled",
        });
    expect(await cluster.disks("../../secrets")).toMatchObject({ ok: false, class: "garbled" });
    expect(ran.length).toBe(before);
  });

  test("of a log that is too long the newest lines count, and never a part of a line", async () => {
    const lines = Array.from({ length: 200 }, (_, nth) => `${at(nth)} ${nth} ${"x".repeat(4000)}`);
    const { here, cluster } = await standing({ current: lines });
    const answer = await cluster.logs(wish);
    expect(answer).toEqual({ ok: true, value: `${lines.slice(-20).join("\n")}\n` });
    here.cluster.logs.set("prod/web-1/web", {
      current: [`${at(1)} first`, `${at(2)} ${"y".repeat(300_000)}`],
    });
    expect(await cluster.logs(wish)).toEqual({ ok: true, value: `${at(1)} first\n` });
    here.cluster.logs.set("prod/web-1/web", { current: [`${at(2)} ${"y".repeat(300_000)}`] });
    expect(await cluster.logs(wish)).toMatchObject({ ok: false, class: "garbled" });
  });

  test("what a kubelet says in the place of a log is none, and is masked", async () => {
    const other = (argv: readonly string[]) =>
      argv.some((word) => word.includes("/log?"))
        ? "unable to retrieve container logs for containerd://1 token=Kanari4log-Zz12"
        : undefined;
    const cluster = await held(talkingCluster([], { other }), "/");
    const answer = await cluster.logs(wish);
    expect(answer).toMatchObject({ ok: false, class: "garbled" });
    expect(JSON.stringify(answer)).toContain("unable to retrieve container logs");
    expect(JSON.stringify(answer)).not.toContain("Kanari4log");
  });
});

describe("the disks of a node", () => {
  const asked = async (summary: unknown) => {
    const other = (argv: readonly string[]) =>
      argv.some((word) => word.endsWith("/stats/summary")) ? JSON.stringify(summary) : undefined;
    return (await held(talkingCluster([], { other }), "/")).disks("node-1");
  };
  const node = (fs: unknown, more: object = {}) => ({ node: { nodeName: "node-1", fs, ...more }, pods: [] });

  test("by what is left, and of images not by their own size", async () => {
    const fs = { capacityBytes: 100, availableBytes: 25, usedBytes: 60, inodes: 10, inodesFree: 4 };
    const runtime = { imageFs: { capacityBytes: 100, availableBytes: 10, usedBytes: 2 } };
    expect(await asked(node(fs, { runtime }))).toMatchObject({
      ok: true,
      value: { node: { bytes: 0.75, inodes: 0.6 }, images: { bytes: 0.9, inodes: undefined }, claims: [] },
    });
    expect(await asked(node({ capacityBytes: 100, usedBytes: 60, inodes: 0 }))).toMatchObject({
      value: { node: { bytes: 0.6, inodes: undefined }, images: undefined },
    });
  });

  plainTest.each([
    [
      "of another node",
      { node: { nodeName: "node-2", fs: { capacityBytes: 1, availableBytes: 1 } }, pods: [] },
    ],
    ["without a disk", { node: { nodeName: "node-1" }, pods: [] }],
    ["of a disk without a size", node({ availableBytes: 1 })],
    ["without pods", { node: { nodeName: "node-1", fs: { capacityBytes: 1, availableBytes: 1 } } }],
    ["of words", node({ capacityBytes: "100", availableBytes: "1" })],
  ])("a summary %s is none", async (_, summary) => {
    expect(await asked(summary)).toMatchObject({ ok: false, class: "garbled" });
  });
});
