import type { ValueMap } from "../../core/value.ts";
import { nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Container, containerFault, containersOf } from "./containers.ts";
import { explained } from "./events.ts";
import { type Fault, worstFirst } from "./fault.ts";
import { unreadySince } from "./onset.ts";
import { ageOf, bornAt, conditionOf, countAt, heldFor, hour, instantAt, minute } from "./read.ts";
import type { World } from "./world.ts";

/** How the pods of one workload are to be judged. */
export type Outlook = {
  /** Everything that it should have is available: what failed has been replaced. */
  readonly whole: boolean;
  /** Who takes the place of a pod that failed: its controller, its Job which tells by itself, or nobody. */
  readonly replaced: "yes" | "by its job" | "no";
  /** Pods that are still inside the time which their rollout may take. */
  readonly rolling: (pod: ValueMap) => boolean;
};

const schedulingGrace = 2 * minute;
const readinessGrace = 2 * minute;
/** For one that was never ready: its start may take so long. */
const startupGrace = 10 * minute;
const [creating, initialising, terminating] = [5 * minute, 10 * minute, 10 * minute];
const evictionWindow = hour;

/** The worst that is wrong with one pod. */
export const podFault = (pod: ValueMap, outlook: Outlook, world: World, now: number): Fault | undefined => {
  const found = judged(pod, outlook, world, now);
  if (found === undefined) return undefined;
  return explained({ ...found, pods: [pod], facts: { pod: nameOf(pod), ...found.facts } }, pod, world, now);
};

const judged = (pod: ValueMap, outlook: Outlook, world: World, now: number): Fault | undefined => {
  const leaving = instantAt(pod, "metadata", "deletionTimestamp");
  if (leaving !== undefined) return now - leaving > terminating ? stuckTerminating(leaving) : undefined;
  switch (textAt(pod, "status", "phase")) {
    case "Succeeded":
      return undefined;
    case "Failed":
      return failedPod(pod, outlook, now);
    case "Unknown":
      return {
        ...{ family: "node", category: "Unknown", severity: "high", says: "is out of sight of its node" },
        message: textAt(pod, "status", "message"),
        since: unreadySince(pod),
      };
    default:
      return isOnLostNode(pod, world) ? undefined : livePod(pod, outlook, now);
  }
};

const stuckTerminating = (since: number): Fault => ({
  ...{ family: "termination", category: "StuckTerminating", severity: "medium", says: "does not go away" },
  since,
});

const failedPod = (pod: ValueMap, { whole, replaced }: Outlook, now: number): Fault | undefined => {
  const [reason, message] = [textAt(pod, "status", "reason"), textAt(pod, "status", "message")];
  const since = heldFor(conditionOf(pod, "Ready"), now);
  if (reason === "Evicted") {
    const isOver = replaced !== "no" && (whole || replaced === "by its job") && since > evictionWindow;
    return isOver
      ? undefined
      : {
          ...{ family: "eviction", category: "Evicted", severity: "medium", says: "was evicted" },
          message,
          since: unreadySince(pod),
        };
  }
  if (replaced === "by its job" || (replaced === "yes" && whole)) return undefined;
  const exits = containersOf(pod).map(({ status }) => countAt(status, "state", "terminated", "exitCode"));
  const exit = exits.find((code) => code !== 0);
  return {
    ...{ family: "crash-loop", category: "Failed", severity: "high", says: "failed" },
    message: message || reason,
    since: unreadySince(pod),
    facts: { exit_code: exit === undefined ? undefined : String(exit) },
  };
};

/** What its kubelet told last is old news then, and the node is a finding of its own. */
const isOnLostNode = (pod: ValueMap, world: World): boolean => {
  const node = world.named("Node", "", textAt(pod, "spec", "nodeName"));
  if (node === undefined) return false;
  const ready = conditionOf(node, "Ready");
  return ready !== undefined && textAt(ready, "status") !== "True";
};

const livePod = (pod: ValueMap, outlook: Outlook, now: number): Fault | undefined => {
  const containers = containersOf(pod);
  const faults = containers
    .flatMap((container) => containerFault(container, pod, now) ?? [])
    .sort(worstFirst);
  const [worst] = faults;
  const main = worst?.severity === "low" ? undefined : worst;
  return (
    main ??
    unschedulable(pod, now) ??
    stuckStarting(pod, containers, now) ??
    unready(pod, containers, outlook, now) ??
    worst
  );
};

const unschedulable = (pod: ValueMap, now: number): Fault | undefined => {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (textAt(scheduled, "status") !== "False" || textAt(scheduled, "reason") === "SchedulingGated")
    return undefined;
  if (heldFor(scheduled, now) <= schedulingGrace) return undefined;
  return {
    ...{ family: "scheduling", category: "Unschedulable", severity: "high" },
    ...{ says: "finds no node to run on", message: textAt(scheduled, "message") },
    since: instantAt(scheduled, "lastTransitionTime"),
  };
};

const stuckStarting = (pod: ValueMap, containers: readonly Container[], now: number): Fault | undefined => {
  const waitsFor = (reason: string): boolean =>
    containers.some(({ status }) => textAt(status, "state", "waiting", "reason") === reason);
  const age = now - (instantAt(pod, "status", "startTime") ?? bornAt(pod) ?? now);
  const since = now - age;
  if (waitsFor("ContainerCreating") && age > creating)
    return {
      ...{ family: "startup", category: "StuckCreating", severity: "medium", since },
      says: "has been waiting to be created for minutes",
    };
  if (waitsFor("PodInitializing") && age > initialising)
    return {
      ...{ family: "startup", category: "StuckInit", severity: "medium", since },
      says: "is not done with its init containers",
    };
  return undefined;
};

const unready = (
  pod: ValueMap,
  containers: readonly Container[],
  { rolling }: Outlook,
  now: number,
): Fault | undefined => {
  const ready = conditionOf(pod, "Ready");
  const main = containers.filter(({ role }) => role === "main");
  if (textAt(ready, "status") !== "False" || main.length === 0 || rolling(pod)) return undefined;
  if (!main.every(({ status }) => textAt(status, "state", "running", "startedAt") !== "")) return undefined;
  const since = instantAt(ready, "lastTransitionTime") ?? now;
  const neverReady = since - (instantAt(pod, "status", "startTime") ?? since) <= minute;
  const isStarting = neverReady || main.some(({ status }) => status["started"] === false);
  if (now - since <= (isStarting && ageOf(pod, now) <= startupGrace ? startupGrace : readinessGrace))
    return undefined;
  const culprits = main
    .filter(({ status }) => status["ready"] === false)
    .map(({ status }) => textAt(status, "name"));
  return {
    ...{ family: "readiness", category: "NotReady", severity: "medium", says: "runs and is not ready" },
    message: textAt(ready, "message"),
    since,
    facts: { container: culprits.join(", ") },
  };
};
