import type { ValueMap } from "../../core/value.ts";
import { kindOf, mapAt, nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { bornAt, countAt } from "./read.ts";
import type { World } from "./world.ts";

type Revisions = { readonly newest: ValueMap | undefined; readonly previous: ValueMap | undefined };

/** What keeps the templates of a workload, by its kind. */
const keepers: Readonly<Record<string, string>> = {
  Deployment: "ReplicaSet",
  StatefulSet: "ControllerRevision",
  DaemonSet: "ControllerRevision",
};

/** The newest template that a workload keeps and the one before; both absent where none was read. */
export const revisionsOf = (object: ValueMap, world: World): Revisions => {
  const keeper = keepers[kindOf(object)];
  const [newest, previous] = world
    .madeBy(object)
    .filter((one) => kindOf(one) === keeper)
    .sort((a, b) => revisionOf(b) - revisionOf(a));
  return { newest, previous };
};

const revisionOf = (keeper: ValueMap): number =>
  countAt(keeper, "revision") ||
  Number(textAt(keeper, "metadata", "annotations", "deployment.kubernetes.io/revision")) ||
  0;

export const templateOf = (keeper: ValueMap): ValueMap =>
  kindOf(keeper) === "ReplicaSet"
    ? mapAt(keeper, "spec", "template")
    : mapAt(keeper, "data", "spec", "template");

/** Pods of one template. A set writes the name of its revision on a pod, or the end of it. */
export const podsOfRevision = (
  keeper: ValueMap,
  pods: readonly ValueMap[],
  world: World,
): readonly ValueMap[] => {
  if (kindOf(keeper) === "ReplicaSet") return world.madeBy(keeper);
  return pods.filter((pod) => {
    const hash = textAt(pod, "metadata", "labels", "controller-revision-hash");
    return hash !== "" && (nameOf(keeper) === hash || nameOf(keeper).endsWith(`-${hash}`));
  });
};

/** When the newest template was rolled out. One that was gone back to is as old as it was, and nobody tells when. */
export const rolledOutAt = ({ newest, previous }: Revisions): number | undefined => {
  const since = newest === undefined ? undefined : bornAt(newest);
  const before = previous === undefined ? undefined : bornAt(previous);
  return since !== undefined && before !== undefined && before > since ? undefined : since;
};
