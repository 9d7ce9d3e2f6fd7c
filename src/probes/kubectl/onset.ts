import type { ValueMap } from "../../core/value.ts";
import { at, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { Container } from "./containers.ts";
import { conditionOf, countAt, instantAt, mapsAt } from "./read.ts";

/** Since when a pod that is not ready has not been. */
export const unreadySince = (pod: ValueMap): number | undefined => {
  const ready = conditionOf(pod, "Ready");
  return textAt(ready, "status") === "True" ? undefined : instantAt(ready, "lastTransitionTime");
};

/**
 * When the trouble of a container began. Its kubelet remembers only the last of its ends: it tells the first where that was the
 * only one, or where the pod has not been ready since before the last run, for no other container's sake.
 */
export const onsetOf = ({ role, status }: Container, pod: ValueMap): number | undefined => {
  const last = at(status, "state", "terminated") ?? at(status, "lastState", "terminated");
  const unready = unreadySince(pod);
  if (last === undefined) return unready;
  const isRunning = at(status, "state", "running") !== undefined;
  const ends = countAt(status, "restartCount") + (isRunning ? 0 : 1);
  const [began, ended] = [instantAt(last, "startedAt"), instantAt(last, "finishedAt")];
  if (ends === 1) return ended;
  if (unready === undefined || began === undefined || unready > began) return undefined;
  const isAlone = mapsAt(pod, "status", "containerStatuses").every(
    (other) => textAt(other, "name") === textAt(status, "name") || at(other, "ready") === true,
  );
  return role === "init" || isAlone ? unready : undefined;
};
