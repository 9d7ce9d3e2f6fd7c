import { byCodeUnit } from "./order.ts";
import type { Item } from "./report.ts";
import { compareSeverity, type Severity } from "./severity.ts";

/** What may happen to a finding from one look at a target to the next. */
export const happenings = ["appeared", "recurred", "restarted", "worsened", "disappeared"] as const;
type Happening = (typeof happenings)[number];

export type Happened = {
  readonly kind: Happening;
  readonly fingerprint: string;
  readonly title: string;
  readonly severity: Severity;
  /** What it came from, where the kind tells of a growth. */
  readonly was?: string | undefined;
  readonly is?: string | undefined;
};

/** One scope of a look, with what nobody wishes not to hear of and memory's word of it. */
export type SeenScope = {
  readonly resolution: string;
  readonly status: "complete" | "partial" | "failed";
  readonly items: readonly Item[];
  /** Fingerprints that memory knew before this look. */
  readonly known: ReadonlySet<string>;
};

type Held = {
  readonly item: Item;
  /** Whether it was there when it was last looked at. */
  readonly there: boolean;
};

/** What is known of a target from the looks so far: per scope, whatever was ever seen there. */
export type Watched = ReadonlyMap<string, ReadonlyMap<string, Held>>;

export const nothingWatched: Watched = new Map();

/**
 * What happened since the looks before, and what is known after this one. The first look at a scope only tells how it stands; one
 * that failed changes nothing, and of one that saw a part only what is not in it is not taken for gone.
 */
export const compareLooks = (
  before: Watched,
  scopes: readonly SeenScope[],
): { readonly happened: readonly Happened[]; readonly after: Watched } => {
  const after = new Map(before);
  const happened: Happened[] = [];
  for (const scope of scopes) {
    if (scope.status === "failed") continue;
    const known = before.get(scope.resolution);
    after.set(scope.resolution, heldAfter(known, scope));
    if (known !== undefined) happened.push(...changes(known, scope));
  }
  return { happened: happened.sort(inOrder), after };
};

const heldAfter = (known: ReadonlyMap<string, Held> | undefined, { status, items }: SeenScope) => {
  const held = new Map<string, Held>();
  for (const [key, one] of known ?? []) held.set(key, status === "complete" ? { ...one, there: false } : one);
  for (const item of items) held.set(item.departure.fingerprint, { item, there: true });
  return held;
};

const changes = (
  before: ReadonlyMap<string, Held>,
  { status, items, known }: SeenScope,
): readonly Happened[] => {
  const now = new Set(items.map(({ departure }) => departure.fingerprint));
  const gone =
    status === "complete"
      ? [...before.values()].filter(({ there, item }) => there && !now.has(item.departure.fingerprint))
      : [];
  return [
    ...items.flatMap((item) => changeOf(item, before.get(item.departure.fingerprint), known)),
    ...gone.map(({ item }) => said("disappeared", item)),
  ];
};

const changeOf = (item: Item, before: Held | undefined, known: ReadonlySet<string>): readonly Happened[] => {
  if (before === undefined)
    return [said(known.has(item.departure.fingerprint) ? "recurred" : "appeared", item)];
  if (!before.there) return [said("recurred", item)];
  const restarts = restartsGrown(before.item, item);
  return [
    ...(restarts === undefined ? [] : [{ ...said("restarted", item), ...restarts }]),
    ...(compareSeverity(item.severity, before.item.severity) > 0
      ? [{ ...said("worsened", item), was: before.item.severity, is: item.severity }]
      : []),
  ];
};

/** Counts of one and the same pod only: those of two say nothing. */
const restartsGrown = (before: Item, now: Item) => {
  const [old, young] = [restartsOf(before), restartsOf(now)];
  if (old === undefined || young === undefined || old.of !== young.of || young.count <= old.count)
    return undefined;
  return { was: String(old.count), is: String(young.count) };
};

const restartsOf = ({ departure }: Item): { readonly of: string; readonly count: number } | undefined => {
  if (departure.type !== "symptom") return undefined;
  const { pod = "", container = "", restarts = "" } = departure.evidence;
  return /^\d+$/.test(restarts)
    ? { of: JSON.stringify([pod, container]), count: Number(restarts) }
    : undefined;
};

const said = (kind: Happening, { departure, title, severity }: Item): Happened => ({
  ...{ kind, title, severity },
  fingerprint: departure.fingerprint,
});

const inOrder = (a: Happened, b: Happened): number =>
  happenings.indexOf(a.kind) - happenings.indexOf(b.kind) ||
  compareSeverity(b.severity, a.severity) ||
  byCodeUnit(a.title, b.title) ||
  byCodeUnit(a.fingerprint, b.fingerprint);
