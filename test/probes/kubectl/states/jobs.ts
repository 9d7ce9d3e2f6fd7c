import { ago, condition, container, ended, object, pod, type Scene, type Thing, waiting } from "./parts.ts";

const job = (
  name: string,
  status: Thing,
  { spec = {}, cron = undefined as string | undefined, age = "1h" } = {},
): Thing =>
  object(
    "batch/v1",
    "Job",
    name,
    { spec: { completions: 1, parallelism: 1, backoffLimit: 6, ...spec }, status },
    {
      creationTimestamp: ago(age),
      ...(cron === undefined
        ? {}
        : {
            ownerReferences: [
              {
                apiVersion: "batch/v1",
                kind: "CronJob",
                name: cron,
                uid: `CronJob-${cron}`,
                controller: true,
              },
            ],
          }),
    },
  );

const failed = (since: string, reason = "BackoffLimitExceeded"): Thing => ({
  failed: 7,
  startTime: ago("1h"),
  conditions: [
    condition("FailureTarget", "True", since, reason),
    condition("Failed", "True", since, reason, "Job has reached the specified backoff limit"),
  ],
});
const complete = (since: string): Thing => ({
  succeeded: 1,
  startTime: ago("1h"),
  completionTime: ago(since),
  conditions: [condition("SuccessCriteriaMet", "True", since), condition("Complete", "True", since)],
});

const cron = (schedule: string, status: Thing, spec: Thing = {}): Thing =>
  object("batch/v1", "CronJob", "report", {
    spec: { schedule, suspend: false, concurrencyPolicy: "Allow", ...spec },
    status,
  });

export const jobScenes: readonly Scene[] = [
  { name: "a finished Job", objects: [job("load", complete("30m"))], says: [], serves: [0, 0, 0] },
  { name: "a Job that runs", objects: [job("load", { active: 1, startTime: ago("1h") })], says: [] },
  {
    name: "a Job that failed",
    objects: [job("load", failed("10m"))],
    says: ["Job/load BackoffLimitExceeded high"],
  },
  {
    name: "a Job that took longer than it may",
    objects: [job("load", failed("10m", "DeadlineExceeded"))],
    says: ["Job/load DeadlineExceeded high"],
  },
  {
    name: "a suspended Job",
    objects: [
      job("load", { conditions: [condition("Suspended", "True", "1h")] }, { spec: { suspend: true } }),
    ],
    says: [],
  },
  {
    name: "a Job that is at its third try",
    objects: [
      job("load", { active: 1, failed: 2, startTime: ago("10m") }),
      pod("load-1", {
        of: ["Job", "load"],
        phase: "Failed",
        ready: ["False", "8m"],
        containers: [container("app", { ready: false, state: ended("Error", 1, "8m") })],
      }),
      pod("load-2", { of: ["Job", "load"] }),
    ],
    says: [],
  },
  {
    name: "the failed tries of a Job that came to a good end",
    objects: [
      job("load", { ...complete("5m"), failed: 1 }),
      pod("load-1", {
        of: ["Job", "load"],
        phase: "Failed",
        ready: ["False", "20m"],
        containers: [container("app", { ready: false, state: ended("Error", 1, "20m") })],
      }),
      pod("load-2", {
        of: ["Job", "load"],
        phase: "Succeeded",
        ready: ["False", "5m"],
        containers: [container("app", { ready: false, state: ended("Completed", 0, "5m") })],
      }),
    ],
    says: [],
  },
  {
    name: "a Job whose image is not there",
    objects: [
      job("load", { active: 1, startTime: ago("10m") }),
      pod("load-1", {
        of: ["Job", "load"],
        phase: "Pending",
        ready: ["False", "10m"],
        containers: [container("app", waiting("ImagePullBackOff", "no"))],
      }),
    ],
    says: ["Job/load ImagePullBackOff high"],
  },
  {
    name: "a Job for which no pod was ever made",
    objects: [job("load", { startTime: ago("1h"), ready: 0 })],
    says: ["Job/load NotStarted medium"],
  },
  { name: "a Job of this minute", objects: [job("load", {}, { age: "20s" })], says: [] },
  {
    name: "a CronJob that runs on time",
    objects: [cron("*/10 * * * *", { lastScheduleTime: ago("10m"), lastSuccessfulTime: ago("9m") })],
    says: [],
  },
  {
    name: "a CronJob every night, in the afternoon",
    objects: [cron("0 3 * * *", { lastScheduleTime: "2026-03-10T03:00:00Z" })],
    says: [],
  },
  {
    name: "a CronJob by a word",
    objects: [cron("@daily", { lastScheduleTime: "2026-03-10T00:00:00Z" })],
    says: [],
  },
  {
    name: "a CronJob on Mondays by name",
    objects: [cron("30 4 * * MON", { lastScheduleTime: "2026-03-09T04:30:00Z" })],
    says: [],
  },
  {
    name: "a CronJob that has missed an hour of tens of minutes",
    objects: [cron("*/10 * * * *", { lastScheduleTime: ago("70m") })],
    says: ["CronJob/report CronJobLate medium"],
  },
  {
    name: "a CronJob that has not run for five nights",
    objects: [cron("0 3 * * *", { lastScheduleTime: "2026-03-05T03:00:00Z" })],
    says: ["CronJob/report CronJobLate medium"],
  },
  {
    name: "a suspended CronJob",
    objects: [cron("*/10 * * * *", { lastScheduleTime: ago("20d") }, { suspend: true })],
    says: [],
  },
  {
    name: "a CronJob that waits for its long run, one at a time",
    objects: [
      cron(
        "*/10 * * * *",
        { lastScheduleTime: ago("70m"), active: [{ kind: "Job", name: "report-1" }] },
        { concurrencyPolicy: "Forbid" },
      ),
      job("report-1", { active: 1, startTime: ago("70m") }, { cron: "report", age: "70m" }),
    ],
    says: [],
  },
  {
    name: "a CronJob with a schedule that nobody can read",
    objects: [cron("every now and then", {})],
    says: [],
  },
  {
    name: "a CronJob whose newest run failed",
    objects: [
      cron("0 * * * *", { lastScheduleTime: ago("0s") }),
      job("report-1", complete("62m"), { cron: "report", age: "2h" }),
      job("report-2", failed("30m"), { cron: "report", age: "1h" }),
    ],
    says: ["CronJob/report BackoffLimitExceeded high"],
  },
  {
    name: "a CronJob whose newest run made good what failed before",
    objects: [
      cron("0 * * * *", { lastScheduleTime: ago("0s") }),
      job("report-1", failed("62m"), { cron: "report", age: "2h" }),
      job("report-2", complete("30m"), { cron: "report", age: "1h" }),
    ],
    says: [],
  },
];
