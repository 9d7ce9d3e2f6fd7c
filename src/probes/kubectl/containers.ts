import { type SymptomCategory, waitCategories } from "../../core/categories.ts";
import type { ValueMap } from "../../core/value.ts";
import { at, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { Family, Fault } from "./fault.ts";
import { wordOr } from "./fault.ts";
import { onsetOf } from "./onset.ts";
import { ageOf, countAt, hour, instantAt, isoOf, mapsAt, minute, numberAt } from "./read.ts";

/** One container of a pod as its kubelet tells it. */
export type Container = {
  readonly role: "init" | "main" | "ephemeral";
  readonly status: ValueMap;
  /** Runs again whenever it ends. */
  readonly restarts: boolean;
};

/** Init containers first: what comes after them waits for them. */
export const containersOf = (pod: ValueMap): readonly Container[] => {
  const always = (textAt(pod, "spec", "restartPolicy") || "Always") === "Always";
  const sidecars = new Set(
    mapsAt(pod, "spec", "initContainers")
      .filter((one) => textAt(one, "restartPolicy") === "Always")
      .map((one) => textAt(one, "name")),
  );
  const statuses = (key: string): readonly ValueMap[] => mapsAt(pod, "status", key);
  return [
    ...statuses("initContainerStatuses").map(
      (status): Container => ({
        role: "init",
        status,
        restarts: always || sidecars.has(textAt(status, "name")),
      }),
    ),
    ...statuses("containerStatuses").map((status): Container => ({ role: "main", status, restarts: always })),
    ...statuses("ephemeralContainerStatuses").map(
      (status): Container => ({ role: "ephemeral", status, restarts: false }),
    ),
  ];
};

/** What is wrong with one container; the plain beginning of one is told elsewhere, by the age of its pod. */
export const containerFault = (container: Container, pod: ValueMap, now: number): Fault | undefined => {
  const found =
    outOfMemory(container, now) ?? waitingFault(container, pod, now) ?? restartFault(container, pod, now);
  if (found === undefined) return undefined;
  const facts = { ...readingsOf(container, pod), ...found.facts };
  const since = onsetOf(container, pod);
  // A person's debugging aid serves nobody.
  return { ...found, facts, since, severity: container.role === "ephemeral" ? "low" : found.severity };
};

const readingsOf = ({ role, status }: Container, pod: ValueMap): Fault["facts"] => {
  const name = textAt(status, "name");
  const exit =
    numberAt(status, "state", "terminated", "exitCode") ??
    numberAt(status, "lastState", "terminated", "exitCode");
  return {
    pod: textAt(pod, "metadata", "name"),
    container: role === "main" ? name : `${name} (${role})`,
    restarts: String(countAt(status, "restartCount")),
    exit_code: exit === undefined ? undefined : String(exit),
  };
};

const memoryWindow = hour;

const outOfMemory = ({ status }: Container, now: number): Fault | undefined => {
  const killed = [at(status, "state", "terminated"), at(status, "lastState", "terminated")].find(
    (one) => textAt(one, "reason") === "OOMKilled",
  );
  const ended = instantAt(killed, "finishedAt");
  if (ended === undefined || now - ended > memoryWindow) return undefined;
  return fault("memory", "OOMKilled", "was killed for want of memory", { last_end: isoOf(ended) });
};

const fault = (
  family: Family,
  category: SymptomCategory,
  says: string,
  facts: Fault["facts"],
  message?: string,
): Fault => ({ family, category, severity: "high", says, facts, message });

const waits: Readonly<Record<Wait, readonly [Family, string]>> = {
  CrashLoopBackOff: ["crash-loop", "crashes again and again"],
  RunContainerError: ["crash-loop", "cannot be run"],
  StartError: ["crash-loop", "cannot be run"],
  PostStartHookError: ["crash-loop", "fails in what it does after its start"],
  ErrImagePull: ["image-pull", "cannot pull its image"],
  ImagePullBackOff: ["image-pull", "cannot pull its image"],
  InvalidImageName: ["image-pull", "names an image that no image can be called"],
  ErrImageNeverPull: ["image-pull", "may not pull its image, and it is not there"],
  RegistryUnavailable: ["image-pull", "cannot reach the registry of its image"],
  ImageInspectError: ["image-pull", "cannot use its image"],
  SignatureValidationFailed: ["image-pull", "has an image whose signature does not hold"],
  CreateContainerConfigError: ["configuration", "lacks something that its configuration names"],
  CreateContainerError: ["configuration", "cannot be created"],
};
type Wait = (typeof waitCategories)[number];

/** What a healthy start waits for. */
const beginnings = ["ContainerCreating", "PodInitializing", ""];
/** Something that it names may come a moment after it. */
const configurationGrace = minute;
const unknownGrace = 5 * minute;

const waitingFault = ({ status }: Container, pod: ValueMap, now: number): Fault | undefined => {
  const wait = at(status, "state", "waiting");
  const reason = textAt(wait, "reason");
  if (wait === undefined || beginnings.includes(reason)) return undefined;
  const message = textAt(wait, "message");
  const known = waitCategories.find((one) => one === reason);
  if (known === undefined) {
    if (ageOf(pod, now) < unknownGrace) return undefined;
    const said = fault("waiting", wordOr(reason, "Waiting"), "waits and does not start", {}, message);
    return { ...said, severity: "medium" };
  }
  const [family, says] = waits[known];
  if (family === "configuration" && ageOf(pod, now) < configurationGrace) return undefined;
  return fault(family, known, says, {}, message);
};

const restartFault = (container: Container, pod: ValueMap, now: number): Fault | undefined => {
  const { status, restarts } = container;
  const ended = at(status, "state", "terminated");
  if (ended === undefined) return stormOf(container, pod, now);
  if (!restarts || countAt(ended, "exitCode") === 0) return undefined;
  const since = instantAt(ended, "finishedAt");
  // The first restart follows at once.
  const isFirst = countAt(status, "restartCount") === 0 && now - (since ?? now) < 2 * minute;
  return isFirst
    ? undefined
    : fault(
        "crash-loop",
        "ContainerTerminated",
        "ended in error",
        { last_end: isoOf(since) },
        textAt(ended, "message"),
      );
};

const fewestRestarts = 3;
/** A mean run longer than this is no storm. */
const longestRun = 20 * minute;
const backOff = 5 * minute;

/** Runs at this moment, but has crashed at such a rate that it has not yet run for longer than it usually does. */
const stormOf = ({ status }: Container, pod: ValueMap, now: number): Fault | undefined => {
  const restarts = countAt(status, "restartCount");
  const [last, since] = [
    at(status, "lastState", "terminated"),
    instantAt(status, "state", "running", "startedAt"),
  ];
  const ended = instantAt(last, "finishedAt");
  if (restarts < fewestRestarts || since === undefined || ended === undefined) return undefined;
  if (countAt(last, "exitCode") === 0 || now - ended > hour) return undefined;
  const born =
    instantAt(pod, "status", "startTime") ?? instantAt(pod, "metadata", "creationTimestamp") ?? since;
  const began = instantAt(last, "startedAt") ?? ended;
  const run = Math.min((since - born) / restarts, Math.max(ended - began, minute) + backOff);
  return run <= longestRun && now - since < 2 * run + backOff
    ? fault(
        "crash-loop",
        "RestartStorm",
        "restarts again and again",
        { last_end: isoOf(ended) },
        textAt(last, "message"),
      )
    : undefined;
};
