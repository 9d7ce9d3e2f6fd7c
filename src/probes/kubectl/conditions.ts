import { badConditions, goodConditions } from "../../core/categories.ts";
import type { ValueMap } from "../../core/value.ts";
import { at, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { type Fault, healthy, type Judged, wordOr } from "./fault.ts";
import { conditionOf, conditionsOf, day, heldFor, hour, instantAt, isoOf, minute, numberAt } from "./read.ts";
import { judgeStranger } from "./sets.ts";
import { subjectOf, type World } from "./world.ts";

const grace = 5 * minute;
/** What says that it is on its way may take so long. */
const longGrace = 30 * minute;
const apiGrace = minute;

/** Conditions that controllers of many makers mean alike; of any other nobody knows which way is good. */
const goodWhenTrue: Readonly<Record<(typeof goodConditions)[number], string>> = {
  Ready: "is not ready",
  Available: "is not available",
  Healthy: "is not healthy",
  Synced: "is not in step with what it stands for",
  Reconciled: "is not in step with what it stands for",
  Succeeded: "did not succeed",
  Established: "is not established",
  Programmed: "is not in force",
  Accepted: "is not accepted",
  Installed: "is not installed",
};
const badWhenTrue: Readonly<Record<(typeof badConditions)[number], string>> = {
  Stalled: "is stalled",
  Degraded: "is degraded",
  Failed: "failed",
  Failure: "failed",
  NotReady: "is not ready",
  Irreconcilable: "cannot be brought in step",
  ReconcileError: "cannot be brought in step",
};
const onItsWay: readonly string[] = ["Reconciling", "Progressing"];
const beginnings =
  /^(?:Creating|Deleting|Provisioning|Pending|Progressing|ProgressingWithRetry|Reconciling|InProgress|Initiali[sz]ing)$/;

/** Any kind by the conditions whose meaning is known; all others stay silent. */
export const judgeConditions = (object: ValueMap, world: World, now: number): Judged => {
  const pods = judgePods(object, world, now);
  const { faults, untold } = judgeOwn(object, world, now);
  return { ...pods, untold: pods.untold ?? untold, faults: [...pods.faults, ...faults] };
};

/** The pods of a controller whose rules are not known. */
const judgePods = (object: ValueMap, world: World, now: number): Judged => {
  const [first, ...rest] = world.podsOf(object);
  return first === undefined
    ? healthy
    : judgeStranger({ subject: subjectOf(object), pods: [first, ...rest] }, world, now);
};

const judgeOwn = (object: ValueMap, world: World, now: number): Judged => {
  const conditions = conditionsOf(object);
  if (isHeld(object, conditions) || textAt(object, "metadata", "deletionTimestamp") !== "") return healthy;
  if (isOlder(numberAt(object, "status", "observedGeneration"), object))
    return { faults: [], untold: "its status is of an older spec" };
  const worst = worstOf(object, now);
  if (worst === undefined || isToldByMaker(object, world, now)) return healthy;
  return { faults: [conditionFault(worst)] };
};

const isHeld = (object: ValueMap, conditions: readonly ValueMap[]): boolean =>
  ["suspend", "suspended", "paused"].some((key) => at(object, "spec", key) === true) ||
  conditions.some(
    (one) => ["Paused", "Suspended"].includes(textAt(one, "type")) && textAt(one, "status") === "True",
  );

/** What it says of its failing is nearer to the cause than that it is not ready, and that it is out of step nearer than both. */
const worstOf = (object: ValueMap, now: number): ValueMap | undefined => {
  const conditions = conditionsOf(object);
  const isMoving = conditions.some(
    (one) => onItsWay.includes(textAt(one, "type")) && textAt(one, "status") === "True",
  );
  const [worst] = conditions
    .filter(
      (one) =>
        isBad(one) &&
        !isOlder(numberAt(one, "observedGeneration"), object) &&
        heldFor(one, now) > (isMoving || beginnings.test(textAt(one, "reason")) ? longGrace : grace),
    )
    .sort((a, b) => farness(a) - farness(b));
  return worst;
};

const farness = (condition: ValueMap): number =>
  ["Ready", "Available", "Healthy", "NotReady"].indexOf(textAt(condition, "type"));

/** A maker that fails too fails for what it made: it is the one that people know. */
const isToldByMaker = (object: ValueMap, world: World, now: number): boolean => {
  const maker = world.makerOf(object);
  return maker !== undefined && worstOf(maker, now) !== undefined;
};

const isOlder = (seen: number | undefined, object: ValueMap): boolean => {
  const wanted = numberAt(object, "metadata", "generation");
  return seen !== undefined && wanted !== undefined && seen < wanted;
};

const isBad = (condition: ValueMap): boolean => {
  const [type, status] = [textAt(condition, "type"), textAt(condition, "status")];
  if (textAt(condition, "severity") === "Info") return false;
  return (
    (goodIn(type) !== undefined && status === "False") || (badIn(type) !== undefined && status === "True")
  );
};

const goodIn = (type: string) => goodConditions.find((one) => one === type);
const badIn = (type: string) => badConditions.find((one) => one === type);

const conditionFault = (condition: ValueMap): Fault => {
  const type = textAt(condition, "type");
  const [good, bad] = [goodIn(type), badIn(type)];
  const reason = textAt(condition, "reason");
  const told =
    good === undefined
      ? { category: wordOr(reason, bad ?? "Failed"), says: badWhenTrue[bad ?? "Failed"] }
      : { category: wordOr(reason, `Not${good}`), says: goodWhenTrue[good] };
  return {
    ...{ family: "condition", severity: "medium", ...told },
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
