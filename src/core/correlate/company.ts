import { addTo } from "../grouped.ts";
import { printIdentity } from "../identity.ts";
import { byCodeUnit } from "../order.ts";
import { placeOf } from "../scope.ts";
import type { Counter } from "./counter.ts";
import { kindKey } from "./kinds.ts";
import { type Moment, type Order, orderOf } from "./order-in-time.ts";
import type { SymptomItem } from "./parts.ts";
import { keyOf, type Relation } from "./relation.ts";

/** What can be said of one drift beside one symptom, before others that fail are looked at. */
export type Suspect = {
  readonly relation: Relation;
  /** What of it can make the trouble. */
  readonly fields: readonly string[];
  readonly order: Order;
  readonly counter: Counter;
};

export type Trouble = {
  readonly symptom: SymptomItem;
  readonly onset: Moment | undefined;
  readonly suspects: readonly Suspect[];
};

/** Nothing about it is unproven yet. */
export const isSound = ({ order, counter }: Suspect): boolean =>
  order.is === "before" && counter.doubts.length === 0;

/** What fails alike within this span fails at the same time. */
const together = 10 * 60_000;

/**
 * Others that fail alike at the same time, with nothing of their own that explains it, and share no change with the one asked
 * about: a registry, a name server, a node. Only they are looked through, sorted by onset.
 */
export const likenessOf = (troubles: readonly Trouble[]): ((trouble: Trouble) => readonly string[]) => {
  const unexplained = new Map<string, Dated[]>();
  for (const { symptom, onset, suspects } of troubles) {
    if (onset === undefined || suspects.some(isSound)) continue;
    const key = classOf(symptom);
    addTo(unexplained, key, { symptom, onset, suspects });
  }
  for (const list of unexplained.values()) list.sort(byOnset);
  return ({ symptom, onset, suspects }) => {
    if (onset === undefined) return [];
    const own = new Set(suspects.map(({ relation }) => relation.drift));
    const others = within(unexplained.get(classOf(symptom)) ?? [], onset.at).filter(
      (other) => !other.suspects.some(({ relation }) => own.has(relation.drift)),
    );
    if (others.length === 0) return [];
    const names = firstNames(others).slice(0, 3).join(", ") + (others.length > 3 ? " and others" : "");
    return [`${others.length} other(s) fail alike at the same time and share no such change: ${names}`];
  };
};

/** Of thousands only as many are named as are read. */
const firstNames = (others: readonly Dated[]): readonly string[] =>
  others
    .slice(0, mostNamed)
    .map(({ symptom }) => printIdentity(symptom.departure.identity))
    .sort(byCodeUnit);

const mostNamed = 50;

type Dated = Trouble & { readonly onset: Moment };

const byOnset = (a: Dated, b: Dated): number =>
  a.onset.at - b.onset.at || byCodeUnit(a.symptom.departure.fingerprint, b.symptom.departure.fingerprint);

const within = (sorted: readonly Dated[], at: number): readonly Dated[] =>
  sorted.slice(firstFrom(sorted, at - together), firstFrom(sorted, at + together + 1));

const classOf = ({ departure: { identity, family } }: SymptomItem): string =>
  JSON.stringify([placeOf(identity.scope), family]);

/** The first place whose onset is not before the instant. */
const firstFrom = (list: readonly { readonly onset: Moment }[], at: number): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.onset.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What a workload suffers when its node fails. */
const fromNode: ReadonlySet<string> = new Set([
  ...["node", "readiness", "availability", "scheduling", "eviction", "endpoints", "startup", "creation"],
  ...["termination", "storage", "rollout", "waiting", "job"],
]);

type Nodes = {
  /** Why a drift is not proven: the node is a cause that is as near. */
  readonly doubts: (trouble: Trouble) => readonly string[];
  /** The failing node on which all of the trouble stands; `undefined` where there are none or several. */
  readonly under: (trouble: Trouble) => SymptomItem | undefined;
};

export const nodesFailing = (troubles: readonly Trouble[]): Nodes => {
  const nodes = new Map<string, Trouble>();
  for (const trouble of troubles) {
    const { identity, family } = trouble.symptom.departure;
    if (kindKey(identity) === "/Node" && family === "node") nodes.set(keyOf(identity), trouble);
  }
  const below = ({ symptom, onset }: Trouble): readonly Trouble[] => {
    if (nodes.size === 0 || !fromNode.has(symptom.departure.family)) return [];
    const used = new Set(symptom.departure.bearings?.uses.map(keyOf));
    return [...used].flatMap((key) => {
      const node = nodes.get(key);
      return node === undefined || orderOf(node.onset, onset).is !== "before" ? [] : [node];
    });
  };
  return {
    doubts: (trouble) =>
      below(trouble).map(
        ({ symptom }) => `${printIdentity(symptom.departure.identity)}, on which it runs, fails as well`,
      ),
    under: (trouble) => {
      const [node, ...others] = below(trouble);
      return others.length === 0 ? node?.symptom : undefined;
    },
  };
};
