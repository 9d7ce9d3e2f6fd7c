import type { Departure } from "./departure.ts";
import { printIdentity } from "./identity.ts";
import { layerOf, type PlatformSettings } from "./layer.ts";
import type { Observation } from "./observation.ts";
import { byCodeUnit } from "./order.ts";
import type { Item, Report } from "./report.ts";
import { flagsOf, severityOf } from "./score/score.ts";
import type { Tuning } from "./score/tuning.ts";
import { countSeverities, type Severity, severities } from "./severity.ts";
import { titleOf } from "./title.ts";
import { dispositionOf } from "./triage.ts";
import { type Waived, type Waiver, waive, waivePolicy } from "./waive.ts";

/** Departures → scored items. Pure: same input in any order, same report. */
export const assess = (
  observations: readonly Observation[],
  {
    tuning,
    platform,
    waivers = [],
  }: {
    readonly tuning: Tuning;
    readonly platform: PlatformSettings;
    /** Those that still run. */
    readonly waivers?: readonly Waiver[];
  },
): Report => {
  const waived = new Map<Item, readonly Waived[]>();
  const judged = sorted(
    observations.flatMap(({ departures }) =>
      departures.map((departure) => {
        const { item, taken } = itemOf(departure, platform, waivers);
        if (taken.length > 0) waived.set(item, taken);
        return item;
      }),
    ),
  );
  const isExcused = (item: Item): boolean => item.departure.type === "policy" && waived.has(item);
  const items = waived.size === 0 ? judged : judged.filter((item) => !isExcused(item));
  return {
    tuning,
    items,
    counts: countSeverities(items),
    waived: waived.size === 0 ? [] : judged.flatMap((item) => waived.get(item) ?? []),
    excused: waived.size === 0 ? [] : judged.filter(isExcused),
    looks: observations
      .map(({ departures: _, ...look }) => look)
      .sort((a, b) => byCodeUnit(a.scope.resolution, b.scope.resolution)),
  };
};

const itemOf = (
  departure: Departure,
  platform: PlatformSettings,
  waivers: readonly Waiver[],
): { readonly item: Item; readonly taken: readonly Waived[] } => {
  const { flags, waived } = waive(departure, departure.type === "drift" ? flagsOf(departure) : [], waivers);
  const taken = departure.type === "policy" ? waivePolicy(departure, waivers) : waived;
  const severity =
    departure.type === "drift" ? severityOf(departure, flags) : taken.length > 0 ? "low" : departure.severity;
  const workload = departure.type === "symptom" ? departure.workload : undefined;
  const item: Item = {
    departure,
    title: titleOf(departure),
    severity,
    flags,
    layer: layerOf(departure.identity, workload, platform),
    disposition: dispositionOf(departure.type, severity),
  };
  return { item, taken };
};

/**
 * Worst first, then by name. Names are printed once for each item, and what comes from a source is in their order already, so
 * that each severity by itself is rarely sorted.
 */
const sorted = (items: readonly Item[]): readonly Item[] => {
  const bySeverity = new Map<Severity, Named[]>(severities.map((severity) => [severity, []]));
  for (const item of items)
    bySeverity.get(item.severity)?.push({ item, name: printIdentity(item.departure.identity) });
  const all: Item[] = [];
  for (const severity of [...severities].reverse()) {
    const named = bySeverity.get(severity) ?? [];
    if (!isInOrder(named)) named.sort(byName);
    for (const { item } of named) all.push(item);
  }
  return all;
};

type Named = { readonly item: Item; readonly name: string };

const isInOrder = (named: readonly Named[]): boolean => {
  let before: Named | undefined;
  for (const one of named) {
    if (before !== undefined && byName(before, one) > 0) return false;
    before = one;
  }
  return true;
};

const byName = (a: Named, b: Named): number =>
  byCodeUnit(a.name, b.name) || byCodeUnit(a.item.departure.fingerprint, b.item.departure.fingerprint);
