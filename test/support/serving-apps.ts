import {
  container,
  deployment,
  pod,
  replicaSet,
  type Thing,
  waiting,
} from "../probes/kubectl/states/parts.ts";
import type { Thing as Stored } from "./cluster/json.ts";

/** As `kubectl apply` left it: with nothing but its name written down. */
export const applied = (name: string): Thing => {
  const record = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "shop" } };
  return { annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(record) } };
};

/** A deployment with its replica set and its pod as they live in a cluster, serving or crashing. */
export const app = (name: string, bad = false): readonly Thing[] => [
  deployment(name, { replicas: 1, available: bad ? 0 : 1 }, { meta: applied(name) }),
  replicaSet(`${name}-a`, name, { replicas: 1, ready: bad ? 0 : 1 }),
  pod(`${name}-a-1`, {
    of: ["ReplicaSet", `${name}-a`],
    ...(bad
      ? {
          ready: ["False", "10m"] as const,
          containers: [container("app", waiting("CrashLoopBackOff", "back-off 5m0s", { restartCount: 9 }))],
        }
      : {}),
  }),
];

/** As a store takes them. */
export const plain = (objects: readonly Thing[]): readonly Stored[] => JSON.parse(JSON.stringify(objects));
