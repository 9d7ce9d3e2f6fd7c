import { judgeFleet } from "../platform/gitops/fleet/judge.ts";
import { fleetLook } from "../platform/gitops/fleet/tool.ts";
import { clusterReads } from "../platform/kubernetes/reads.ts";
import { diagnoserOf, readerOf } from "./gitops/look.ts";
import type { Probe } from "./probe.ts";

/** The health of what Rancher Fleet deploys, from what its repositories and bundles say. */
export const rancher = {
  name: "rancher",
  summary: "Rancher Fleet: which of its bundles are not ready now, and which of them serve",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: clusterReads,
  looksAt: fleetLook.sought.map(({ kind }) => kind),
  read: readerOf(fleetLook),
  diagnose: diagnoserOf("rancher", fleetLook, judgeFleet),
} as const satisfies Probe;
