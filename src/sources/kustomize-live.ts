import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import type { Hands } from "../system/hands.ts";
import { demandCluster } from "./kubernetes/demand.ts";
import { parseLive } from "./kubernetes/judge.ts";
import { homeOf, lookFor, render } from "./kubernetes/rendered.ts";
import type { Reading, Source, SourceRequest } from "./source.ts";

const kustomize = (folder: string): readonly string[] => ["kubectl", "kustomize", folder];

/** A Kustomize overlay against the cluster that runs it. */
export const kustomizeLive = {
  name: "kustomize-live",
  summary: "Kustomize: what an overlay renders against what runs in a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: [kustomize("<folder>"), ...clusterReads],
  accepts: ["folder"],
  cluster: ["folder"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: (request, hands) => readOverlay(request, hands),
  parse: parseLive,
} as const satisfies Source;

const readOverlay = async (request: SourceRequest, hands: Hands): Promise<Reading> => {
  const cluster = demandCluster(request);
  const rendering = { argv: kustomize(request.path), called: "kubectl kustomize" };
  const declared = await render(request, rendering, hands);
  return lookFor(request, { cluster, namespace: homeOf(request, cluster), declared });
};
