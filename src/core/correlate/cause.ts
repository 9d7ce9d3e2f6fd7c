import { printIdentity } from "../identity.ts";
import { byCodeUnit } from "../order.ts";
import type { Cause, Item } from "../report.ts";
import { isSound, likenessOf, nodesFailing, type Suspect, type Trouble } from "./company.ts";
import { counterOf, listed } from "./counter.ts";
import { isWorkload } from "./kinds.ts";
import { type Moment, momentOf, orderOf, type SeenSince } from "./order-in-time.ts";
import type { DriftItem, SymptomItem } from "./parts.ts";
import { guiltOf } from "./produces.ts";
import { takesPodsAway } from "./produces-workload.ts";
import { type Kin, keyOf, kinOf } from "./relation.ts";

/**
 * What each failing thing owes to which drift (law L6): same owner chain, earlier and not long before, a field that can do it,
 * and nothing that speaks against it. Where one of these is only unproven, it is `co-located`; where one is refuted, nothing.
 */
export const causesOf = (
  symptoms: readonly SymptomItem[],
  drifts: readonly DriftItem[],
  seenSince: SeenSince,
): Findings => {
  const kin = kinOf(symptoms, drifts);
  const failing = new Set(symptoms.map(({ departure }) => keyOf(departure.identity)));
  const troubles = symptoms.map((symptom): Trouble => {
    const onset = momentOf(symptom.departure, seenSince);
    return { symptom, onset, suspects: suspectsOf(symptom, { kin, failing, seenSince, onset }) };
  });
  const alike = likenessOf(troubles);
  const nodes = nodesFailing(troubles);
  const causes = new Map<Item, readonly Cause[]>();
  const under = new Map<Item, SymptomItem>();
  for (const trouble of troubles) {
    const { symptom, suspects } = trouble;
    const shared = suspects.some(isSound) ? [...alike(trouble), ...nodes.doubts(trouble)] : [];
    causes.set(symptom, named(suspects.map((suspect) => causeOf(suspect, shared))));
    const node = nodes.under(trouble);
    if (node !== undefined) under.set(symptom, node);
  }
  return { causes, under };
};

export type Findings = {
  /** Either likely ones or unproven ones, in order of their names. */
  readonly causes: ReadonlyMap<Item, readonly Cause[]>;
  /** The failing node that something stands on. */
  readonly under: ReadonlyMap<Item, SymptomItem>;
};

type Ground = {
  readonly kin: Kin;
  /** Keys of what fails. */
  readonly failing: ReadonlySet<string>;
  readonly seenSince: SeenSince;
  readonly onset: Moment | undefined;
};

const suspectsOf = (item: SymptomItem, { kin, failing, seenSince, onset }: Ground): readonly Suspect[] => {
  const symptom = item.departure;
  const container = symptom.evidence["container"];
  return kin.of(item).flatMap((relation) => {
    const { departure } = relation.drift;
    const fields = guiltOf(departure, { family: symptom.family, container });
    if (fields.length === 0) return [];
    const change = momentOf(departure, seenSince);
    const order = orderOf(change, onset);
    if (order.is === "after") return [];
    const counter = counterOf({ relation, symptom, guilty: fields, change, onset });
    const isQuiet =
      symptom.family === "endpoints" &&
      relation.is === "used" &&
      isWorkload(departure.identity) &&
      !failing.has(keyOf(departure.identity)) &&
      !fields.every(takesPodsAway);
    const doubts = isQuiet ? ["the changed workload itself is not seen to fail"] : [];
    return [{ relation, fields, order, counter: { ...counter, doubts: [...counter.doubts, ...doubts] } }];
  });
};

const causeOf = ({ relation, fields, order, counter }: Suspect, shared: readonly string[]): Cause => {
  const isBefore = order.is === "before";
  const against = [...(isBefore ? [] : [order.says]), ...counter.doubts, ...shared];
  const because = [
    relation.says,
    ...(isBefore ? [order.says] : []),
    `${listed(fields)} can make that trouble`,
    ...counter.because,
  ];
  const claim = against.length === 0 ? "likely" : "co-located";
  return { claim, drift: relation.drift, fields, because, against };
};

/** Where some are likely only those are named, and what is unproven beside them speaks a little against them. */
const named = (causes: readonly Cause[]): readonly Cause[] => {
  const sorted = [...causes].sort(byDrift);
  const likely = sorted.filter(({ claim }) => claim === "likely");
  if (likely.length === 0) return sorted;
  const others = sorted.filter(({ claim }) => claim !== "likely").map(({ drift }) => drift);
  const names = others.map(({ departure }) => printIdentity(departure.identity));
  const beside = names.length === 0 ? [] : [`not proven to be innocent: ${listed(names)}`];
  const either = (cause: Cause): readonly string[] =>
    likely.length === 1 ? [] : [`as likely: ${listed(likely.filter((one) => one !== cause).map(nameOf))}`];
  return likely.map((cause) => ({ ...cause, against: [...cause.against, ...either(cause), ...beside] }));
};

const nameOf = ({ drift }: Cause): string => printIdentity(drift.departure.identity);

const byDrift = (a: Cause, b: Cause): number =>
  byCodeUnit(nameOf(a), nameOf(b)) ||
  byCodeUnit(a.drift.departure.fingerprint, b.drift.departure.fingerprint);
