import { groupItems } from "./correlate/group.ts";
import type { Departure } from "./departure.ts";
import { printIdentity } from "./identity.ts";
import { layerOf, type PlatformSettings } from "./layer.ts";
import type { Observation } from "./observation.ts";
import { byCodeUnit } from "./order.ts";
import type { Item, Report } from "./report.ts";
import { flagsOf, severityOf } from "./score/score.ts";
import { barOf, type Tuning } from "./score/tuning.ts";
import { countSeverities, isAtLeast, severities } from "./severity.ts";
import { titleOf } from "./title.ts";
import { dispositionOf } from "./triage.ts";

/** Departures → scored items → alerts above the bar and signals below it. Pure: same input in any order, same report. */
export const assess = (
  observations: readonly Observation[],
  { tuning, platform }: { readonly tuning: Tuning; readonly platform: PlatformSettings },
): Report => {
  const items = sorted(
    observations.flatMap(({ departures }) => departures.map((departure) => itemOf(departure, platform))),
  );
  const bar = barOf[tuning];
  return {
    tuning,
    items,
    alerts: groupItems(items.filter(({ severity }) => isAtLeast(severity, bar))),
    signals: items.filter(({ severity }) => !isAtLeast(severity, bar)),
    counts: countSeverities(items),
    looks: observations
      .map(({ departures: _, ...look }) => look)
      .sort((a, b) => byCodeUnit(a.scope.resolution, b.scope.resolution)),
  };
};

const itemOf = (departure: Departure, platform: PlatformSettings): Item => {
  const flags = departure.type === "drift" ? flagsOf(departure) : [];
  const severity = departure.type === "drift" ? severityOf(departure, flags) : departure.severity;
  const workload = departure.type === "symptom" ? departure.workload : undefined;
  return {
    departure,
    title: titleOf(departure),
    severity,
    flags,
    layer: layerOf(departure.identity, workload, platform),
    disposition: dispositionOf(departure.type, severity),
  };
};

/** Names are printed once for each item, not once for each comparison. */
const sorted = (items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({
      item,
      rank: severities.indexOf(item.severity),
      name: printIdentity(item.departure.identity),
    }))
    .sort(worstFirst)
    .map(({ item }) => item);

type Keyed = { readonly item: Item; readonly rank: number; readonly name: string };

const worstFirst = (a: Keyed, b: Keyed): number =>
  b.rank - a.rank ||
  byCodeUnit(a.name, b.name) ||
  byCodeUnit(a.item.departure.fingerprint, b.item.departure.fingerprint);
