import { aimed } from "../platform/kubernetes/kubectl.ts";
import { clusterReads } from "../platform/kubernetes/reads.ts";
import { refresh } from "./argocd/refresh.ts";
import { sync } from "./argocd/sync.ts";
import { clusterExecutor, plainKubectl } from "./kubernetes/cluster-executor.ts";

/** What Argo CD is asked to do, by its applications in the cluster in which it runs. */
export const argocd = clusterExecutor({
  name: "argocd",
  summary: "asks Argo CD for a comparison or a sync of one application, and watches what becomes of it",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: clusterReads,
  deeds: new Map([
    ["argocd-refresh", refresh],
    ["argocd-sync", sync],
  ]),
  ...{ aimed, env: () => plainKubectl },
  deadline: 60_000,
});
