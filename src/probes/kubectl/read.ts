import { parseInstant } from "../../core/time.ts";
import { isMap, type Value, type ValueMap } from "../../core/value.ts";
import { at, listAt, textAt } from "../../platform/kubernetes/compare/thing.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const numberAt = (value: Value | undefined, ...keys: readonly string[]): number | undefined => {
  const found = at(value, ...keys);
  return typeof found === "number" ? found : undefined;
};

export const countAt = (value: Value | undefined, ...keys: readonly string[]): number =>
  numberAt(value, ...keys) ?? 0;

/** Milliseconds UTC. */
export const instantAt = (value: Value | undefined, ...keys: readonly string[]): number | undefined =>
  parseInstant(textAt(value, ...keys));

export const mapsAt = (value: Value | undefined, ...keys: readonly string[]): readonly ValueMap[] =>
  listAt(value, ...keys).filter(isMap);

export const conditionsOf = (object: ValueMap): readonly ValueMap[] => mapsAt(object, "status", "conditions");

export const conditionOf = (object: ValueMap, type: string): ValueMap | undefined =>
  conditionsOf(object).find((one) => textAt(one, "type") === type);

/** How long a condition has been as it is; 0 where it does not say. */
export const heldFor = (condition: ValueMap | undefined, now: number): number => {
  const since = instantAt(condition, "lastTransitionTime");
  return since === undefined ? 0 : now - since;
};

export const bornAt = (object: ValueMap): number | undefined =>
  instantAt(object, "metadata", "creationTimestamp");

export const ageOf = (object: ValueMap, now: number): number => now - (bornAt(object) ?? now);

/** When somebody last wrote what it should be; its status is no such thing. */
const settledAt = (object: ValueMap): number | undefined => {
  const written = mapsAt(object, "metadata", "managedFields")
    .filter((entry) => textAt(entry, "subresource") !== "status")
    .map((entry) => instantAt(entry, "time"));
  const instants = [bornAt(object), ...written].filter((one) => one !== undefined);
  return instants.length === 0 ? undefined : Math.max(...instants);
};

export const settledFor = (object: ValueMap, now: number): number => now - (settledAt(object) ?? now);

export const isoOf = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString().replace(".000Z", "Z");
