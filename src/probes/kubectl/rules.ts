import type { ValueMap } from "../../core/value.ts";
import { groupOf, kindOf } from "../../platform/kubernetes/compare/thing.ts";
import { judgeApi, judgeCertificate, judgeConditions } from "./conditions.ts";
import { judgeDeployment, judgeReplicaSet } from "./deployments.ts";
import { explained } from "./events.ts";
import { healthy, type Judged } from "./fault.ts";
import { judgeCronJob, judgeJob } from "./jobs.ts";
import { judgeIngress, judgeService } from "./network.ts";
import { judgeNode } from "./nodes.ts";
import { judgeAutoscaler, judgeBudget } from "./scaling.ts";
import { judgeDaemonSet, judgePod, judgeStatefulSet } from "./sets.ts";
import { judgeClaim } from "./storage.ts";
import type { World } from "./world.ts";

/** Judges one object beside everything else that was read; `now` in milliseconds UTC. Pure. */
type Rule = (object: ValueMap, world: World, now: number) => Judged;

const rules: Readonly<Record<string, Rule>> = {
  "/Pod": judgePod,
  "/Node": judgeNode,
  "/PersistentVolumeClaim": judgeClaim,
  "/Service": judgeService,
  "apps/Deployment": judgeDeployment,
  "apps/StatefulSet": judgeStatefulSet,
  "apps/DaemonSet": judgeDaemonSet,
  "apps/ReplicaSet": judgeReplicaSet,
  "batch/Job": judgeJob,
  "batch/CronJob": judgeCronJob,
  "autoscaling/HorizontalPodAutoscaler": judgeAutoscaler,
  "policy/PodDisruptionBudget": judgeBudget,
  "networking.k8s.io/Ingress": judgeIngress,
  "discovery.k8s.io/EndpointSlice": () => healthy,
  "apiregistration.k8s.io/APIService": judgeApi,
  "cert-manager.io/Certificate": judgeCertificate,
};

/** A kind without a rule of its own is judged by what it says of itself. */
export const judge: Rule = (object, world, now) => {
  const judged = (rules[`${groupOf(object)}/${kindOf(object)}`] ?? judgeConditions)(object, world, now);
  if (judged.faults.length === 0) return judged;
  const faults = judged.faults.map((fault) =>
    fault.pods === undefined ? explained(fault, object, world, now) : fault,
  );
  return { ...judged, faults };
};
