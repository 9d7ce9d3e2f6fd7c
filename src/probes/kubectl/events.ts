import { isMap, type ValueMap } from "../../core/value.ts";
import { isObject, textAt } from "../../platform/kubernetes/compare/thing.ts";
import type { Thing } from "../../platform/kubernetes/list.ts";
import type { Fault } from "./fault.ts";
import { hour, instantAt } from "./read.ts";
import type { World } from "./world.ts";

/** A warning that something wrote about an object; by itself it is nothing that fails. */
export type Told = {
  /** Of the object that it is about. */
  readonly uid: string;
  readonly reason: string;
  readonly message: string;
  /** When it was last seen, milliseconds UTC. */
  readonly at: number;
};

/** Nothing of an event that does not say about what it is, or when. */
export const toldIn = (event: Thing): readonly Told[] => {
  if (!isObject(event)) return [];
  const about = event["involvedObject"];
  const at = ["lastTimestamp", "eventTime", "firstTimestamp"]
    .map((key) => instantAt(event, key))
    .concat(instantAt(event, "series", "lastObservedTime"))
    .filter((one) => one !== undefined);
  const uid = isMap(about) ? textAt(about, "uid") : "";
  if (uid === "" || at.length === 0) return [];
  return [{ uid, reason: textAt(event, "reason"), message: textAt(event, "message"), at: Math.max(...at) }];
};

const mounting = ["FailedMount", "FailedAttachVolume", "FailedMapVolume"] as const;

/** Which warnings explain which trouble, by its category; the first that was written lately speaks. */
const explaining: Readonly<Record<string, readonly string[]>> = {
  StuckCreating: [...mounting, "FailedCreatePodSandBox", "NetworkNotReady", "FailedCreatePodContainer"],
  StuckInit: ["Failed", "BackOff", "Unhealthy", ...mounting],
  StuckTerminating: ["FailedKillPod", "FailedPreStopHook", "KillPodSandboxError"],
  Unschedulable: ["FailedScheduling", "NotTriggerScaleUp"],
  NotReady: ["Unhealthy", "ProbeError"],
  CrashLoopBackOff: ["Unhealthy", "ProbeError"],
  RestartStorm: ["Unhealthy", "ProbeError"],
  PVCPending: ["ProvisioningFailed", "FailedBinding"],
  LoadBalancerPending: ["SyncLoadBalancerFailed", "AllocationFailed"],
  Unavailable: ["FailedCreate"],
  NotStarted: ["FailedCreate"],
};

/** An event that was last seen longer ago is of some other trouble. */
const window = hour;

/** The fault beside what was written of it: as its message where it has none, or where that only repeats the fault. */
export const explained = (fault: Fault, object: ValueMap, world: World, now: number): Fault => {
  const wanted = Object.hasOwn(explaining, fault.category) ? (explaining[fault.category] ?? []) : [];
  const lately = world.toldOf(object).filter(({ at }) => now - at <= window);
  const [event] = wanted.flatMap((reason) => lately.find((one) => one.reason === reason) ?? []);
  if (event === undefined) return fault;
  const { reason, message } = event;
  const isPlain = (fault.message ?? "") === "" || fault.family === "readiness";
  return {
    ...fault,
    message: isPlain ? message : fault.message,
    facts: { ...fault.facts, event: isPlain ? reason : `${reason}: ${message}` },
  };
};
