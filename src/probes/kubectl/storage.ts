import type { ValueMap } from "../../core/value.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged } from "./fault.ts";
import { ageOf, bornAt, minute } from "./read.ts";
import type { World } from "./world.ts";

const bindingGrace = 5 * minute;

/** A claim that nobody uses may rightly wait for its first consumer. */
export const judgeClaim = (object: ValueMap, world: World, now: number): Judged => {
  const facts = { storage_class: textAt(object, "spec", "storageClassName") };
  const bad = { family: "storage", severity: "medium", facts } as const;
  const lost: Fault = { ...bad, category: "PVCLost", says: "has lost its volume" };
  const pending: Fault = {
    ...bad,
    category: "PVCPending",
    says: "has no volume yet, and is waited for",
    since: bornAt(object),
  };
  switch (textAt(object, "status", "phase")) {
    case "Lost":
      return { faults: [lost] };
    case "Pending":
      return isWaitedFor(object, world) && ageOf(object, now) > bindingGrace
        ? { faults: [pending] }
        : healthy;
    default:
      return healthy;
  }
};

const isWaitedFor = (claim: ValueMap, world: World): boolean =>
  textAt(claim, "metadata", "annotations", "volume.kubernetes.io/selected-node") !== "" ||
  world.usersOf(claim).some((pod) => !["Succeeded", "Failed"].includes(textAt(pod, "status", "phase")));
