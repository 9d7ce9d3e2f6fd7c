import type { Finding } from "../finding.ts";
import type { VettedAction } from "./action.ts";
import { argocdRefresh, argocdSync } from "./argocd.ts";
import { resumeCronJob, suspendCronJob } from "./cron-job.ts";
import { helmRollback } from "./helm-rollback.ts";
import { cordon, deleteNode, uncordon } from "./node.ts";
import { reclaimCompletedPods, reclaimEvictedPods } from "./reclaim-pods.ts";
import { rollback } from "./rollback.ts";
import { rolloutRestart } from "./rollout-restart.ts";
import { scale, scaleToZero } from "./scale.ts";
import { terraformApply } from "./terraform-apply.ts";

/** Every vetted action, the mildest first: the first that cures a malfunction is the one that is offered. */
export const catalog: readonly VettedAction[] = [
  argocdRefresh,
  reclaimEvictedPods,
  reclaimCompletedPods,
  rolloutRestart,
  rollback,
  scale,
  suspendCronJob,
  resumeCronJob,
  scaleToZero,
  cordon,
  uncordon,
  terraformApply,
  argocdSync,
  helmRollback,
  deleteNode,
];

/** The action that is offered for a category of malfunction, where one is. */
const offeredFor = (category: string): VettedAction | undefined =>
  catalog.find(({ cures }) => cures.includes(category));

/** The action that is offered for a finding, where one is. */
export const offeredTo = ({
  type,
  category,
  source,
}: Pick<Finding, "type" | "category" | "source">): VettedAction | undefined =>
  type === "drift" ? catalog.find(({ mends }) => mends?.includes(source) === true) : offeredFor(category);
