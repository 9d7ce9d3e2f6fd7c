import type { ValueMap } from "../../core/value.ts";
import { at, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged, wordOr } from "./fault.ts";
import { conditionOf, conditionsOf, day, heldFor, hour, instantAt, isoOf, minute, numberAt } from "./read.ts";
import type { World } from "./world.ts";

const grace = 5 * minute;
const apiGrace = minute;
const goodWhenTrue: readonly string[] = ["Ready", "Available", "Healthy"];
const badWhenTrue: readonly string[] = ["Stalled", "Degraded", "Failed"];

/** Any kind by the conditions whose meaning is known; all others stay silent. */
export const judgeConditions = (object: ValueMap, _world: World, now: number): Judged => {
  const isHeld = ["suspend", "suspended", "paused"].some((key) => at(object, "spec", key) === true);
  if (isHeld || textAt(object, "metadata", "deletionTimestamp") !== "") return healthy;
  if (isBehind(object)) return { faults: [], untold: "its status is of an older spec" };
  const bad = conditionsOf(object).filter((condition) => isBad(condition) && heldFor(condition, now) > grace);
  // What it says of its failing is nearer to the cause than that it is not ready.
  const [worst] = bad.sort((a, b) => Number(isPlain(a)) - Number(isPlain(b)));
  if (worst !== undefined) return { faults: [conditionFault(worst)] };
  const isOpen = conditionsOf(object).some(
    (one) => goodWhenTrue.includes(textAt(one, "type")) && textAt(one, "status") === "Unknown",
  );
  return isOpen ? { faults: [], untold: "it does not know itself" } : healthy;
};

const isBehind = (object: ValueMap): boolean => {
  const [seen, wanted] = [
    numberAt(object, "status", "observedGeneration"),
    numberAt(object, "metadata", "generation"),
  ];
  return seen !== undefined && wanted !== undefined && seen < wanted;
};

const isPlain = (condition: ValueMap): boolean => goodWhenTrue.includes(textAt(condition, "type"));

const isBad = (condition: ValueMap): boolean => {
  const [type, status] = [textAt(condition, "type"), textAt(condition, "status")];
  return (
    (goodWhenTrue.includes(type) && status === "False") || (badWhenTrue.includes(type) && status === "True")
  );
};

const conditionFault = (condition: ValueMap): Fault => {
  const type = textAt(condition, "type");
  const word = wordOr(type, "Condition");
  return {
    ...{ family: "condition", severity: "medium" },
    category: wordOr(textAt(condition, "reason"), isPlain(condition) ? `Not${word}` : word),
    says: isPlain(condition) ? `is not ${word.toLowerCase()}` : `is ${word.toLowerCase()}`,
    message: textAt(condition, "message"),
    since: instantAt(condition, "lastTransitionTime"),
    facts: { condition: type },
  };
};

/** An API that another server stands behind. */
export const judgeApi = (object: ValueMap, _world: World, now: number): Judged => {
  const available = conditionOf(object, "Available");
  if (
    textAt(available, "status") !== "False" ||
    heldFor(available, now) <= apiGrace ||
    available === undefined
  )
    return healthy;
  return { faults: [{ ...conditionFault(available), severity: "high" }] };
};

const [soon, now3] = [14 * day, 3 * day];

/** Its issuer renews it long before it ends: only one that was not renewed in time is told. */
export const judgeCertificate = (object: ValueMap, world: World, now: number): Judged => {
  const byConditions = judgeConditions(object, world, now);
  const [ends, renewal] = [
    instantAt(object, "status", "notAfter"),
    instantAt(object, "status", "renewalTime"),
  ];
  const isLate = renewal === undefined || renewal < now - hour;
  if (ends === undefined || ends - now > soon || !isLate) return byConditions;
  const fault: Fault = {
    ...{ family: "certificate", category: "CertExpiring", severity: ends - now > now3 ? "medium" : "high" },
    says: ends > now ? "runs out soon and was not renewed" : "has run out",
    facts: { ends: isoOf(ends) },
  };
  return { ...byConditions, faults: [...byConditions.faults, fault] };
};
