import type { Identity } from "../identity.ts";

/** Things whose pods run something, by group and kind. */
const workloads: ReadonlySet<string> = new Set([
  ...[
    "apps/Deployment",
    "apps/StatefulSet",
    "apps/DaemonSet",
    "apps/ReplicaSet",
    "batch/Job",
    "batch/CronJob",
  ],
  ...["/ReplicationController", "/Pod", "argoproj.io/Rollout"],
]);

export const kindKey = ({ group, kind }: Identity): string => `${group}/${kind}`;

export const isWorkload = (identity: Identity): boolean =>
  identity.style === "path" && workloads.has(kindKey(identity));
