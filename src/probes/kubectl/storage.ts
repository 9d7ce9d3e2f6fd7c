import type { ValueMap } from "../../core/value.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { healthy, type Judged } from "./fault.ts";
import { ageOf, bornAt, minute } from "./read.ts";
import type { World } from "./world.ts";

const bindingGrace = 5 * minute;

const classGrace = 2 * minute;

/** A claim that nobody uses may rightly wait for its first consumer. */
export const judgeClaim = (object: ValueMap, world: World, now: number): Judged => {
  const name = textAt(object, "spec", "storageClassName");
  const bad = { family: "storage", severity: "medium", facts: { storage_class: name } } as const;
  const since = bornAt(object);
  switch (textAt(object, "status", "phase")) {
    case "Lost":
      return { faults: [{ ...bad, category: "PVCLost", says: "has lost its volume" }] };
    case "Pending": {
      const named = name === "" ? undefined : world.named("StorageClass", "", name);
      if (isClassMissing(name, named, world) && ageOf(object, now) > classGrace)
        return {
          faults: [
            {
              ...bad,
              category: "StorageClassMissing",
              says: "wants a storage class that is not there",
              since,
            },
          ],
        };
      const bindsAtOnce =
        named !== undefined && textAt(named, "volumeBindingMode") !== "WaitForFirstConsumer";
      if (!(bindsAtOnce || isWaitedFor(object, world)) || ageOf(object, now) <= bindingGrace) return healthy;
      const says = "has no volume yet, and is waited for";
      return { faults: [{ ...bad, category: "PVCPending", says, since }] };
    }
    default:
      return healthy;
  }
};

/** Where no class at all was read, nobody can tell. */
const isClassMissing = (name: string, named: ValueMap | undefined, world: World): boolean =>
  name !== "" && named === undefined && world.ofKind("StorageClass").length > 0;

const isWaitedFor = (claim: ValueMap, world: World): boolean =>
  textAt(claim, "metadata", "annotations", "volume.kubernetes.io/selected-node") !== "" ||
  world.usersOf(claim).some((pod) => !["Succeeded", "Failed"].includes(textAt(pod, "status", "phase")));
