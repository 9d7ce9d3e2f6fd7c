import type { ValueMap } from "../core/value.ts";
import { lastApplied } from "../platform/kubernetes/compare/applied.ts";
import { isObject } from "../platform/kubernetes/compare/thing.ts";
import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import { demandCluster } from "./kubernetes/demand.ts";
import { fetchLive, type Wanted } from "./kubernetes/fetch.ts";
import { parseLive } from "./kubernetes/judge.ts";
import type { LiveDocument } from "./kubernetes/live-document.ts";
import { homeOf } from "./kubernetes/rendered.ts";
import type { Reading, Source, SourceRequest } from "./source.ts";

/** The cluster as its own declaration: what `kubectl apply` wrote down of each object, against what became of it. */
export const k8sLive = {
  name: "k8s-live",
  summary: "Kubernetes: what was last applied with kubectl against what runs in a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: clusterReads,
  accepts: ["nothing"],
  cluster: ["nothing"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: async (request) => readApplied(request),
  parse: parseLive,
} as const satisfies Source;

const readApplied = async (request: SourceRequest): Promise<Reading> => {
  const cluster = demandCluster(request);
  const { effective } = cluster;
  const fetched = await fetchLive(everyday, cluster);
  const objects = fetched.observed.filter(isObject);
  const declared = objects.flatMap((object) => placedLike(object, lastApplied(object)));
  const unrecorded = objects.length - declared.length;
  const document: LiveDocument = {
    ...fetched,
    declared,
    gaps: declared.length > 0 ? fetched.gaps : [...fetched.gaps, nothingRecorded],
    namespace: homeOf(request, cluster),
    extras: "none",
    unnamed: [],
    informational: unrecorded === 0 ? {} : { "objects without a record of an apply": unrecorded },
  };
  return { document, origin: "live", path: effective.context, warnings: [] };
};

/** What its readers may read anywhere: the kinds that the cluster's own role `view` shows. */
const everyday: readonly Wanted[] = [
  ...["Deployment", "StatefulSet", "DaemonSet"].map((kind) => ({ apiVersion: "apps/v1", kind })),
  { apiVersion: "batch/v1", kind: "CronJob" },
  ...["Service", "ConfigMap"].map((kind) => ({ apiVersion: "v1", kind })),
  ...["Ingress", "NetworkPolicy"].map((kind) => ({ apiVersion: "networking.k8s.io/v1", kind })),
  { apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
  { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
].map((one) => ({ ...one, namespaces: undefined }));

/** The version that was applied may be an older one than the one that the cluster answered in: that is no record to compare. */
const placedLike = (object: ValueMap, applied: ValueMap | undefined): readonly ValueMap[] =>
  applied === undefined || applied["apiVersion"] !== object["apiVersion"] ? [] : [applied];

const nothingRecorded = {
  what: "what is declared",
  why: "no object carries what was last applied to it, so nothing was compared; kustomize-live, helm-live and k8s-baseline bring a declaration of their own",
} as const;
