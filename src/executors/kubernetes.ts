import { aimed } from "../platform/kubernetes/kubectl.ts";
import { clusterReads } from "../platform/kubernetes/reads.ts";
import { clusterExecutor, plainKubectl } from "./kubernetes/cluster-executor.ts";
import { resumeCronJob, suspendCronJob } from "./kubernetes/cron-job.ts";
import type { Deed } from "./kubernetes/deed.ts";
import { deleteNode } from "./kubernetes/delete-node.ts";
import { cordon, uncordon } from "./kubernetes/node.ts";
import { reclaimCompleted, reclaimEvicted } from "./kubernetes/reclaim.ts";
import { restart } from "./kubernetes/restart.ts";
import { rollback } from "./kubernetes/rollback.ts";
import { scale, scaleToZero } from "./kubernetes/scale.ts";

const deeds: ReadonlyMap<string, Deed> = new Map([
  ["reclaim-evicted-pods", reclaimEvicted],
  ["reclaim-completed-pods", reclaimCompleted],
  ["rollout-restart", restart],
  ["rollback", rollback],
  ["scale", scale],
  ["suspend-cron-job", suspendCronJob],
  ["resume-cron-job", resumeCronJob],
  ["scale-to-zero", scaleToZero],
  ["cordon", cordon],
  ["uncordon", uncordon],
  ["delete-node", deleteNode],
]);

/** The actions on a cluster, by kubectl. */
export const kubernetes = clusterExecutor({
  name: "kubernetes",
  summary: "does to one thing of a cluster what kubectl can, and reads it before and after",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: clusterReads,
  ...{ deeds, aimed, env: () => plainKubectl },
  deadline: 60_000,
});
