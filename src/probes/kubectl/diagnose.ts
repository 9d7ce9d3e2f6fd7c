import { type Layer, layerOf } from "../../core/layer.ts";
import type { Assertions, Coverage, Gap, Observation } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { makeMasker } from "../../core/secret.ts";
import { formatDuration } from "../../core/time.ts";
import type { ValueMap } from "../../core/value.ts";
import { kindOf, nameOf, namespaceOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { ProbeFrame, ProbeReading } from "../probe.ts";
import { bearingsOf } from "./bearings.ts";
import { healthDocumentIn } from "./document.ts";
import type { Judged } from "./fault.ts";
import { bornAt, conditionOf, instantAt, minute } from "./read.ts";
import { judge } from "./rules.ts";
import { judgeStranger } from "./sets.ts";
import { identityOf, symptomOf } from "./symptoms.ts";
import { type Subject, subjectOf, type World, worldOf } from "./world.ts";

/** Judges every object that was read beside all others; the same documents in any order make the same observation. */
export const diagnose = ({ document, readAt }: ProbeReading, frame: ProbeFrame): Observation => {
  const { scope, platform } = frame;
  const { context, objects: told, unread, gaps, dark } = healthDocumentIn(document);
  const objects = inOrderOf(told);
  const world = worldOf(objects, new Set(unread));
  const now = newest(readAt, objects);
  const judged = judgements(world, now);
  const failing = judged.filter(({ faults }) => faults.length > 0);
  const masker = makeMasker();
  for (const { about } of failing) for (const object of about) masker.learn(object, undefined);
  const naming = { scope, cluster: context, mask: masker.text };
  const layer = (subject: Subject): Layer => layerOf(identityOf(subject, scope), subject.name, platform);
  const own = judged.filter(
    ({ serves, subject }) => serves !== undefined && layer(subject) === "application",
  );
  const open = [...gaps, ...clockGaps(world, now)];
  return {
    scope,
    coverage: coverageOf(open, dark, objects.length),
    departures: failing.flatMap(
      ({ subject, object, faults }) =>
        symptomOf(subject, faults, naming, bearingsOf(object, faults, world, scope)) ?? [],
    ),
    assertions: countOf(own),
    observedAt: readAt,
    informational: {},
    warnings: untoldOf(own),
  };
};

type Judgement = Judged & {
  readonly subject: Subject;
  /** What it was read from: the first of its pods for what was not read itself. */
  readonly object: ValueMap;
  /** Everything in which a secret may stand that its messages repeat. */
  readonly about: readonly ValueMap[];
};

const mostPods = 20;

const judgements = (world: World, now: number): readonly Judgement[] => [
  ...world.objects.map((object) => ({
    ...judge(object, world, now),
    ...{ subject: subjectOf(object), object },
    about: [object, ...world.madeBy(object), ...world.podsOf(object).slice(0, mostPods)],
  })),
  ...world.strangers.map((stranger) => ({
    ...judgeStranger(stranger, world, now),
    ...{ subject: stranger.subject, object: stranger.pods[0] },
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

/** A kubelet that lives reports every five minutes. */
const oldestHeartbeat = 15 * minute;

/** Where no node has reported for long, either none lives or the clock of this machine is ahead: no age can be told then. */
const clockGaps = (world: World, now: number): readonly Gap[] => {
  const beats = world
    .ofKind("Node")
    .map((node) => conditionOf(node, "Ready"))
    .filter((ready) => textAt(ready, "status") === "True")
    .flatMap((ready) => instantAt(ready, "lastHeartbeatTime") ?? []);
  const age = now - Math.max(...beats);
  if (beats.length === 0 || age <= oldestHeartbeat) return [];
  return [
    {
      what: "how old things are",
      why: `no node has reported for ${formatDuration(age)}: they are gone, or the clock of this machine is ahead`,
    },
  ];
};

const coverageOf = (gaps: readonly Gap[], dark: boolean, looked: number): Coverage => ({
  status: dark ? "failed" : gaps.length > 0 ? "partial" : "complete",
  basis: "declared-vs-real",
  gaps,
  looked,
});

const countOf = (judged: readonly Judgement[]): Assertions => {
  const count = (serves: Judged["serves"]): number => judged.filter((one) => one.serves === serves).length;
  return { passed: count("yes"), failed: count("no"), unknown: count("unknown") };
};

const mostTold = 5;

const untoldOf = (judged: readonly Judgement[]): readonly string[] => {
  const untold = judged.filter(({ serves }) => serves === "unknown");
  const more = untold.length - mostTold;
  return [
    ...untold
      .slice(0, mostTold)
      .map(
        ({ subject: { kind, namespace, name }, untold: why = "" }) =>
          `whether ${kind} ${namespace}/${name} serves cannot be told: ${why}`,
      ),
    ...(more > 0 ? [`of ${more} more workloads it cannot be told whether they serve`] : []),
  ];
};
