import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "../../src/core/assess.ts";
import { foldReport } from "../../src/core/correlate/fold.ts";
import { severities } from "../../src/core/severity.ts";
import {
  makeDrift,
  makeIdentity,
  makeObservation,
  makeSymptom,
  noPlatformSettings,
} from "../support/make.ts";

const settings = { tuning: "default", platform: noPlatformSettings } as const;

const world = [
  makeDrift({ identity: makeIdentity({ name: "new" }), action: "create", reality: undefined }),
  makeDrift({ identity: makeIdentity({ name: "changed" }) }),
  makeDrift({
    identity: makeIdentity({ name: "gone" }),
    direction: "vanished",
    action: "create",
    reality: undefined,
  }),
  makeDrift({
    identity: makeIdentity({ kind: "aws_db_instance", name: "db" }),
    action: "replace",
    stateful: true,
  }),
  makeSymptom(),
  makeSymptom({
    identity: makeIdentity({ style: "path", kind: "Deployment", namespace: "kube-system", name: "proxy" }),
    workload: "proxy",
  }),
];

/** With what is told of it. */
const told = (...given: Parameters<typeof assess>) => {
  const report = assess(...given);
  return { ...report, ...foldReport(report) };
};

describe("assess", () => {
  test("sorts worst first and keeps what is below the bar as signals", () => {
    const report = told([makeObservation({ departures: world })], settings);
    const ranks = report.items.map(({ severity }) => severities.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(report.signals.map(({ title }) => title)).toEqual([
      "aws_s3_bucket.new is declared and not created yet",
    ]);
    expect(report.counts).toEqual({ low: 1, medium: 1, high: 4, critical: 0 });
  });

  test("tells what it means: gone, replaced, changed, failing", () => {
    const titles = assess([makeObservation({ departures: world })], settings).items.map(({ title }) => title);
    expect(titles).toContain("aws_s3_bucket.gone is gone in reality");
    expect(titles).toContain("aws_db_instance.db is to be destroyed and created anew");
    expect(titles).toContain("web is crash-looping");
  });

  test("strict shows everything, lenient only high and worse", () => {
    const of = (tuning: "strict" | "lenient") =>
      told([makeObservation({ departures: world })], { ...settings, tuning });
    expect(of("strict").signals).toEqual([]);
    expect(of("lenient").signals.map(({ severity }) => severity)).toEqual(["medium", "low"]);
  });

  test("a namespace decides between application and platform, not a name (W-09)", () => {
    const tracker = makeSymptom({
      identity: makeIdentity({ style: "path", kind: "Deployment", namespace: "shop", name: "fleet-tracker" }),
      workload: "fleet-tracker",
    });
    const { items } = assess([makeObservation({ departures: [...world, tracker] })], settings);
    const layer = (name: string) => items.find(({ departure }) => departure.identity.name === name)?.layer;
    expect(layer("fleet-tracker")).toBe("application");
    expect(layer("proxy")).toBe("platform");
  });

  test("the same input in any order gives the same bytes (L7)", () => {
    const expected = JSON.stringify(told([makeObservation({ departures: world })], settings));
    fc.assert(
      fc.property(fc.shuffledSubarray(world, { minLength: world.length }), (departures) => {
        expect(JSON.stringify(told([makeObservation({ departures })], settings))).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });
});
