import { addTo } from "../../core/grouped.ts";
import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import { nameOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, type Judged, type Serves, worstFirst } from "./fault.ts";
import { type Outlook, podFault } from "./pods.ts";
import { conditionOf } from "./read.ts";
import type { World } from "./world.ts";

const mostNamed = 5;

/** The faults of the pods of one workload as faults of the workload: one for each family, the worst speaking for it. */
export const foldedFaults = (
  pods: readonly ValueMap[],
  outlook: Outlook,
  world: World,
  now: number,
): readonly Fault[] => {
  const sorted = [...pods].sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const byFamily = new Map<string, Fault[]>();
  for (const pod of sorted) {
    const fault = podFault(pod, outlook, world, now);
    if (fault === undefined) continue;
    addTo(byFamily, fault.family, fault);
  }
  const living = sorted.filter(isLiving).length;
  return [...byFamily.values()].flatMap((faults) => {
    const [worst] = [...faults].sort(worstFirst);
    if (worst === undefined) return [];
    const names = faults.map(({ facts }) => facts?.["pod"] ?? "");
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
    const facts = {
      ...worst.facts,
      pods: names.length === 1 ? undefined : `${names.slice(0, mostNamed).join(", ")}${more}`,
      unhealthy_pods: `${faults.length} of ${Math.max(living, faults.length)}`,
    };
    return [{ ...worst, facts, since: firstOf(faults), pods: faults.flatMap((fault) => fault.pods ?? []) }];
  });
};

/** When the first of them began; where one does not tell, that could have been the first. */
const firstOf = (faults: readonly Fault[]): number | undefined => {
  const told = faults.flatMap(({ since }) => since ?? []);
  return told.length < faults.length ? undefined : Math.min(...told);
};

/** Not one that came to an end, or is leaving. */
export const isLiving = (pod: ValueMap): boolean =>
  textAt(pod, "metadata", "deletionTimestamp") === "" &&
  !["Succeeded", "Failed"].includes(textAt(pod, "status", "phase"));

export const isReady = (pod: ValueMap): boolean => textAt(conditionOf(pod, "Ready"), "status") === "True";

/**
 * A workload from what its status counts and what is wrong with it. What serves nothing and has nothing wrong is on its way,
 * and nobody can tell yet; one that serves nothing at all is high whatever is wrong.
 */
export const workload = (
  faults: readonly Fault[],
  { serving, untold }: { readonly serving: number; readonly untold?: string | undefined },
): Judged => {
  if (untold !== undefined) return { faults, serves: "unknown", untold };
  const isFailing = faults.some(({ severity }) => severity !== "low");
  const serves: Serves = serving > 0 ? "yes" : isFailing ? "no" : "unknown";
  if (serves === "yes") return { faults, serves };
  if (serves === "unknown") return { faults, serves, untold: "nothing of it is ready yet" };
  return {
    faults: faults.map((fault) => (fault.family === "readiness" ? { ...fault, severity: "high" } : fault)),
    serves,
  };
};
