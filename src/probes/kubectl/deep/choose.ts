import { byCodeUnit } from "../../../core/order.ts";
import type { ValueMap } from "../../../core/value.ts";
import { at, nameOf, namespaceOf, textAt } from "../../../platform/kubernetes/compare/thing.ts";
import type { LogWish } from "../../../platform/kubernetes/logs.ts";
import { containersOf } from "../containers.ts";
import { type Family, type Fault, worstFirst } from "../fault.ts";
import type { Judgement } from "../judgements.ts";
import { countAt, instantAt } from "../read.ts";

/** A log that is wanted; those of what fails come first, then one pod of each workload, then the next of each. */
export type Wanted = LogWish & { readonly rank: number };

/** Seconds of the log of something that seems well. */
export const window = 15 * 60;
const mostPods = 5;
const mostContainers = 10;
const mostCulprits = 3;

/** What no container of it could write of: it never ran, or its log went with its node. */
const speechless: ReadonlySet<Family> = new Set([
  ...(["image-pull", "configuration", "scheduling", "creation", "node", "termination"] as const),
  ...(["schedule", "eviction", "storage", "scaling", "endpoints"] as const),
]);

export const wantedLogs = (judged: readonly Judgement[]): readonly Wanted[] =>
  judged
    .flatMap(({ faults, pods }) => {
      const [worst] = [...faults].sort(worstFirst);
      if (worst === undefined) return ofHealthy(pods);
      return speechless.has(worst.family) ? [] : ofFailing(worst, pods);
    })
    .sort((a, b) => a.rank - b.rank || byCodeUnit(keyOf(a), keyOf(b)));

const keyOf = ({ namespace, pod, container, previous }: Wanted): string =>
  `${namespace}/${pod}/${container}/${previous ? 1 : 0}`;

const ofHealthy = (pods: readonly ValueMap[]): readonly Wanted[] =>
  newestFirst(pods.filter(isRunning))
    .slice(0, mostPods)
    .flatMap((pod, rank) =>
      containersOf(pod)
        .filter(({ role, status }) => role !== "ephemeral" && at(status, "state", "running") !== undefined)
        .slice(0, mostContainers)
        .map(({ status }) => ({
          ...placeOf(pod, textAt(status, "name")),
          ...{ previous: false, since: window, rank: rank + 1 },
        })),
    );

const isRunning = (pod: ValueMap): boolean =>
  textAt(pod, "status", "phase") === "Running" && textAt(pod, "metadata", "deletionTimestamp") === "";

/** The run that ended tells why, where there was one; what runs now may say it again. */
const ofFailing = (worst: Fault, pods: readonly ValueMap[]): readonly Wanted[] => {
  const pod = pods.find((one) => nameOf(one) === worst.facts?.["pod"]) ?? likeliest(pods);
  if (pod === undefined) return [];
  const all = containersOf(pod).map(({ status }) => status);
  const names = culpritsOf(worst, all);
  return names.slice(0, mostCulprits).flatMap((name) => {
    const status = all.find((one) => textAt(one, "name") === name);
    const hasPrevious = countAt(status, "restartCount") > 0;
    return (hasPrevious ? [true, false] : [false]).map((previous) => ({
      ...placeOf(pod, name),
      ...{ previous, since: undefined, rank: 0 },
    }));
  });
};

const culpritsOf = (worst: Fault, statuses: readonly ValueMap[]): readonly string[] => {
  // `name (init)`, `one, other`: no name of a container holds a space or a comma.
  const named = (worst.facts?.["container"] ?? "").split(", ").map((name) => name.replace(/ \(.*$/, ""));
  const told = named.filter((name) => name !== "");
  if (told.length > 0) return told;
  const bad = statuses.filter(
    (status) =>
      countAt(status, "state", "terminated", "exitCode") !== 0 ||
      at(status, "state", "waiting") !== undefined ||
      (at(status, "state", "running") !== undefined && status["ready"] === false),
  );
  return (bad.length > 0 ? bad : statuses).map((status) => textAt(status, "name"));
};

/** Where no pod is named: one that is not ready, the newest trouble first. */
const likeliest = (pods: readonly ValueMap[]): ValueMap | undefined => {
  const sorted = newestFirst(pods);
  return sorted.find((pod) => containersOf(pod).some(({ status }) => status["ready"] === false)) ?? sorted[0];
};

const newestFirst = (pods: readonly ValueMap[]): readonly ValueMap[] =>
  [...pods].sort((a, b) => lastStart(b) - lastStart(a) || byCodeUnit(nameOf(a), nameOf(b)));

/** When one of its containers last ended and was started anew; 0 for one that never was. */
const lastStart = (pod: ValueMap): number =>
  Math.max(
    0,
    ...containersOf(pod).map(({ status }) =>
      countAt(status, "restartCount") === 0
        ? 0
        : (instantAt(status, "lastState", "terminated", "finishedAt") ??
          instantAt(status, "state", "running", "startedAt") ??
          0),
    ),
  );

const placeOf = (pod: ValueMap, container: string) => ({
  namespace: namespaceOf(pod),
  pod: nameOf(pod),
  container,
});
