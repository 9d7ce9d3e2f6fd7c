import { join } from "node:path";
import { helmAimed, hookRead, keptReads } from "../platform/kubernetes/helm.ts";
import type { Executor, Reach } from "./executor.ts";
import { rollback } from "./helm/rollback.ts";
import { clusterExecutor } from "./kubernetes/cluster-executor.ts";

/** Nothing that a person keeps for helm takes part: no plugin, no registry, no repository. There is no such folder. */
const nobodysHelm = ({ keep }: Pick<Reach, "keep">): Readonly<Record<string, string>> => {
  const nowhere = join(keep, "no-helm");
  return {
    ...{ HELM_CACHE_HOME: nowhere, HELM_CONFIG_HOME: nowhere, HELM_DATA_HOME: nowhere },
    ...{ HELM_PLUGINS: nowhere, HELM_NO_PLUGINS: "1" },
  };
};

const drivers = ["secret", "secrets", "configmap", "configmaps"];

/** Releases are looked for where they are read: in another kind of object there would be none of them. */
const driverOf = ({ hands: { env } }: Pick<Reach, "hands">): Readonly<Record<string, string>> => {
  const driver = env.get("HELM_DRIVER");
  return driver === undefined || !drivers.includes(driver) ? {} : { HELM_DRIVER: driver };
};

/** Releases of helm, by what helm keeps of them in the cluster. */
export const helm: Executor = clusterExecutor({
  name: "helm",
  summary: "brings back what helm deployed before, told by its own record of the release",
  needs: { binaries: ["helm"], variables: ["KUBECONFIG", "HELM_DRIVER"] },
  observes: [...keptReads, hookRead],
  deeds: new Map([["helm-rollback", rollback]]),
  aimed: helmAimed,
  env: (reach) => ({ ...nobodysHelm(reach), ...driverOf(reach) }),
  // Beyond the patience that helm itself is given, so that it may still say what happened.
  deadline: 900_000,
});
