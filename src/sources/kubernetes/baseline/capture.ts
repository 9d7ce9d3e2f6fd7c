import { byCodeUnit } from "../../../core/order.ts";
import type { ValueMap } from "../../../core/value.ts";
import type { Cluster } from "../../../platform/kubernetes/cluster.ts";
import {
  groupOf,
  isObject,
  kindOf,
  nameOf,
  namespaceOf,
} from "../../../platform/kubernetes/compare/thing.ts";
import { darkCluster } from "../../../platform/kubernetes/dark.ts";
import { fetchLive } from "../fetch.ts";
import type { LiveDocument } from "../live-document.ts";
import type { ClusterId } from "./document.ts";
import { isOwnWorkload, isPassing, projecting, workloads } from "./project.ts";

/** What runs in a cluster now. */
export type Running = Pick<LiveDocument, "gaps" | "unseen" | "namespaced"> & {
  /** Each as the cluster told it, beside what a baseline would keep of it; in the order of their names. */
  readonly workloads: readonly { readonly object: ValueMap; readonly kept: ValueMap }[];
  /** Hooks, and pods that end by themselves. */
  readonly passing: number;
};

/** Throws `source-failed` or `tool-missing` where the cluster cannot be asked at all. */
export const readRunning = async (cluster: Cluster): Promise<Running> => {
  const { observed, gaps, unseen, namespaced } = await fetchLive(workloads, cluster, { scalers: false });
  const own = observed.filter(isObject).filter(isOwnWorkload);
  const lasting = own.filter((object) => !isPassing(object));
  const project = projecting();
  const named = lasting.map((object) => ({ key: keyOf(object), object, kept: project(object) }));
  named.sort((a, b) => byCodeUnit(a.key, b.key));
  return {
    ...{ gaps, unseen, namespaced },
    workloads: named.map(({ object, kept }) => ({ object, kept })),
    passing: own.length - lasting.length,
  };
};

export const keyOf = (object: ValueMap): string =>
  [groupOf(object), kindOf(object), namespaceOf(object), nameOf(object)].join("/");

/** Who may not see the namespace that names a cluster knows it by its address. Throws as {@link readRunning} does. */
export const clusterIdOf = async (cluster: Cluster): Promise<ClusterId> => {
  const { server } = cluster.effective;
  const uid = await cluster.uid();
  if (uid.ok) return { uid: uid.value, server };
  if (uid.class === "forbidden" || uid.class === "not-found") return { uid: undefined, server };
  throw darkCluster(cluster, uid);
};
