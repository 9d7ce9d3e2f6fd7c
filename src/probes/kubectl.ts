import { clusterReads } from "../platform/kubernetes/reads.ts";
import { diagnose } from "./kubectl/diagnose.ts";
import { customKinds, everydayKinds } from "./kubectl/kinds.ts";
import { readHealth } from "./kubectl/read-health.ts";
import type { Probe } from "./probe.ts";

/** The health of everything in a cluster, from what its controllers and kubelets say of it. */
export const kubectl = {
  name: "kubectl",
  summary: "Kubernetes: what fails in a cluster now, and which of its workloads serve",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: clusterReads,
  looksAt: [...everydayKinds, ...customKinds].map(({ kind }) => kind),
  read: readHealth,
  diagnose,
} as const satisfies Probe;
