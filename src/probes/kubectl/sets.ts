import type { ValueMap } from "../../core/value.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { desiredOf, statusLag, unavailable } from "./deployments.ts";
import { type Fault, healthy, type Judged } from "./fault.ts";
import { foldedFaults, isReady, workload } from "./fold.ts";
import type { Outlook } from "./pods.ts";
import { countAt, minute, settledFor } from "./read.ts";
import type { Stranger, World } from "./world.ts";

/** No condition tells since when pods are missing; after the spec was written they may take so long. */
const settling = 10 * minute;

type Numbers = { readonly desired: number; readonly serving: number; readonly there: number };

export const judgeStatefulSet = (object: ValueMap, world: World, now: number): Judged =>
  judgeSet(
    object,
    {
      desired: desiredOf(object),
      serving: Math.max(
        countAt(object, "status", "readyReplicas"),
        countAt(object, "status", "availableReplicas"),
      ),
      there: countAt(object, "status", "replicas"),
    },
    world,
    now,
  );

export const judgeDaemonSet = (object: ValueMap, world: World, now: number): Judged =>
  judgeSet(
    object,
    {
      desired: countAt(object, "status", "desiredNumberScheduled"),
      serving: Math.max(
        countAt(object, "status", "numberReady"),
        countAt(object, "status", "numberAvailable"),
      ),
      there: countAt(object, "status", "currentNumberScheduled"),
    },
    world,
    now,
  );

const judgeSet = (
  object: ValueMap,
  { desired, serving, there }: Numbers,
  world: World,
  now: number,
): Judged => {
  const lag = statusLag(object, now);
  if (desired === 0 && lag === undefined) return healthy;
  const outlook: Outlook = { whole: serving >= desired, replaced: "yes", rolling: () => false };
  const own = foldedFaults(world.podsOf(object), outlook, world, now);
  if (lag !== undefined) return workload([...own, ...lag.faults], { serving, untold: lag.untold });
  const isMissing =
    there < desired && own.length === 0 && serving < desired && settledFor(object, now) > settling;
  const missing = isMissing ? missingFaults({ desired, serving }) : [];
  return workload([...own, ...missing], { serving });
};

const missingFaults = ({ desired, serving }: Omit<Numbers, "there">): readonly Fault[] => {
  const fault = unavailable(`${serving} of ${desired}`, undefined);
  return [serving > 0 ? { ...fault, severity: "medium" } : fault];
};

/** A pod that nobody made. One that is to end is no workload that serves. */
export const judgePod = (object: ValueMap, world: World, now: number): Judged => {
  if (world.podsOf(object).length === 0) return healthy;
  const outlook: Outlook = { whole: false, replaced: "no", rolling: () => false };
  const faults = foldedFaults([object], outlook, world, now);
  const isServing = runsForGood(object) && textAt(object, "status", "phase") !== "Succeeded";
  return isServing ? workload(faults, { serving: isReady(object) ? 1 : 0 }) : { faults };
};

const runsForGood = (pod: ValueMap): boolean =>
  (textAt(pod, "spec", "restartPolicy") || "Always") === "Always";

/** The pods of a controller of another kind: what becomes of one that is to end is for that controller to tell. */
export const judgeStranger = ({ pods }: Stranger, world: World, now: number): Judged => {
  const lasting = pods.filter(runsForGood);
  const ready = lasting.filter(isReady).length;
  const outlook = (replaced: Outlook["replaced"]): Outlook => ({
    ...{ whole: ready > 0 && ready === lasting.length, replaced, rolling: () => false },
  });
  const faults = [
    ...foldedFaults(lasting, outlook("yes"), world, now),
    ...foldedFaults(
      pods.filter((pod) => !runsForGood(pod)),
      outlook("by its job"),
      world,
      now,
    ),
  ];
  return lasting.length === 0 ? { faults } : workload(faults, { serving: ready });
};
