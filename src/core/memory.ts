import { contentOf, digestOf, type Facts, factsOf, type Seals, sealsOf } from "./facts.ts";
import type { Presence, Suppression, Transition } from "./finding.ts";
import type { Coverage } from "./observation.ts";
import { byCodeUnit } from "./order.ts";
import type { Item } from "./report.ts";
import { compareSeverity, type Severity } from "./severity.ts";
import { wishFor } from "./suppression.ts";

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
  /** By fingerprint, ours or a legacy one: a person's wish holds in every scope, and for what is not yet remembered. */
  readonly suppressions: ReadonlyMap<string, Suppression>;
  readonly coverage: Pick<Coverage, "status">;
  /** Fingerprints that a look was blind to, where it saw everything else; of a partial one without it nobody knows which. */
  readonly blindTo?: ReadonlySet<string> | undefined;
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
  /** The facts as JSON. */
  readonly text: string;
  readonly seals: Seals;
  readonly write: "insert" | "update" | "touch";
  readonly state: "new" | "recurring" | "reopened";
  readonly content: string;
  readonly digest: string;
  readonly firstSeen: number;
  readonly lastObserved: number;
  readonly sightedAt: number;
  /** The person's wish about it, with its key; whether it holds is for `isSuppressed` to say. */
  readonly wish: { readonly key: string; readonly suppression: Suppression } | undefined;
  /** The severity at the previous sighting, when it differs. */
  readonly was: Severity | undefined;
  /** The same severity can still be other content: a further attribute, another secret. */
  readonly changed: boolean;
  readonly events: readonly Happening[];
};

/** A remembered row that the look did not show, as it stands from now on. */
export type Unseen = Pick<Known, "fingerprint" | "title" | "lastObserved" | "sightedAt" | "staleSince"> & {
  readonly from: Presence;
  readonly presence: Presence;
  readonly resolvedAt: number | undefined;
  readonly events: readonly Happening[];
};

export type Happening = {
  readonly fingerprint: string;
  readonly title: string;
  readonly transition: Transition;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

export type Memory = {
  /** Each is made when it is reached, so that a large look is not held twice. */
  readonly sightings: Iterable<Sighting>;
  /** Every row that was not resolved and was not seen. */
  readonly unseen: readonly Unseen[];
};

/**
 * What one look changes in the memory of its scope. Only a look that would have shown it makes anything absent or resolved;
 * after any other, what was not seen is stale. The order is by fingerprint, whatever the order of the items.
 */
export const recall = (telling: Telling): Memory => {
  const seen = distinct(telling);
  const unseen = telling.known
    .filter(({ fingerprint, presence }) => presence !== "resolved" && !seen.has(fingerprint))
    .sort((a, b) => byCodeUnit(a.fingerprint, b.fingerprint))
    .map((row) => unseenOf(row, telling));
  return { sightings: { [Symbol.iterator]: () => walk(seen, telling) }, unseen };
};

function* walk(seen: ReadonlyMap<string, Item>, telling: Telling): Generator<Sighting> {
  const known = new Map(telling.known.map((row) => [row.fingerprint, row]));
  for (const fingerprint of [...seen.keys()].sort()) {
    const item = seen.get(fingerprint);
    if (item !== undefined) yield sightingOf(item, known.get(fingerprint), telling);
  }
}

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
  digestOf(item, JSON.stringify(factsOf(item, source)), sealsOf(item.departure));

const sightingOf = (item: Item, known: Known | undefined, telling: Telling): Sighting => {
  const { source, suppressions, now, observedAt } = telling;
  const { fingerprint } = item.departure;
  const observed = Math.min(observedAt, now);
  const facts = factsOf(item, source);
  const seals = sealsOf(item.departure);
  const text = JSON.stringify(facts);
  const digest = digestOf(item, text, seals);
  const same = known?.digest === digest;
  const content = same ? known.content : contentOf(item, seals);
  const state = known === undefined ? "new" : known.presence === "resolved" ? "reopened" : "recurring";
  const was = known === undefined || known.severity === item.severity ? undefined : known.severity;
  const changed = known !== undefined && known.content !== content;
  return {
    fingerprint,
    facts,
    text,
    seals,
    write: known === undefined ? "insert" : same && known.presence === "present" ? "touch" : "update",
    state,
    content,
    digest,
    firstSeen: known?.firstSeen ?? observed,
    lastObserved: Math.max(known?.lastObserved ?? observed, observed),
    sightedAt: now,
    wish: wishFor(suppressions, facts),
    was,
    changed,
    events: eventsOf({ facts, state, was, changed }),
  };
};

const unseenOf = (row: Known, telling: Telling): Unseen => {
  const { fingerprint, title, lastObserved, sightedAt, presence: from } = row;
  const life = lifeOf(row, telling);
  return { fingerprint, title, lastObserved, sightedAt, from, ...life, events: fadingOf(row, life.presence) };
};

const lifeOf = (
  { fingerprint, presence, lastObserved, sightedAt, staleSince }: Known,
  { coverage, blindTo, now, observedAt, grace }: Telling,
): Pick<Unseen, "presence" | "staleSince" | "resolvedAt"> => {
  const isBlind = blindTo?.has(fingerprint) ?? coverage.status !== "complete";
  const looked = coverage.status !== "failed" && !isBlind;
  if (!looked) return { presence: "stale", staleSince: staleSince ?? now, resolvedAt: undefined };
  // A document captured before the last sighting cannot say that the thing has gone since.
  if (observedAt < lastObserved) return { presence, staleSince, resolvedAt: undefined };
  // The grace runs by our own clock: an old capture would otherwise be past it at once.
  return now - sightedAt >= grace
    ? { presence: "resolved", staleSince: undefined, resolvedAt: now }
    : { presence: "absent", staleSince: undefined, resolvedAt: undefined };
};

const eventsOf = ({
  facts: { fingerprint, title, severity },
  state,
  was,
  changed,
}: Pick<Sighting, "facts" | "state" | "was" | "changed">): readonly Happening[] => {
  // Most of a large look is unchanged.
  if (state === "recurring" && was === undefined && !changed) return nothing;
  const events: Happening[] = [];
  if (state === "new")
    events.push({ fingerprint, title, transition: "opened", from: undefined, to: severity });
  if (state === "reopened")
    events.push({ fingerprint, title, transition: "reopened", from: "resolved", to: "present" });
  if (was !== undefined) {
    const transition = compareSeverity(severity, was) > 0 ? "escalated" : "eased";
    events.push({ fingerprint, title, transition, from: was, to: severity });
  }
  if (changed) events.push({ fingerprint, title, transition: "changed", from: undefined, to: undefined });
  return events;
};

const nothing: readonly Happening[] = [];

const fadingOf = ({ fingerprint, title, presence: from }: Known, to: Presence): readonly Happening[] =>
  to === from || to === "present" ? nothing : [{ fingerprint, title, transition: to, from, to }];
