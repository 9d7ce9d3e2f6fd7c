import { arrived, counted, missed, type Sight, waiting } from "./deed.ts";
import type { Workload } from "./object.ts";

/** How many pods it shall have. */
export const wantedPods = (kind: string, { spec, status }: Workload): number =>
  kind === "daemonset" ? (status?.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1);

/** Whether its controller has seen what it says now; before that its status speaks of what it was. */
export const isObserved = ({ metadata, status }: Workload): boolean =>
  (status?.observedGeneration ?? -1) >= (metadata.generation ?? 0);

/** What names its template and changes with nothing else. */
export const revisionOf = (kind: string, { metadata, status }: Workload): string => {
  switch (kind) {
    case "deployment":
      return metadata.annotations?.["deployment.kubernetes.io/revision"] ?? "";
    case "statefulset":
      return status?.updateRevision ?? "";
    default:
      // Nothing but a person changes what a DaemonSet says, so each change of it is one of its template or strategy.
      return String(metadata.generation ?? "");
  }
};

/** Why a new template would reach no pod by itself. */
export const heldBack = (kind: string, { spec }: Workload): string | undefined => {
  if (spec.paused === true) return "it is paused, and nothing rolls out before it is resumed";
  if (kind !== "deployment" && spec.updateStrategy?.type === "OnDelete")
    return "its update strategy is OnDelete: pods are replaced only as somebody deletes them";
  return undefined;
};

/** How its pods are replaced. */
export const manner = (kind: string, workload: Workload): readonly string[] => {
  const { spec } = workload;
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  return [
    kind === "deployment" && spec.strategy?.type === "Recreate"
      ? `all ${counted(wantedPods(kind, workload), "pod")} stop before the first fresh one starts`
      : `${counted(wantedPods(kind, workload), "pod")} replaced one after the other`,
    ...(partition > 0
      ? [`pods with a number below ${partition} stay as they are: its partition says so`]
      : []),
  ];
};

/** Whether every pod is of the newest template and takes traffic. */
export const rolledOut = (kind: string, workload: Workload): Sight => {
  if (!isObserved(workload)) return waiting("its controller has not seen the change yet");
  const { status } = workload;
  const wanted = wantedPods(kind, workload);
  const stuck = status?.conditions?.some(
    ({ type, reason }) => type === "Progressing" && reason === "ProgressDeadlineExceeded",
  );
  if (stuck === true) return missed("its rollout made no progress within its deadline");
  const partition = Math.min(wanted, workload.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  const [updated, available] =
    kind === "daemonset"
      ? [status?.updatedNumberScheduled ?? 0, status?.numberAvailable ?? 0]
      : [status?.updatedReplicas ?? 0, availableOf(kind, workload)];
  if (updated < wanted - partition) return waiting(`${updated} of ${wanted - partition} pods are fresh`);
  const old = kind === "deployment" ? (status?.replicas ?? 0) - updated : 0;
  if (old > 0) return waiting(`${counted(old, "old pod")} not gone yet`);
  return available < wanted
    ? waiting(`${available} of ${wanted} pods are available`)
    : arrived(`${counted(wanted, "pod")} fresh and available`);
};

/** Clusters before 1.22 told no availability of a StatefulSet. */
export const availableOf = (kind: string, { status }: Workload): number =>
  (kind === "statefulset"
    ? (status?.availableReplicas ?? status?.readyReplicas)
    : status?.availableReplicas) ?? 0;
