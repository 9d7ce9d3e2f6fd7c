import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess } from "../../src/core/assess.ts";
import { foldReport } from "../../src/core/correlate/fold.ts";
import { type Departure, departureFingerprint } from "../../src/core/departure.ts";
import { type FleetPart, fleetOf } from "../../src/core/fleet.ts";
import {
  makeDrift,
  makeIdentity,
  makeObservation,
  makeSymptom,
  noPlatformSettings,
} from "../support/make.ts";

const alertsOf = (departures: readonly Departure[]) =>
  foldReport(assess([makeObservation({ departures })], { tuning: "strict", platform: noPlatformSettings }))
    .alerts;

const part = (
  name: string,
  departures: readonly Departure[] = [],
  more: Partial<FleetPart> = {},
): FleetPart => ({
  ...{ name, label: name, verdict: "WORKING", because: [], alerts: alertsOf(departures) },
  ...{ signals: 0, muted: 0, fresh: new Set(), reopened: new Set(), resolved: [], stale: 0, unseen: [] },
  ...more,
});

const inScope = (scope: string, fields: Parameters<typeof makeIdentity>[0]) =>
  makeIdentity({ style: "path", group: "apps", kind: "Deployment", namespace: "shop", scope, ...fields });

const crash = (scope: string, name = "web", family = "crash") => {
  const identity = inScope(scope, { name });
  return makeSymptom({
    identity,
    family,
    workload: name,
    fingerprint: departureFingerprint(identity, family),
  });
};

const field = (path: string) => ({
  ...{ path, before: "1", after: "2", secret: false, unknown: false, forcesReplacement: false },
});

const drifted = (scope: string, paths: readonly string[], name = "web") => {
  const identity = inScope(scope, { name });
  const fingerprint = departureFingerprint(identity, "drift");
  return makeDrift({ identity, fingerprint, direction: "changed-in-reality", diff: paths.map(field) });
};

describe("fleetOf", () => {
  test("what does not work stands first, then what is not known; within that the worst, then the name", () => {
    const { targets, tally } = fleetOf([
      part("b"),
      part("dark", [], { verdict: "UNKNOWN" }),
      part("a"),
      part("mild", [crash("m")], {
        verdict: "DEGRADED",
        alerts: alertsOf([makeSymptom({ severity: "medium" })]),
      }),
      part("worse", [crash("w")], { verdict: "DEGRADED" }),
      part("down", [], { verdict: "DOWN" }),
      part("noted", [drifted("n", ["spec.replicas"])]),
    ]);
    expect(targets.map(({ name }) => name)).toEqual(["down", "worse", "mild", "dark", "noted", "a", "b"]);
    expect(tally).toMatchObject({ targets: 7, DOWN: 1, DEGRADED: 2, UNKNOWN: 1, WORKING: 3, alerts: 3 });
  });

  test("new, reopened and muted are counted by alert and by target", () => {
    const [one, two] = [crash("a"), crash("a", "api")];
    const { targets, tally } = fleetOf([
      part("a", [one, two], {
        muted: 2,
        fresh: new Set([one.fingerprint]),
        reopened: new Set([two.fingerprint]),
      }),
      part("b", [], { muted: 1, fresh: new Set(["of something below the bar"]) }),
    ]);
    expect(targets[0]).toMatchObject({ name: "a", fresh: 1, reopened: 1, severity: "high" });
    expect(tally).toMatchObject({ alerts: 2, fresh: 1, muted: 3 });
  });

  test("one issue at several targets is one row with its places, and no finding of its own", () => {
    const { shared } = fleetOf([part("us", [crash("us")]), part("eu", [crash("eu"), crash("eu", "api")])]);
    expect(shared).toEqual([
      {
        title: "Deployment web: crash",
        severity: "high",
        places: [
          { target: "eu", label: "apps/Deployment/shop/web", fingerprint: crash("eu").fingerprint },
          { target: "us", label: "apps/Deployment/shop/web", fingerprint: crash("us").fingerprint },
        ],
      },
    ]);
  });

  test.each([
    ["another family", [crash("b", "web", "memory")]],
    ["another workload, whose name ends alike", [crash("b", "shop.web")]],
    ["a drift of the same thing", [drifted("b", [])]],
  ])("%s is another issue", (_, departures) => {
    expect(fleetOf([part("a", [crash("a")]), part("b", departures)]).shared).toEqual([]);
  });

  test("the same fields that drift are one issue; other fields are another; twice at one target is none", () => {
    const paths = ["spec.replicas", "spec.paused"];
    const at = (...parts: readonly FleetPart[]) => fleetOf(parts).shared.length;
    expect(at(part("a", [drifted("a", paths)]), part("b", [drifted("b", [...paths].reverse())]))).toBe(1);
    expect(at(part("a", [drifted("a", paths)]), part("b", [drifted("b", ["spec.replicas"])]))).toBe(0);
    expect(at(part("a", [crash("a"), crash("other")]))).toBe(0);
  });

  test("the order in which the answers came is not to be seen (L7)", () => {
    const parts = [
      part("a", [crash("a"), drifted("a", ["spec.paused"])], {
        resolved: [{ fingerprint: "2", title: "y" }],
      }),
      part("b", [crash("b")], { verdict: "DEGRADED", resolved: [{ fingerprint: "1", title: "x" }] }),
      part("c", [drifted("c", ["spec.paused"])], {
        verdict: "UNKNOWN",
        unseen: [{ what: "c", why: "dark" }],
      }),
      part("d", [crash("d", "api")]),
    ];
    const expected = JSON.stringify(fleetOf(parts));
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 4 }), (shuffled) => {
        expect(JSON.stringify(fleetOf(shuffled))).toBe(expected);
      }),
    );
  });

  test("hostile names are one key each (L15)", () => {
    const hostile = 'web","crash"],["symptom';
    const shared = fleetOf([part("a", [crash("a", hostile)]), part("b", [crash("b")])]).shared;
    expect(shared).toEqual([]);
  });

  test("the parts of a name never run together: two things whose joined names are one text stay two (L15)", () => {
    const changed = (scope: string, kind: string, name: string) => {
      const identity = inScope(scope, { kind, name });
      const fingerprint = departureFingerprint(identity, "drift");
      return makeDrift({ identity, fingerprint, direction: "changed-in-reality", diff: [field("spec.x")] });
    };
    const sharedBy = (one: readonly [string, string], other: readonly [string, string]) =>
      fleetOf([part("a", [changed("a", ...one)]), part("b", [changed("b", ...other)])]).shared.length;
    expect(sharedBy(["Thing", "web"], ["Thing", "web"])).toBe(1);
    expect(sharedBy(["Thing", "web"], ["Thingw", "eb"])).toBe(0);
  });
});
