import { nodeCategories } from "../../core/categories.ts";
import type { ValueMap } from "../../core/value.ts";
import { at, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged } from "./fault.ts";
import { ageOf, conditionsOf, day, instantAt, mapsAt, minute } from "./read.ts";
import type { World } from "./world.ts";

/** A node that has just joined is not ready yet. */
const joining = 5 * minute;
const cordonGrace = day;

/** Conditions that are bad when True; anything else that a node says of itself stays silent. */
const badWhenTrue: Readonly<Record<(typeof nodeCategories)[number], Fault["severity"]>> = {
  DiskPressure: "high",
  MemoryPressure: "high",
  PIDPressure: "high",
  NetworkUnavailable: "high",
  KernelDeadlock: "medium",
  ReadonlyFilesystem: "medium",
  CorruptDockerOverlay2: "medium",
  FrequentKubeletRestart: "medium",
  FrequentDockerRestart: "medium",
  FrequentContainerdRestart: "medium",
  FrequentUnregisterNetDevice: "medium",
};

export const judgeNode = (object: ValueMap, _world: World, now: number): Judged => {
  if (ageOf(object, now) <= joining) return healthy;
  return {
    faults: [
      ...conditionsOf(object).flatMap((condition) => conditionFault(condition)),
      ...cordonFaults(object, now),
    ],
  };
};

const conditionFault = (condition: ValueMap): readonly Fault[] => {
  const [type, status] = [textAt(condition, "type"), textAt(condition, "status")];
  const told = {
    since: instantAt(condition, "lastTransitionTime"),
    message: textAt(condition, "message"),
    facts: { condition: type, reason: textAt(condition, "reason") },
  };
  if (type === "Ready" && status !== "True")
    return [{ family: "node", category: "NotReady", severity: "high", says: "is not ready", ...told }];
  const category = nodeCategories.find((one) => one === type);
  if (category === undefined || status !== "True") return [];
  return [{ family: "node", category, severity: badWhenTrue[category], says: `has ${type}`, ...told }];
};

const cordonFaults = (object: ValueMap, now: number): readonly Fault[] => {
  if (at(object, "spec", "unschedulable") !== true) return [];
  const taint = mapsAt(object, "spec", "taints").find(
    (one) => textAt(one, "key") === "node.kubernetes.io/unschedulable",
  );
  const since = instantAt(taint, "timeAdded");
  if (since === undefined || now - since <= cordonGrace) return [];
  return [
    {
      ...{
        family: "cordon",
        category: "Cordoned",
        severity: "low",
        says: "has been closed to new pods for long",
      },
      since,
    },
  ];
};
