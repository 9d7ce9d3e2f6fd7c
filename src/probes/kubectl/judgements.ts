import { byCodeUnit } from "../../core/order.ts";
import type { ValueMap } from "../../core/value.ts";
import { kindOf, nameOf, namespaceOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { KnownDocument } from "./document.ts";
import type { Judged } from "./fault.ts";
import { bornAt } from "./read.ts";
import { judge } from "./rules.ts";
import { judgeStranger } from "./sets.ts";
import { type Subject, subjectOf, type World, worldOf } from "./world.ts";

/** What a rule makes of one thing. */
export type Judgement = Judged & {
  readonly subject: Subject;
  /** What it was read from: the first of its pods for what was not read itself. */
  readonly object: ValueMap;
  /** Pods at the end of its chain of owners. */
  readonly pods: readonly ValueMap[];
  /** Everything in which a secret may stand that its messages repeat. */
  readonly about: readonly ValueMap[];
};

export type Judgements = {
  readonly world: World;
  readonly judged: readonly Judgement[];
  /** The instant that counted as now, milliseconds UTC. */
  readonly now: number;
};

/** Judges every object beside all others; the same objects in any order come out the same. */
export const judgeAll = (
  { objects, unread, events }: Pick<KnownDocument, "objects" | "unread" | "events">,
  readAt: number,
): Judgements => {
  const world = worldOf(inOrderOf(objects), new Set(unread), events);
  const now = newest(readAt, world.objects);
  return { world, now, judged: judgements(world, now) };
};

const mostPods = 20;

const judgements = (world: World, now: number): readonly Judgement[] => [
  ...world.objects.map((object) => {
    const pods = world.podsOf(object);
    return {
      ...judge(object, world, now),
      ...{ subject: subjectOf(object), object, pods },
      about: [object, ...world.madeBy(object), ...pods.slice(0, mostPods)],
    };
  }),
  ...world.strangers.map((stranger) => ({
    ...judgeStranger(stranger, world, now),
    ...{ subject: stranger.subject, object: stranger.pods[0], pods: stranger.pods },
    about: stranger.pods.slice(0, mostPods),
  })),
];

const inOrderOf = (objects: readonly ValueMap[]): readonly ValueMap[] =>
  objects
    .map((object) => ({
      object,
      key: `${kindOf(object)}/${namespaceOf(object)}/${nameOf(object)}/${textAt(object, "apiVersion")}`,
    }))
    .sort((a, b) => byCodeUnit(a.key, b.key))
    .map(({ object }) => object);

/** Nothing is younger than now: where the clock of this machine is behind, the cluster's own word counts. */
const newest = (readAt: number, objects: readonly ValueMap[]): number =>
  objects.reduce((latest, object) => Math.max(latest, bornAt(object) ?? 0), readAt);
