import type { ValueMap } from "../../core/value.ts";
import { at, kindOf, textAt } from "../../platform/kubernetes/compare/thing.ts";
import { nextDue, parseSchedule } from "./cron.ts";
import { type Fault, healthy, type Judged, wordOr } from "./fault.ts";
import { foldedFaults } from "./fold.ts";
import type { Outlook } from "./pods.ts";
import { ageOf, bornAt, conditionOf, countAt, instantAt, isoOf, mapsAt, minute } from "./read.ts";
import type { World } from "./world.ts";

const outlook: Outlook = { whole: false, replaced: "by its job", rolling: () => false };
const startGrace = 10 * minute;

/** A Job of its own; one that a CronJob made is judged with its like. */
export const judgeJob = (object: ValueMap, world: World, now: number): Judged => {
  if (isOfCronJob(object, world) || isSuspended(object) || isComplete(object)) return healthy;
  return { faults: [...foldedFaults(world.podsOf(object), outlook, world, now), ...jobFaults(object, now)] };
};

const isOfCronJob = (object: ValueMap, world: World): boolean => {
  const maker = world.makerOf(object);
  return maker !== undefined && kindOf(maker) === "CronJob";
};

const isSuspended = (object: ValueMap): boolean => at(object, "spec", "suspend") === true;
const isTrue = (object: ValueMap, type: string): boolean =>
  textAt(conditionOf(object, type), "status") === "True";
const isComplete = (object: ValueMap): boolean =>
  isTrue(object, "Complete") || isTrue(object, "SuccessCriteriaMet");

const jobFaults = (object: ValueMap, now: number): readonly Fault[] => {
  if (isTrue(object, "Failed")) {
    const failed = conditionOf(object, "Failed");
    return [
      {
        ...{
          family: "job",
          category: wordOr(textAt(failed, "reason"), "JobFailed"),
          severity: "high",
          says: "failed",
        },
        message: textAt(failed, "message"),
        facts: {
          failed_pods: String(countAt(object, "status", "failed")),
        },
        since: instantAt(failed, "lastTransitionTime"),
      },
    ];
  }
  const status = ["active", "succeeded", "failed"].reduce(
    (sum, key) => sum + countAt(object, "status", key),
    0,
  );
  const wants = at(object, "spec", "parallelism") !== 0 && at(object, "spec", "completions") !== 0;
  if (status > 0 || !wants || isTrue(object, "FailureTarget") || ageOf(object, now) <= startGrace) return [];
  return [
    {
      ...{ family: "job", category: "NotStarted", severity: "medium", says: "has not made a pod" },
      since: bornAt(object),
    },
  ];
};

export const judgeCronJob = (object: ValueMap, world: World, now: number): Judged => {
  if (isSuspended(object)) return healthy;
  const jobs = world
    .madeBy(object)
    .filter((one) => kindOf(one) === "Job")
    .sort((a, b) => (bornAt(b) ?? 0) - (bornAt(a) ?? 0));
  // One that is still at it says nothing of how it will end.
  const ended = jobs.filter((job) => isComplete(job) || isTrue(job, "Failed"));
  const failed = seriesFaults(ended, now);
  const running = jobs.filter((job) => !isComplete(job) && !isTrue(job, "Failed") && !isSuspended(job));
  const pods = running.flatMap((job) => world.madeBy(job).filter((one) => kindOf(one) === "Pod"));
  return {
    faults: [
      ...foldedFaults(pods, outlook, world, now),
      ...failed,
      ...lateFaults(object, running.length > 0, now),
    ],
  };
};

/** The newest job that ended; since when they fail is told only where one before them that did not is still there. */
const seriesFaults = (ended: readonly ValueMap[], now: number): readonly Fault[] => {
  const good = ended.findIndex(isComplete);
  const [newest] = ended;
  if (newest === undefined || good === 0) return [];
  const first = good < 0 ? undefined : ended[good - 1];
  const since = instantAt(first && conditionOf(first, "Failed"), "lastTransitionTime");
  return jobFaults(newest, now).map((fault) => ({ ...fault, since }));
};

/** The zone of a schedule shifts it by less than a day's turn, which one more turn that was missed makes up for. */
const mostMissed = 3;

const lateFaults = (object: ValueMap, isRunning: boolean, now: number): readonly Fault[] => {
  const schedule = parseSchedule(textAt(object, "spec", "schedule"));
  const last = instantAt(object, "status", "lastScheduleTime") ?? bornAt(object);
  if (schedule === undefined || last === undefined) return [];
  const waits = textAt(object, "spec", "concurrencyPolicy") === "Forbid";
  if (waits && (isRunning || mapsAt(object, "status", "active").length > 0)) return [];
  let due: number | undefined = last;
  for (let missed = 0; missed < mostMissed && due !== undefined; missed += 1) due = nextDue(schedule, due);
  if (due === undefined || due + minute > now) return [];
  return [
    {
      ...{ family: "schedule", category: "CronJobLate", severity: "medium", says: "has missed its schedule" },
      facts: { schedule: textAt(object, "spec", "schedule"), last_schedule: isoOf(last) },
    },
  ];
};
