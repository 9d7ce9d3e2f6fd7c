import { clusterReads } from "../platform/kubernetes/reads.ts";
import { parseLive } from "./kubernetes/judge.ts";
import { readRendered } from "./kubernetes/rendered.ts";
import type { Source } from "./source.ts";

const render = (folder: string): readonly string[] => ["kubectl", "kustomize", folder];

/** A Kustomize overlay against the cluster that runs it. */
export const kustomizeLive = {
  name: "kustomize-live",
  summary: "Kustomize: what an overlay renders against what runs in a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"] },
  observes: [render("<folder>"), ...clusterReads],
  accepts: ["folder"],
  cluster: ["folder"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: (request, hands) =>
    readRendered(request, { argv: render(request.path), called: "kubectl kustomize" }, hands),
  parse: parseLive,
} as const satisfies Source;
