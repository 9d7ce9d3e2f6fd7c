import type { Target } from "../../intent/targets.ts";

/** What a machine points at by chance is no cluster that an entry is aimed at. */
export const leadsToCluster = ({
  context,
  kubeconfig,
  kubeconfigFrom,
}: Pick<Target, "context" | "kubeconfig" | "kubeconfigFrom">): boolean =>
  [context, kubeconfig, kubeconfigFrom].some((part) => part !== undefined);
