import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import { parseFleet } from "./rancher/parse.ts";
import { readFleet } from "./rancher/read.ts";
import type { Source } from "./source.ts";

/** What Rancher Fleet says of its repositories and bundles, cluster by cluster. */
export const rancher = {
  name: "rancher",
  summary:
    "Rancher Fleet: what its repositories and bundles say, captured in JSON or YAML or read from a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: clusterReads,
  accepts: ["file", "nothing"],
  cluster: ["nothing"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: readFleet,
  parse: parseFleet,
} as const satisfies Source;
