import { helmReads } from "../../platform/kubernetes/helm.ts";
import { clusterReads } from "../../platform/kubernetes/reads.ts";
import type { Source } from "../source.ts";
import { parseReleases } from "./parse.ts";
import { readReleases } from "./read.ts";

/** The releases of a cluster: how each of them is, and what it declares against what runs. */
export const helm = {
  name: "helm",
  summary: "Helm: the releases of a cluster against what runs, or a captured `helm list`",
  needs: { binaries: ["kubectl", "helm"], variables: ["KUBECONFIG", "HELM_DRIVER"] },
  observes: [...helmReads, ...clusterReads],
  accepts: ["file", "nothing"],
  cluster: ["nothing"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: readReleases,
  parse: parseReleases,
} as const satisfies Source;
