import { describe, expect, test } from "vitest";
import { assess } from "../../../src/core/assess.ts";
import { foldReport } from "../../../src/core/correlate/fold.ts";
import type { Departure, FieldDiff } from "../../../src/core/departure.ts";
import {
  makeDrift,
  makeIdentity,
  makeObservation,
  makeSymptom,
  noPlatformSettings,
} from "../../support/make.ts";

const alertsOf = (departures: readonly Departure[]) =>
  foldReport(assess([makeObservation({ departures })], { tuning: "strict", platform: noPlatformSettings }))
    .alerts;

const diff = (path: string): FieldDiff => ({
  path,
  before: "1",
  after: "2",
  secret: false,
  unknown: false,
  forcesReplacement: false,
});

const queue = (name: string, path = "timeout", namespace = "module.queues") =>
  makeDrift({ identity: makeIdentity({ kind: "aws_sqs_queue", name, namespace }), diff: [diff(path)] });

describe("grouping", () => {
  test("what changed alike in one module is one alert, whose members keep their own fingerprints", () => {
    const [alert, ...rest] = alertsOf([queue("mail"), queue("orders"), queue("refunds")]);
    expect(rest).toEqual([]);
    expect(alert?.title).toContain("3 aws_sqs_queue in module.queues");
    expect(new Set(alert?.items.map(({ departure }) => departure.fingerprint)).size).toBe(3);
  });

  test.each<[string, readonly Departure[]]>([
    ["another attribute", [queue("a"), queue("b", "policy")]],
    ["another module", [queue("a"), queue("b", "timeout", "module.other")]],
    [
      "another type",
      [
        queue("a"),
        makeDrift({ identity: makeIdentity({ namespace: "module.queues" }), diff: [diff("timeout")] }),
      ],
    ],
    ["another direction", [queue("a"), { ...queue("b"), direction: "vanished" }]],
    [
      "another environment",
      [
        queue("a"),
        makeDrift({ identity: { ...queue("b").identity, scope: "env=prod" }, diff: [diff("timeout")] }),
      ],
    ],
  ])("%s stays apart", (_, departures) => {
    expect(alertsOf(departures)).toHaveLength(2);
  });

  test("a dot or a bracket in a key never decides a group (W-14)", () => {
    const keyed = (key: string) =>
      makeDrift({ identity: makeIdentity({ name: "log", key }), diff: [diff("acl")] });
    const [alert, ...rest] = alertsOf([keyed('["a.b"]'), keyed('["c"]')]);
    expect(rest).toEqual([]);
    expect(alert?.items).toHaveLength(2);
  });

  test("one workload failing one way in three places is one alert; another way is another", () => {
    const web = (namespace: string, family = "CrashLoop") =>
      makeSymptom({
        identity: makeIdentity({ style: "path", kind: "Deployment", name: "web.v2", namespace }),
        workload: "web.v2",
        family,
      });
    const alerts = alertsOf([web("a"), web("b"), web("c"), web("d", "ImagePull")]);
    expect(alerts.map(({ items }) => items.length).sort()).toEqual([1, 3]);
    expect(alerts.find(({ items }) => items.length === 3)?.title).toBe("web.v2: CrashLoop in 3 place(s)");
  });
});
