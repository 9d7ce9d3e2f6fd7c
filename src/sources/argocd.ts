import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import { parseApplications } from "./argocd/parse.ts";
import { readApplications } from "./argocd/read.ts";
import type { Source } from "./source.ts";

/** What Argo CD says of its applications: what differs from Git, what is not healthy, what it could not do. */
export const argocd = {
  name: "argocd",
  summary: "Argo CD: what its applications say, captured in JSON or YAML or read from a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: clusterReads,
  accepts: ["file", "nothing"],
  cluster: ["nothing"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: readApplications,
  parse: parseApplications,
} as const satisfies Source;
