import { assess } from "../../../src/core/assess.ts";
import { type Folded, foldReport } from "../../../src/core/correlate/fold.ts";
import type { Departure, Drift, Symptom } from "../../../src/core/departure.ts";
import type { Observation } from "../../../src/core/observation.ts";
import type { Alert, Cause, Report } from "../../../src/core/report.ts";
import { noPlatformSettings } from "../../support/make.ts";
import { deployment, inContainer, looks, minute, onset, type Rows } from "./cases/parts.ts";

/** A workload whose image somebody mistyped by hand a little before it failed. */
export const web = deployment("web");
export const since = onset - 2 * minute;
export const image = inContainer("web", "image");
export const mistyped: Rows = { [image]: ["web:1", "web:l"] };

export type Seen = Readonly<Record<string, number>>;

export const reportOf = (departures: readonly Departure[], seen: Seen = {}) =>
  judged(looks(...departures), seen);

export const judged = (observations: readonly Observation[], seen: Seen = {}): Report & Folded => {
  const report = assess(observations, { tuning: "default", platform: noPlatformSettings });
  return { ...report, ...foldReport(report, { seenSince: (fingerprint) => seen[fingerprint] }) };
};

export const alertWith = (alerts: readonly Alert[], { fingerprint }: Departure): Alert | undefined =>
  alerts.find(({ items }) => items.some(({ departure }) => departure.fingerprint === fingerprint));

export const causesOf = (failing: Symptom, others: readonly Departure[], seen: Seen = {}): readonly Cause[] =>
  alertWith(reportOf([failing, ...others], seen).alerts, failing)?.causes ?? [];

/** What is said of one drift beside one failing thing. */
export const saidOf = (failing: Symptom, one: Drift, others: readonly Departure[] = [], seen: Seen = {}) => {
  const cause = causesOf(failing, [one, ...others], seen).find(
    ({ drift: { departure } }) => departure === one,
  );
  return cause?.claim ?? "nothing";
};
