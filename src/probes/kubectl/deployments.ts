import type { ValueMap } from "../../core/value.ts";
import { at, kindOf, mapAt, nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged, wordOr } from "./fault.ts";
import { foldedFaults, workload } from "./fold.ts";
import type { Outlook } from "./pods.ts";
import { conditionOf, countAt, heldFor, instantAt, minute, numberAt, settledFor } from "./read.ts";
import { revisionsOf } from "./revisions.ts";
import { templateChanges } from "./templates.ts";
import type { World } from "./world.ts";

/** After its spec was written, a controller that lives has seen it. */
const controllerGrace = 5 * minute;
const creationGrace = 2 * minute;
const usualDeadline = 600;

/** Why the status cannot be trusted; a fault where its controller has had time enough. */
export const statusLag = (
  object: ValueMap,
  now: number,
): { readonly untold: string; readonly faults: readonly Fault[] } | undefined => {
  const [wanted, seen] = [
    numberAt(object, "metadata", "generation"),
    numberAt(object, "status", "observedGeneration"),
  ];
  if (seen === undefined) {
    if (at(object, "status", "replicas") !== undefined || wanted === undefined) return undefined;
  } else if (wanted === undefined || seen >= wanted) return undefined;
  const late = settledFor(object, now) > controllerGrace;
  const fault: Fault = {
    ...{ family: "rollout", category: "NotObserved", severity: "medium" },
    says: "has a spec that its controller has not seen",
    facts: { generation: String(wanted), observed: seen === undefined ? "none" : String(seen) },
  };
  return { untold: "its status is of an older spec", faults: late ? [fault] : [] };
};

/** `spec.replicas` of what nobody has set it for is 1. */
export const desiredOf = (object: ValueMap): number => numberAt(object, "spec", "replicas") ?? 1;

export const judgeDeployment = (object: ValueMap, world: World, now: number): Judged => {
  const desired = desiredOf(object);
  if (desired === 0) return healthy;
  const lag = statusLag(object, now);
  const serving = countAt(object, "status", "availableReplicas");
  const { newest, previous } = revisionsOf(object, world);
  const young = new Set(newest === undefined ? [] : world.madeBy(newest).map(nameOf));
  const outlook: Outlook = {
    whole: serving >= desired,
    replaced: "yes",
    rolling: (pod) => young.has(nameOf(pod)) && isRolling(object, now),
  };
  const pods = world.podsOf(object);
  const change = previous === undefined || newest === undefined ? "" : changeBetween(previous, newest);
  const faults = [
    ...foldedFaults(pods, outlook, world, now).map((fault) =>
      young.has(fault.facts?.["pod"] ?? "") ? withChange(fault, change) : fault,
    ),
    ...(lag === undefined ? statusFaults(object, { desired, serving, change }, now) : lag.faults),
  ];
  return workload(faults, { serving, untold: lag?.untold });
};

const withChange = (fault: Fault, change: string): Fault =>
  change === "" ? fault : { ...fault, facts: { ...fault.facts, changed: change } };

/** Between the first new pod and the end of its deadline; afterwards its condition says how it went. */
const isRolling = (object: ValueMap, now: number): boolean => {
  const progressing = conditionOf(object, "Progressing");
  return (
    textAt(progressing, "status") === "True" &&
    textAt(progressing, "reason") !== "NewReplicaSetAvailable" &&
    now - (instantAt(progressing, "lastUpdateTime") ?? now) <= deadlineOf(object)
  );
};

const deadlineOf = (object: ValueMap): number =>
  1000 * (numberAt(object, "spec", "progressDeadlineSeconds") ?? usualDeadline);

type Counts = { readonly desired: number; readonly serving: number; readonly change: string };

const statusFaults = (
  object: ValueMap,
  { desired, serving, change }: Counts,
  now: number,
): readonly Fault[] => {
  const faults = [...creationFaults(object, now)];
  const available = `${serving} of ${desired}`;
  const progressing = conditionOf(object, "Progressing");
  if (
    textAt(progressing, "status") === "False" &&
    textAt(progressing, "reason") === "ProgressDeadlineExceeded"
  ) {
    // Its last step forward is that long before it was given up.
    const progressEnd = instantAt(progressing, "lastTransitionTime");
    const stuck: Fault = {
      ...{
        family: "rollout",
        category: "RolloutStuck",
        severity: "high",
        says: "does not get to the end of its rollout",
      },
      message: textAt(progressing, "message"),
      facts: {
        reason: "ProgressDeadlineExceeded",
        available,
      },
      since: progressEnd === undefined ? undefined : progressEnd - deadlineOf(object),
    };
    faults.push(withChange(stuck, change));
  }
  const condition = conditionOf(object, "Available");
  const grace = isRolling(object, now) || serving > 0 ? deadlineOf(object) : creationGrace;
  if (textAt(condition, "status") === "False" && heldFor(condition, now) > grace)
    faults.push(unavailable(available, instantAt(condition, "lastTransitionTime")));
  return faults;
};

export const unavailable = (available: string, since: number | undefined): Fault => ({
  ...{
    family: "availability",
    category: "Unavailable",
    severity: "high",
    says: "has less than it should have",
  },
  since,
  facts: { available },
});

/** What its pods are refused for: a quota, a service account, an admission webhook. */
const creationFaults = (object: ValueMap, now: number): readonly Fault[] => {
  const failure = conditionOf(object, "ReplicaFailure");
  if (textAt(failure, "status") !== "True" || heldFor(failure, now) <= creationGrace) return [];
  return [
    {
      ...{
        family: "creation",
        category: wordOr(textAt(failure, "reason"), "FailedCreate"),
        severity: "high",
      },
      ...{ says: "may not make its pods", message: textAt(failure, "message") },
      since: instantAt(failure, "lastTransitionTime"),
    },
  ];
};

const changeBetween = (previous: ValueMap, newest: ValueMap): string =>
  templateChanges(mapAt(previous, "spec", "template"), mapAt(newest, "spec", "template")).join("; ");

/** One of its own; those of a Deployment are its business. */
export const judgeReplicaSet = (object: ValueMap, world: World, now: number): Judged => {
  const desired = desiredOf(object);
  const maker = world.makerOf(object);
  if ((maker !== undefined && kindOf(maker) === "Deployment") || desired === 0) return healthy;
  const lag = statusLag(object, now);
  const serving = countAt(object, "status", "availableReplicas");
  const outlook: Outlook = { whole: serving >= desired, replaced: "yes", rolling: () => false };
  const own = foldedFaults(world.podsOf(object), outlook, world, now);
  const faults = [...own, ...(lag?.faults ?? creationFaults(object, now))];
  const isEmpty = faults.length === 0 && lag === undefined && countAt(object, "status", "replicas") === 0;
  if (isEmpty && settledFor(object, now) > 2 * controllerGrace)
    return workload([unavailable(`${serving} of ${desired}`, undefined)], { serving });
  return workload(faults, { serving, untold: lag?.untold });
};
