import { contentOf, digestOf, type Facts, factsOf, type Seals, sealsOf } from "./facts.ts";
import type { Presence, Suppression, Transition } from "./finding.ts";
import type { Coverage } from "./observation.ts";
import { byCodeUnit } from "./order.ts";
import type { Item } from "./report.ts";
import { compareSeverity, type Severity } from "./severity.ts";

/** One remembered row of the scope, as it stood before the look. Instants are milliseconds UTC. */
export type Known = {
  readonly fingerprint: string;
  readonly title: string;
  readonly severity: Severity;
  readonly presence: Presence;
  /** {@link contentOf} at the last sighting. */
  readonly content: string;
  /** {@link digestOf} at the last sighting. */
  readonly digest: string;
  readonly firstSeen: number;
  /** When reality last showed it. */
  readonly lastObserved: number;
  /** When we last looked and it was there, by our own clock; later than `lastObserved` for a captured document. */
  readonly sightedAt: number;
  readonly staleSince: number | undefined;
};

/** What one look at one scope tells a memory. */
export type Telling = {
  readonly known: readonly Known[];
  readonly items: readonly Item[];
  /** Name of the source or probe that looked. */
  readonly source: string;
  /** By fingerprint: a person's wish holds in every scope, and for what is not yet remembered. */
  readonly suppressions: ReadonlyMap<string, Suppression>;
  readonly coverage: Pick<Coverage, "status">;
  /** The end of the look. */
  readonly now: number;
  /** When reality was looked at. */
  readonly observedAt: number;
  readonly grace: number;
};

/** An item of the look, with what is to be written of it; `touch`: it is as it was, but seen once more. */
export type Sighting = {
  readonly fingerprint: string;
  readonly facts: Facts;
  readonly seals: Seals;
  readonly write: "insert" | "update" | "touch";
  readonly state: "new" | "recurring" | "reopened";
  readonly content: string;
  readonly digest: string;
  readonly firstSeen: number;
  readonly lastObserved: number;
  readonly sightedAt: number;
  readonly suppression: Suppression | undefined;
  /** The severity at the previous sighting, when it differs. */
  readonly was: Severity | undefined;
  /** The same severity can still be other content: a further attribute, another secret. */
  readonly changed: boolean;
};

/** A remembered row that the look did not show, as it stands from now on. */
export type Unseen = Pick<Known, "fingerprint" | "title" | "lastObserved" | "sightedAt" | "staleSince"> & {
  readonly from: Presence;
  readonly presence: Presence;
  readonly resolvedAt: number | undefined;
};

export type Happening = {
  readonly fingerprint: string;
  readonly title: string;
  readonly transition: Transition;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

export type Memory = {
  readonly sightings: readonly Sighting[];
  /** Every row that was not resolved and was not seen. */
  readonly unseen: readonly Unseen[];
  readonly events: readonly Happening[];
};

/**
 * What one look changes in the memory of its scope. Only a complete look makes anything absent or resolved; after any other,
 * what was not seen is stale. The order is by fingerprint, whatever the order of the items.
 */
export const recall = (telling: Telling): Memory => {
  const seen = distinct(telling);
  const known = new Map(telling.known.map((row) => [row.fingerprint, row]));
  const sightings: Sighting[] = [];
  for (const fingerprint of [...seen.keys()].sort()) {
    const item = seen.get(fingerprint);
    if (item !== undefined) sightings.push(sightingOf(item, known.get(fingerprint), telling));
  }
  const unseen = telling.known
    .filter(({ fingerprint, presence }) => presence !== "resolved" && !seen.has(fingerprint))
    .sort((a, b) => byCodeUnit(a.fingerprint, b.fingerprint))
    .map((row) => unseenOf(row, telling));
  return { sightings, unseen, events: [...sightings.flatMap(eventsOf), ...unseen.flatMap(eventOf)] };
};

/** Two items with one fingerprint are one finding: the worse speaks for it. */
const distinct = ({ items, source }: Telling): ReadonlyMap<string, Item> => {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const other = seen.get(item.departure.fingerprint);
    if (other === undefined || outranks(item, other, source)) seen.set(item.departure.fingerprint, item);
  }
  return seen;
};

const outranks = (item: Item, other: Item, source: string): boolean => {
  const bySeverity = compareSeverity(item.severity, other.severity);
  if (bySeverity !== 0) return bySeverity > 0;
  return byCodeUnit(keyOf(item, source), keyOf(other, source)) < 0;
};

const keyOf = (item: Item, source: string): string =>
  digestOf(item, factsOf(item, source), sealsOf(item.departure));

const sightingOf = (item: Item, known: Known | undefined, telling: Telling): Sighting => {
  const { source, suppressions, now, observedAt } = telling;
  const { fingerprint } = item.departure;
  const observed = Math.min(observedAt, now);
  const facts = factsOf(item, source);
  const seals = sealsOf(item.departure);
  const digest = digestOf(item, facts, seals);
  const same = known?.digest === digest;
  const content = same ? known.content : contentOf(item, seals);
  return {
    fingerprint,
    facts,
    seals,
    write: known === undefined ? "insert" : same && known.presence === "present" ? "touch" : "update",
    state: known === undefined ? "new" : known.presence === "resolved" ? "reopened" : "recurring",
    content,
    digest,
    firstSeen: known?.firstSeen ?? observed,
    lastObserved: Math.max(known?.lastObserved ?? observed, observed),
    sightedAt: now,
    suppression: suppressions.get(fingerprint),
    was: known === undefined || known.severity === item.severity ? undefined : known.severity,
    changed: known !== undefined && known.content !== content,
  };
};

const unseenOf = (row: Known, { coverage, now, observedAt, grace }: Telling): Unseen => {
  const { fingerprint, title, lastObserved, sightedAt, presence: from } = row;
  const same = { fingerprint, title, lastObserved, sightedAt, from };
  if (coverage.status !== "complete")
    return { ...same, presence: "stale", staleSince: row.staleSince ?? now, resolvedAt: undefined };
  // A document captured before the last sighting cannot say that the thing has gone since.
  if (observedAt < lastObserved)
    return { ...same, presence: from, staleSince: row.staleSince, resolvedAt: undefined };
  // The grace runs by our own clock: an old capture would otherwise be past it at once.
  return now - sightedAt >= grace
    ? { ...same, presence: "resolved", staleSince: undefined, resolvedAt: now }
    : { ...same, presence: "absent", staleSince: undefined, resolvedAt: undefined };
};

const eventsOf = ({ fingerprint, facts, state, was, changed }: Sighting): readonly Happening[] => {
  // Most of a large look is unchanged.
  if (state === "recurring" && was === undefined && !changed) return nothing;
  const { title, severity } = facts;
  const happenings: Happening[] = [];
  if (state === "new")
    happenings.push({ fingerprint, title, transition: "opened", from: undefined, to: severity });
  if (state === "reopened")
    happenings.push({ fingerprint, title, transition: "reopened", from: "resolved", to: "present" });
  if (was !== undefined) {
    const transition = compareSeverity(severity, was) > 0 ? "escalated" : "eased";
    happenings.push({ fingerprint, title, transition, from: was, to: severity });
  }
  if (changed) happenings.push({ fingerprint, title, transition: "changed", from: undefined, to: undefined });
  return happenings;
};

const nothing: readonly Happening[] = [];

const eventOf = ({ fingerprint, title, from, presence }: Unseen): readonly Happening[] =>
  presence === from || presence === "present"
    ? []
    : [{ fingerprint, title, transition: presence, from, to: presence }];
