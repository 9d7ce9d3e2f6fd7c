import type { Departure } from "./departure.ts";
import { addTo } from "./grouped.ts";
import { type Identity, printIdentity } from "./identity.ts";
import type { Gap } from "./observation.ts";
import { byCodeUnit } from "./order.ts";
import type { Alert, Item } from "./report.ts";
import { compareSeverity, maxSeverity, type Severity } from "./severity.ts";
import { wayOf } from "./title.ts";
import type { Verdict } from "./verdict.ts";

/** What one look at one target came to. */
export type FleetPart = {
  readonly name: string;
  readonly label: string | undefined;
  readonly verdict: Verdict;
  readonly because: readonly string[];
  /** Without what somebody wishes not to hear of. */
  readonly alerts: readonly Alert[];
  /** How many are below the bar, and how many are muted. */
  readonly signals: number;
  readonly muted: number;
  /** Fingerprints that memory met for the first time, and those that came back after they were resolved. */
  readonly fresh: ReadonlySet<string>;
  readonly reopened: ReadonlySet<string>;
  readonly resolved: readonly { readonly fingerprint: string; readonly title: string }[];
  readonly stale: number;
  readonly unseen: readonly Gap[];
};

export type FleetTarget = Omit<FleetPart, "fresh" | "reopened"> & {
  readonly severity: Severity | undefined;
  /** Alerts of which a part is new, or came back. */
  readonly fresh: number;
  readonly reopened: number;
};

/** One and the same issue at several targets: a view, whose findings stay those of their targets. */
export type SharedIssue = {
  readonly title: string;
  readonly severity: Severity;
  readonly places: readonly {
    readonly target: string;
    readonly label: string;
    readonly fingerprint: string;
  }[];
};

export type Fleet = {
  readonly tally: Readonly<Record<Verdict, number>> & {
    readonly targets: number;
    readonly alerts: number;
    readonly fresh: number;
    readonly muted: number;
  };
  /** The worst first, then by name. */
  readonly targets: readonly FleetTarget[];
  readonly shared: readonly SharedIssue[];
  readonly resolved: readonly {
    readonly target: string;
    readonly fingerprint: string;
    readonly title: string;
  }[];
};

/** The answer for many targets out of the answers for each: the same whatever the order in which they came. */
export const fleetOf = (parts: readonly FleetPart[]): Fleet => {
  const byName = [...parts].sort((a, b) => byCodeUnit(a.name, b.name));
  const targets = byName.map(targetOf).sort(worstFirst);
  const count = (verdict: Verdict): number => targets.filter((target) => target.verdict === verdict).length;
  const sum = (of: (target: FleetTarget) => number): number =>
    targets.reduce((total, target) => total + of(target), 0);
  return {
    tally: {
      targets: targets.length,
      WORKING: count("WORKING"),
      DEGRADED: count("DEGRADED"),
      DOWN: count("DOWN"),
      UNKNOWN: count("UNKNOWN"),
      alerts: sum(({ alerts }) => alerts.length),
      fresh: sum(({ fresh }) => fresh),
      muted: sum(({ muted }) => muted),
    },
    targets,
    shared: sharedBy(byName),
    resolved: byName.flatMap(({ name, resolved }) =>
      [...resolved]
        .sort((a, b) => byCodeUnit(a.title, b.title) || byCodeUnit(a.fingerprint, b.fingerprint))
        .map(({ fingerprint, title }) => ({ target: name, fingerprint, title })),
    ),
  };
};

const targetOf = ({ fresh, reopened, ...part }: FleetPart): FleetTarget => {
  const among = (known: ReadonlySet<string>): number =>
    part.alerts.filter(({ items }) => items.some(({ departure }) => known.has(departure.fingerprint))).length;
  return { ...part, severity: worstOf(part.alerts), fresh: among(fresh), reopened: among(reopened) };
};

const worstOf = (alerts: readonly Alert[]): Severity | undefined => {
  const [first, ...rest] = alerts.map(({ severity }) => severity);
  return first === undefined ? undefined : maxSeverity(first, ...rest);
};

/** What does not work before what nobody knows of, that before what works. */
const urgency: Readonly<Record<Verdict, number>> = { DOWN: 0, DEGRADED: 1, UNKNOWN: 2, WORKING: 3 };

const worstFirst = (a: FleetTarget, b: FleetTarget): number =>
  urgency[a.verdict] - urgency[b.verdict] || bySeverity(b.severity, a.severity) || byCodeUnit(a.name, b.name);

const bySeverity = (a: Severity | undefined, b: Severity | undefined): number =>
  a !== undefined && b !== undefined
    ? compareSeverity(a, b)
    : Number(a !== undefined) - Number(b !== undefined);

type Place = { readonly target: string; readonly item: Item };

const sharedBy = (parts: readonly FleetPart[]): readonly SharedIssue[] => {
  const issues = new Map<string, Place[]>();
  for (const { name, alerts } of parts)
    for (const item of alerts.flatMap(({ items }) => items))
      addTo(issues, sameness(item.departure), { target: name, item });
  return [...issues.values()]
    .filter((places) => new Set(places.map(({ target }) => target)).size > 1)
    .flatMap(issueOf)
    .sort(
      (a, b) =>
        compareSeverity(b.severity, a.severity) ||
        b.places.length - a.places.length ||
        byCodeUnit(a.title, b.title),
    );
};

/** What makes two of them one issue: fields that were parsed, framed, so that no name can look like two. */
const sameness = (departure: Departure): string => {
  const { identity } = departure;
  switch (departure.type) {
    case "symptom":
      return JSON.stringify([
        "symptom",
        identity.group,
        identity.kind,
        departure.workload ?? identity.name,
        departure.family,
      ]);
    case "policy":
      return JSON.stringify(["policy", departure.rule, ...thingOf(identity)]);
    case "drift":
      return JSON.stringify([
        "drift",
        ...thingOf(identity),
        departure.direction,
        departure.action,
        departure.diff.map(({ path }) => path).sort(byCodeUnit),
      ]);
  }
};

const thingOf = ({ group, kind, name, key }: Identity): readonly string[] => [group, kind, name, key];

const issueOf = (places: readonly Place[]): readonly SharedIssue[] => {
  const [first] = places;
  if (first === undefined) return [];
  return [
    {
      title: issueTitle(first.item),
      severity: places.reduce((worst, { item }) => maxSeverity(worst, item.severity), first.item.severity),
      places: places
        .map(({ target, item: { departure } }) => ({
          target,
          label: printIdentity(departure.identity),
          fingerprint: departure.fingerprint,
        }))
        .sort((a, b) => byCodeUnit(a.target, b.target) || byCodeUnit(a.label, b.label)),
    },
  ];
};

/** Without what differs from place to place. */
const issueTitle = ({ departure }: Item): string => {
  const { kind, name, key } = departure.identity;
  switch (departure.type) {
    case "symptom":
      return `${kind} ${departure.workload ?? name}: ${departure.family}`;
    case "policy":
      return `${kind} ${name}${key}: ${departure.title}`;
    case "drift":
      return `${kind} ${name}${key} ${wayOf(departure)}`;
  }
};
