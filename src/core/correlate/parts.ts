import type { Drift, Symptom } from "../departure.ts";
import type { Item } from "../report.ts";
import type { ValueMap } from "../value.ts";

export type DriftItem = Item & { readonly departure: Drift };
export type SymptomItem = Item & { readonly departure: Symptom };

export const isDrift = (item: Item): item is DriftItem => item.departure.type === "drift";
export const isSymptom = (item: Item): item is SymptomItem => item.departure.type === "symptom";

/** What it is and what it should be, as far as either is there. */
export const sidesOf = ({ reality, desired }: Drift): readonly ValueMap[] =>
  [reality, desired].filter((side) => side !== undefined);
