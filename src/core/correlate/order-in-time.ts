import type { Departure } from "../departure.ts";
import { formatDuration } from "../time.ts";

/** First seen by memory, milliseconds UTC, of a fingerprint. */
export type SeenSince = (fingerprint: string) => number | undefined;

/** An instant, and whether the platform tells it; memory only knows that it was not later. */
export type Moment = { readonly at: number; readonly told: boolean };

export const momentOf = (departure: Departure, seenSince: SeenSince): Moment | undefined => {
  if (departure.since !== undefined) return { at: departure.since, told: true };
  const at = seenSince(departure.fingerprint);
  return at === undefined ? undefined : { at, told: false };
};

/** How a change stands to the onset of a trouble: `weak` where it was there for long without any. */
export type Order = { readonly is: "before" | "weak" | "after" | "unknown"; readonly says: string };

/** Two clocks may differ by a little. */
export const slack = 30_000;
/** What a change breaks, it breaks soon: at its rollout, or at the next start. */
export const soon = 6 * 3_600_000;

export const orderOf = (change: Moment | undefined, onset: Moment | undefined): Order => {
  if (change === undefined) return { is: "unknown", says: "nobody knows when it changed" };
  if (onset === undefined) return { is: "unknown", says: "nobody knows when the trouble began" };
  const lead = onset.at - change.at;
  // Whatever memory has first seen may have been there before.
  if (!change.told && (lead < 0 || (lead === 0 && !onset.told)))
    return { is: "unknown", says: "it was first seen when the trouble was there already" };
  if (lead < -slack)
    return { is: "after", says: `it changed ${formatDuration(-lead)} after the trouble began` };
  const by = change.told ? "it changed" : "it was seen";
  if (lead > soon)
    return {
      is: "weak",
      says: `${by} ${formatDuration(lead)} before the trouble began, and all went well meanwhile`,
    };
  if (lead < 1000) return { is: "before", says: `${by} when the trouble began` };
  return {
    is: "before",
    says: `${by} ${formatDuration(lead)} before the trouble ${onset.told ? "began" : "was first seen"}`,
  };
};
