import { judgeApplications } from "../platform/gitops/argocd/judge.ts";
import { argoLook } from "../platform/gitops/argocd/tool.ts";
import { clusterReads } from "../platform/kubernetes/reads.ts";
import { diagnoserOf, readerOf } from "./gitops/look.ts";
import type { Probe } from "./probe.ts";

/** The health of what Argo CD deploys, from what its applications say. */
export const argocd = {
  name: "argocd",
  summary: "Argo CD: which of its applications are not healthy now, and which of them serve",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: clusterReads,
  looksAt: argoLook.sought.map(({ kind }) => kind),
  read: readerOf(argoLook),
  diagnose: diagnoserOf("argocd", argoLook, judgeApplications),
} as const satisfies Probe;
