import { claimScenes } from "./states/claims.ts";
import { clusterScenes } from "./states/cluster.ts";
import { containerScenes } from "./states/containers.ts";
import { customScenes } from "./states/custom.ts";
import { deploymentScenes } from "./states/deployments.ts";
import { jobScenes } from "./states/jobs.ts";
import { networkScenes } from "./states/network.ts";
import type { Scene } from "./states/parts.ts";
import { podPhaseScenes } from "./states/pod-phases.ts";
import { setScenes } from "./states/sets.ts";

/** Every labelled state, by what it is mainly about; written before the rules that it judges. */
export const scenes: Readonly<Record<string, readonly Scene[]>> = {
  containers: containerScenes,
  pods: podPhaseScenes,
  deployments: deploymentScenes,
  sets: setScenes,
  jobs: jobScenes,
  "nodes, storage and scaling": clusterScenes,
  "services and custom resources": networkScenes,
  "kinds that nobody listed": customScenes,
  "claims and their classes": claimScenes,
};
