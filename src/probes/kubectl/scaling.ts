import type { ValueMap } from "../../core/value.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged, wordOr } from "./fault.ts";
import { ageOf, conditionOf, conditionsOf, countAt, heldFor, instantAt, minute } from "./read.ts";
import type { World } from "./world.ts";

const metricsGrace = 5 * minute;
const limitGrace = 15 * minute;
const budgetGrace = 5 * minute;

type Bad = Pick<Fault, "family" | "severity" | "says"> & { readonly otherwise: Fault["category"] };

const faultOf = (condition: ValueMap, { otherwise, ...bad }: Bad): Fault => ({
  ...bad,
  category: wordOr(textAt(condition, "reason"), otherwise),
  message: textAt(condition, "message"),
  since: instantAt(condition, "lastTransitionTime"),
  facts: { condition: textAt(condition, "type") },
});

export const judgeAutoscaler = (object: ValueMap, _world: World, now: number): Judged => ({
  faults: conditionsOf(object).flatMap((condition) => scalerFault(condition, object, now)),
});

const scalerFault = (condition: ValueMap, object: ValueMap, now: number): readonly Fault[] => {
  const [type, status, reason] = ["type", "status", "reason"].map((key) => textAt(condition, key));
  const held = heldFor(condition, now);
  const bad = { family: "scaling", severity: "medium", otherwise: "NotScaling" } as const;
  if (type === "AbleToScale" && status === "False" && held > metricsGrace)
    return [faultOf(condition, { ...bad, says: "cannot scale what it is for" })];
  if (type === "ScalingActive" && status === "False" && reason !== "ScalingDisabled" && held > metricsGrace)
    return [faultOf(condition, { ...bad, says: "cannot tell how much is needed" })];
  const isFull = countAt(object, "status", "currentReplicas") >= countAt(object, "spec", "maxReplicas");
  if (
    type === "ScalingLimited" &&
    status === "True" &&
    reason === "TooManyReplicas" &&
    isFull &&
    held > limitGrace
  )
    return [faultOf(condition, { ...bad, severity: "low", says: "wants more than its maximum" })];
  return [];
};

export const judgeBudget = (object: ValueMap, _world: World, now: number): Judged => {
  const allowed = conditionOf(object, "DisruptionAllowed");
  const bad = { family: "disruption", severity: "medium", otherwise: "SyncFailed" } as const;
  if (
    textAt(allowed, "reason") === "SyncFailed" &&
    heldFor(allowed, now) > budgetGrace &&
    allowed !== undefined
  )
    return { faults: [faultOf(allowed, { ...bad, says: "cannot be reckoned" })] };
  const [current, desired] = [
    countAt(object, "status", "currentHealthy"),
    countAt(object, "status", "desiredHealthy"),
  ];
  const isNew = ageOf(object, now) <= budgetGrace;
  if (countAt(object, "status", "expectedPods") === 0 || current >= desired || isNew) return healthy;
  return {
    faults: [
      {
        ...{ family: "disruption", category: "BudgetViolated", severity: "low" },
        says: "has fewer healthy pods than it demands",
        facts: { healthy: `${current} of ${desired}` },
      },
    ],
  };
};
