import { describe, expect } from "vitest";
import type { Permission } from "../../../src/core/actions/action.ts";
import { readKubectl } from "../../../src/core/runbook/trials/kubectl-words.ts";
import { deployment, node, pod, replicaSet } from "../../probes/kubectl/states/parts.ts";
import { clusterHere } from "../../support/cluster/cluster-here.ts";
import { needs } from "../../support/needs.ts";

const test = needs("kubectl");

/** A workload of `shop` on one node. */
const objects = JSON.parse(
  JSON.stringify([
    node("node-a"),
    node("node-b", { spec: { unschedulable: true } }),
    deployment("api", { replicas: 1, available: 1 }, { spec: { paused: true } }),
    deployment("web", { replicas: 1, available: 1 }),
    replicaSet("web-a", "web", { replicas: 1, ready: 1 }),
    pod("web-a-1", { of: ["ReplicaSet", "web-a"], spec: { nodeName: "node-a" } }),
  ]),
);

/** One call of every verb whose rights are known. */
const calls: readonly string[] = [
  "get deploy/web",
  "delete pod web-a-1 --wait=false",
  "delete pod web-a-1",
  "rollout restart deploy/web",
  "rollout pause deploy/web",
  "rollout resume deploy/api",
  "label deploy/web tier=front",
  "annotate deploy/web note=x",
  `patch deploy/web -p {"spec":{"replicas":2}}`,
  "set image deploy/web app=shop/app:2",
  "set env deploy/web FLAG=on",
  "set resources deploy/web --limits=cpu=1",
  "cordon node-a",
  "uncordon node-b",
  "drain node-a --force --timeout=1s",
  "scale deploy/web --replicas=2",
  "scale deploy/web --current-replicas=1 --replicas=2",
];

const ending = async (words: readonly string[], rights: readonly Permission[]): Promise<string> => {
  const rules = rights.map(({ verb, group, resource }) => ({
    ...{ verbs: [verb], apiGroups: [group], resources: [resource] },
  }));
  const { kubectl } = await clusterHere(
    { objects, tokens: { t: { user: "ops", rules } } },
    { token: "t", namespace: "shop" },
  );
  const { exit, stderr } = await kubectl(...words);
  // A refused cordon ends with status 0 all the same.
  return exit === 0 && !/^error: /m.test(stderr) ? "done" : stderr;
};

describe("the rights of kubectl words are those that kubectl needs", () => {
  for (const call of calls)
    test(`${call}: done with them, not done with one less`, async () => {
      const words = call.split(" ");
      const rights = readKubectl(words.map((word) => [word]))?.rights ?? [];
      expect(await ending(words, rights)).toBe("done");
      for (const right of rights) {
        const less = rights.filter((one) => one !== right);
        const said = await ending(words, less);
        expect([right, said]).toEqual([right, expect.stringMatching(/forbidden/)]);
      }
    });
});
