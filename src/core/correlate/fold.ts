import { addTo } from "../grouped.ts";
import { printIdentity } from "../identity.ts";
import { byCodeUnit } from "../order.ts";
import type { Alert, Cause, Item, Report } from "../report.ts";
import { barOf } from "../score/tuning.ts";
import { isAtLeast, maxSeverity } from "../severity.ts";
import { wayOf } from "../title.ts";
import { causesOf, type Findings } from "./cause.ts";
import { listed } from "./counter.ts";
import { groupItems, titleOfGroup, worstFirst } from "./group.ts";
import type { SeenSince } from "./order-in-time.ts";
import { isDrift, isSymptom, type SymptomItem } from "./parts.ts";

export type Folded = {
  /** Items at or above the bar, grouped, worst first. */
  readonly alerts: readonly Alert[];
  /** Items below the bar that are no likely cause of an alert. */
  readonly signals: readonly Item[];
};

type Folding = {
  /** Those that somebody wants to hear of; all of them without it. What is left out raises no alert, may be a cause, and counts as failing. */
  readonly heard?: readonly Item[];
  /** What memory knows of when a finding was first seen. */
  readonly seenSince?: SeenSince;
};

/**
 * What fails together with its likely cause is one alert, whatever the place or the bar of the drift; everything else is grouped
 * by what it has in common. Each item is in exactly one alert, or a signal.
 */
export const foldReport = (
  { items: known, tuning }: Pick<Report, "items" | "tuning">,
  { heard: items = known, seenSince = never }: Folding = {},
): Folded => {
  const isLoud = ({ severity }: Item): boolean => isAtLeast(severity, barOf[tuning]);
  const symptoms = items.filter(isSymptom).filter(isLoud);
  if (symptoms.length === 0)
    return { alerts: groupItems(items.filter(isLoud)), signals: items.filter((item) => !isLoud(item)) };
  const findings = causesOf(known.filter(isSymptom), known.filter(isDrift), seenSince);
  const here = new Set(items);
  const bundles = bundlesOf(symptoms, findings);
  const homes = homesOf(bundles);
  const caused = bundles.map((bundle) => {
    const own = bundle.causes.map(({ drift }) => drift);
    return causedAlert(
      bundle,
      own.filter((drift) => homes.get(drift) === bundle && here.has(drift)),
    );
  });
  const taken = new Set(caused.flatMap((alert) => alert.items));
  const standing = onNodes(
    symptoms.filter((one) => !taken.has(one)),
    findings,
  );
  for (const alert of standing) for (const item of alert.items) taken.add(item);
  const left = items.filter((item) => !taken.has(item));
  const alerts = [...caused, ...standing, ...groupedApart(left.filter(isLoud), findings)];
  return { alerts: alerts.sort(worstFirst), signals: left.filter((item) => !isLoud(item)) };
};

const never = (): undefined => undefined;

/** Failing things with the same likely causes. */
type Bundle = { readonly symptoms: readonly SymptomItem[]; readonly causes: readonly Cause[] };

const bundlesOf = (symptoms: readonly SymptomItem[], { causes }: Findings): readonly Bundle[] => {
  const bundles = new Map<string, { readonly symptoms: SymptomItem[]; readonly causes: Cause[] }>();
  for (const symptom of symptoms) {
    const likely = likelyOf(causes.get(symptom));
    if (likely.length === 0) continue;
    const key = keyOf(likely);
    const bundle = bundles.get(key) ?? { symptoms: [], causes: [] };
    bundles.set(key, bundle);
    bundle.symptoms.push(symptom);
    bundle.causes.push(...likely);
  }
  return [...bundles.values()].map(({ symptoms, causes }) => ({ symptoms, causes: merged(causes) }));
};

const likelyOf = (causes: readonly Cause[] = []): readonly Cause[] =>
  causes.filter(({ claim }) => claim === "likely");

const keyOf = (causes: readonly Cause[]): string =>
  JSON.stringify(causes.map(({ drift }) => drift.departure.fingerprint));

/** Of several places one cause, with what is said of it in any. */
const merged = (causes: readonly Cause[]): readonly Cause[] => {
  const byDrift = new Map<Item, Cause[]>();
  for (const cause of causes) {
    addTo(byDrift, cause.drift, cause);
  }
  return [...byDrift.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined || alike.length === 1) return alike;
    const of = (key: "fields" | "because" | "against") => clipped(alike.flatMap((cause) => cause[key]));
    return [{ ...first, fields: of("fields"), because: of("because"), against: of("against") }];
  });
};

const mostSaid = 8;

/** Thousands may fail of one cause, each a second after the other. */
const clipped = (texts: readonly string[]): readonly string[] => {
  const all = [...new Set(texts)];
  return all.length > mostSaid
    ? [...all.slice(0, mostSaid), `and ${all.length - mostSaid} more such facts`]
    : all;
};

/** A drift stands with what it explains best: where fewest others could be it, then where most fails. */
const homesOf = (bundles: readonly Bundle[]): ReadonlyMap<Item, Bundle> => {
  const homes = new Map<Item, Bundle>();
  for (const bundle of bundles)
    for (const { drift } of bundle.causes) {
      const known = homes.get(drift);
      if (known === undefined || isNearer(bundle, known)) homes.set(drift, bundle);
    }
  return homes;
};

const isNearer = (a: Bundle, b: Bundle): boolean =>
  (a.causes.length - b.causes.length ||
    b.symptoms.length - a.symptoms.length ||
    byCodeUnit(keyOf(a.causes), keyOf(b.causes))) < 0;

const causedAlert = ({ symptoms, causes }: Bundle, drifts: readonly Item[]): Alert => {
  const items = [...symptoms, ...drifts];
  return {
    title: titleOfFailing(symptoms),
    severity: worstOf(items),
    why: `${causes.length === 1 ? "Likely cause" : "Likely causes, of which either may be it"}: ${causes.map(phraseOf).join("; ")}.`,
    items,
    causes,
  };
};

const phraseOf = ({ drift, fields }: Cause): string => {
  const { departure } = drift;
  if (departure.type !== "drift") return drift.title;
  const shown = departure.diff.some(({ path }) => fields.includes(path)) ? ` (${listed(fields)})` : "";
  return `${printIdentity(departure.identity)} ${wayOf(departure)}${shown}`;
};

const worstOf = (items: readonly Item[]): Alert["severity"] =>
  items.reduce<Alert["severity"]>((worst, { severity }) => maxSeverity(worst, severity), "low");

const titleOfFailing = (symptoms: readonly SymptomItem[]): string => {
  const [first, ...others] = symptoms;
  if (first === undefined) return "";
  if (others.length === 0) return first.title;
  const isOne = others.every(
    ({ departure }) =>
      departure.workload === first.departure.workload &&
      departure.family === first.departure.family &&
      departure.identity.kind === first.departure.identity.kind,
  );
  if (isOne && first.departure.workload !== undefined) return titleOfGroup(symptoms);
  const names = symptoms.map(({ departure }) => printIdentity(departure.identity));
  return `${symptoms.length} fail together: ${listed(names)}`;
};

/** What stands on a failing node, and has no cause of its own, is a part of that failure. */
const onNodes = (symptoms: readonly SymptomItem[], { under, causes }: Findings): readonly Alert[] => {
  const loud = new Set<Item>(symptoms);
  const byNode = new Map<SymptomItem, SymptomItem[]>();
  for (const symptom of symptoms) {
    const node = under.get(symptom);
    if (node === undefined || !loud.has(node)) continue;
    addTo(byNode, node, symptom);
  }
  return [...byNode].map(([node, standing]) => ({
    title: `${node.title}, and ${standing.length} on it`,
    severity: worstOf([node, ...standing]),
    why: `${standing.length === 1 ? "What stands" : `${standing.length} that stand`} on ${printIdentity(node.departure.identity)} began to fail with it.`,
    items: [node, ...standing],
    ...besides(standing.flatMap(ownOf(causes))),
  }));
};

const besides = (causes: readonly Cause[]): Pick<Alert, "causes"> =>
  causes.length === 0 ? {} : { causes: merged(causes) };

/** What differs in what it may be owed to is not alike. */
const groupedApart = (items: readonly Item[], { causes }: Findings): readonly Alert[] => {
  const apart = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(ownOf(causes)(item));
    addTo(apart, key, item);
  }
  return [...apart.values()].flatMap((members) =>
    groupItems(members).map((alert) => ({ ...alert, ...besides(alert.items.flatMap(ownOf(causes))) })),
  );
};

const ownOf =
  (causes: Findings["causes"]) =>
  (item: Item): readonly Cause[] =>
    causes.get(item) ?? none;

const none: readonly Cause[] = [];
