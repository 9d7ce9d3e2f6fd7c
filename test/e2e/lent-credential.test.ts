import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { mainFile } from "../support/cli.ts";
import { clusterHere } from "../support/cluster/cluster-here.ts";
import { needs } from "../support/needs.ts";
import { temporaryFolder } from "../support/repo.ts";
import { toolPath } from "../support/tools.ts";

const test = needs("kubectl");

/** A run that got its credential and now waits for a cluster that answers late. */
const waitingRun = async () => {
  const slow = { path: "/version", answer: { kind: "slow", milliseconds: 60_000 } } as const;
  const { cluster } = await clusterHere({ faults: [slow] });
  const folder = temporaryFolder({
    "steadystate/targets.json": { shop: { source: "k8s-live", kubeconfig_from: "cat kube" } },
    "tmp/keep": "",
  });
  cluster.kubeconfig(folder.at("kube"), { token: "CANARY7f3a9c1e5b8d2460" });
  const env = { PATH: toolPath, HOME: folder.root, TMPDIR: folder.at("tmp") };
  const child = spawn(process.execPath, [mainFile, "targets", "--reach"], {
    cwd: folder.root,
    env,
    stdio: "ignore",
  });
  await cluster.until(({ path }) => path === "/version");
  const lent = () => readdirSync(folder.at("tmp")).filter((name) => name.startsWith("steadystate-"));
  return { child, cluster, folder, env, lent };
};

const ended = async (child: ChildProcess, signal: NodeJS.Signals) => {
  const exit = once(child, "exit");
  child.kill(signal);
  return exit;
};

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  test(`${signal} takes the lent credential along`, async () => {
    const { child, folder, lent } = await waitingRun();
    const [own = ""] = lent();
    expect(readFileSync(join(folder.at("tmp"), own, "kubeconfig"), "utf8")).toContain("CANARY");
    expect(await ended(child, signal)).toEqual([130, null]);
    expect(lent()).toEqual([]);
  });
}

test("what a killed run leaves is removed by the next one, and what a living one holds is not", async () => {
  const { child, cluster, folder, env, lent } = await waitingRun();
  const [orphan = ""] = lent();
  await ended(child, "SIGKILL");
  expect(lent()).toEqual([orphan]);
  cluster.faults.clear();
  const held = orphan.replace(/^steadystate-\d+-/, `steadystate-${process.pid}-`);
  const foreign = orphan.replace(/-[0-9a-f]{8}-/, "-00000000-");
  folder.write({ [`tmp/${held}/x`]: "", [`tmp/${foreign}/x`]: "" });
  const next = spawn(process.execPath, [mainFile, "targets", "--reach"], {
    ...{ cwd: folder.root, env, stdio: "ignore" },
  });
  expect(await once(next, "exit")).toEqual([0, null]);
  expect(cluster.requests.filter(({ path, status }) => path === "/version" && status === 200)).toHaveLength(
    1,
  );
  expect(lent().sort()).toEqual([held, foreign].sort());
});
