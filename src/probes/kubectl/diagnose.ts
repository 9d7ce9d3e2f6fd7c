import { type Layer, layerOf } from "../../core/layer.ts";
import type { Assertions, Coverage, Gap, Observation } from "../../core/observation.ts";
import { makeMasker } from "../../core/secret.ts";
import type { Serving } from "../../core/serving.ts";
import { formatDuration } from "../../core/time.ts";
import { textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { ProbeFrame, ProbeReading } from "../probe.ts";
import { bearingsOf } from "./bearings.ts";
import { deepCategories, deepen, withLogs } from "./deep/deepen.ts";
import { healthDocumentIn } from "./document.ts";
import type { Judged } from "./fault.ts";
import { type Judgement, judgeAll } from "./judgements.ts";
import { conditionOf, instantAt, minute } from "./read.ts";
import { identityOf, symptomOf } from "./symptoms.ts";
import type { Subject, World } from "./world.ts";

/** Judges every object that was read beside all others; the same documents in any order make the same observation. */
export const diagnose = ({ document, readAt }: ProbeReading, frame: ProbeFrame): Observation => {
  const { scope, platform } = frame;
  const { context, objects, gaps, dark, deep, notes, ...read } = healthDocumentIn(document);
  const { world, now, judged: told } = judgeAll({ ...read, objects }, readAt);
  const beyond = deepen(told, world, deep);
  const failing = beyond.judged.filter(({ faults }) => faults.length > 0);
  const masker = makeMasker();
  for (const { about } of failing) for (const object of about) masker.learn(object, undefined);
  const naming = { scope, cluster: context, mask: masker.text };
  const layer = (subject: Subject): Layer => layerOf(identityOf(subject, scope), subject.name, platform);
  const own = told.filter(({ serves, subject }) => serves !== undefined && layer(subject) === "application");
  const open = [...gaps, ...clockGaps(world, now)];
  return {
    scope,
    coverage: coverageOf([...open, ...beyond.gaps], dark, objects.length),
    departures: [
      ...failing.flatMap(({ subject, object, faults, logs }) => {
        const symptom = symptomOf(subject, faults, naming, bearingsOf(object, faults, world, scope));
        return symptom === undefined ? [] : [withLogs(symptom, logs, masker.text)];
      }),
      ...beyond.fillings.flatMap(
        ({ subject, fault }) => symptomOf(subject, [fault], naming, undefined) ?? [],
      ),
    ],
    assertions: countOf(own),
    serving: own.flatMap(servingOf),
    observedAt: readAt,
    informational: {},
    warnings: [...notes, ...untoldOf(own)],
    blindTo: open.length === 0 && (deep === undefined || beyond.gaps.length > 0) ? deepCategories : undefined,
  };
};

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

const servingOf = ({ subject: { kind, namespace, name }, serves }: Judgement): readonly Serving[] =>
  serves === undefined ? [] : [{ kind, namespace, name, serves }];

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
