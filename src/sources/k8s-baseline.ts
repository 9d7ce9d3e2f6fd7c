import { join } from "node:path";
import { shellWord } from "../core/shell-word.ts";
import { isMap, type ValueMap } from "../core/value.ts";
import { SteadystateError } from "../errors.ts";
import { at, groupOf, kindOf, namespaceOf } from "../platform/kubernetes/compare/thing.ts";
import { clusterReads, clusterVersions } from "../platform/kubernetes/reads.ts";
import type { Hands } from "../system/hands.ts";
import { clusterIdOf, readRunning } from "./kubernetes/baseline/capture.ts";
import type { Baseline, ClusterId } from "./kubernetes/baseline/document.ts";
import { type Found, findBaseline } from "./kubernetes/baseline/shelf.ts";
import { demandCluster } from "./kubernetes/demand.ts";
import { parseLive } from "./kubernetes/judge.ts";
import { isAmong, type LiveDocument } from "./kubernetes/live-document.ts";
import type { Reading, Source, SourceRequest } from "./source.ts";

/** What ran when somebody called it good, as the declaration of what runs now. */
export const k8sBaseline = {
  name: "k8s-baseline",
  summary: "Kubernetes: the workloads that `baseline` captured against what runs in a cluster",
  needs: { binaries: ["kubectl"], variables: ["KUBECONFIG"], versions: clusterVersions },
  observes: clusterReads,
  accepts: ["nothing"],
  cluster: ["nothing"],
  basis: "declared-vs-real",
  workspace: () => Promise.resolve(undefined),
  read: (request, hands) => readAgainstBaseline(request, hands),
  parse: parseLive,
} as const satisfies Source;

const readAgainstBaseline = async (request: SourceRequest, { files }: Hands): Promise<Reading> => {
  const cluster = demandCluster(request);
  const { effective } = cluster;
  const place = request.place ?? ({ is: "context", name: effective.context } as const);
  const id = { ...(await clusterIdOf(cluster)), context: effective.context };
  const sought = { folder: join(request.path, ".steadystate"), place: place.name, cluster: id };
  const found = await findBaseline(sought, files);
  if (found.is !== "found") throw noBaseline(found, place, id);
  const { baseline, path } = found;
  const running = await readRunning(cluster);
  const seen = running.workloads.filter(({ object }) => !isAmong(baseline.unseen, placeIn(object)));
  const document: LiveDocument = {
    declared: baseline.objects,
    observed: seen.map(({ object, kept }) => ({ ...kept, metadata: ownedMetadata(object, kept) })),
    gaps: [...running.gaps, ...baseline.gaps.map(notSeenThen)],
    unseen: [...running.unseen, ...baseline.unseen],
    namespace: effective.namespace ?? "default",
    namespaced: running.namespaced,
    leave: [],
    extras: "all",
    unnamed: [],
    informational: running.passing === 0 ? {} : { "passing workloads": running.passing },
    exact: true,
    // The reference named a thing without its cluster where none was named.
    called: effective.ambient ? "" : `${effective.context.replaceAll("/", "_")}/`,
  };
  return { document, origin: "live", path, warnings: [captured(baseline)] };
};

/** Who changed it is told by the server, and stays out of the baseline. */
const ownedMetadata = (object: ValueMap, kept: ValueMap): ValueMap => {
  const [metadata, managed] = [kept["metadata"], at(object, "metadata", "managedFields")];
  return {
    ...(isMap(metadata) ? metadata : {}),
    ...(managed === undefined ? {} : { managedFields: managed }),
  };
};

const notSeenThen = ({ what, why }: Baseline["gaps"][number]) => ({
  what,
  why: `the baseline lacks it, for when it was captured: ${why}`,
});

const captured = ({ capturedAt, objects, tool }: Baseline): string =>
  `compared with the baseline of ${capturedAt}, ${objects.length} workload(s), captured by ${tool}`;

const placeIn = (object: ValueMap) => ({
  group: groupOf(object),
  kind: kindOf(object),
  namespace: namespaceOf(object),
});

type Place = NonNullable<SourceRequest["place"]>;

/** Nothing to compare with is never agreement. */
const noBaseline = (
  found: Exclude<Found, { readonly is: "found" }>,
  place: Place,
  { context, server, uid }: ClusterId & { readonly context: string },
): SteadystateError => {
  const capture = `steadystate baseline ${place.is === "context" ? "--context " : ""}${shellWord(place.name)}`;
  if (found.is === "unusable")
    return new SteadystateError("input-invalid", `the baseline ${found.path} cannot be used: ${found.why}`, {
      hint: `${capture} --replace, to capture it anew`,
      details: { path: found.path },
    });
  if (found.is === "elsewhere") {
    const { cluster } = found.baseline;
    const [then, now] =
      uid !== undefined && cluster.uid !== undefined
        ? [`${cluster.context} (${cluster.uid})`, `${context} (${uid})`]
        : [`${cluster.context} (${cluster.server})`, `${context} (${server})`];
    return new SteadystateError(
      "nothing-to-look-at",
      `the baseline of ${place.name} is of another cluster: it is of ${then}, and ${place.name} leads to ${now}`,
      { hint: capture, details: { path: found.path } },
    );
  }
  const left =
    found.reference === undefined
      ? ""
      : `; ${found.reference} is of the Python version, which kept whole objects with what is secret in them, and has to be captured anew`;
  return new SteadystateError(
    "nothing-to-look-at",
    `there is no baseline of ${place.name} (${context}, ${server})${left}`,
    { hint: capture, details: { context, server, reference: found.reference } },
  );
};
