import { describe, expect, test } from "vitest";
import { printIdentity } from "../../../src/core/identity.ts";
import { argocd } from "../../../src/probes/argocd.ts";
import type { Probe } from "../../../src/probes/probe.ts";
import { rancher } from "../../../src/probes/rancher.ts";
import { now } from "../../sources/argocd/make.ts";
import { makeScope, noPlatformSettings } from "../../support/make.ts";
import { argoStates } from "./argocd-states.ts";
import { fleetStates } from "./fleet-states.ts";
import type { State } from "./state.ts";

const readAt = Date.parse(now);

const diagnose = (probe: Probe, objects: State["objects"]) =>
  probe.diagnose(
    { document: { context: "prod", objects, gaps: [] }, readAt },
    { scope: makeScope({ source: `${probe.name}-health` }), platform: noPlatformSettings },
  );

/** Argo CD names the place of a thing in its key, and a state of Fleet is one of a cluster. */
const nameOf = (probe: Probe, identity: Parameters<typeof printIdentity>[0]): string =>
  printIdentity(probe.name === "argocd" ? { ...identity, key: "" } : identity);

const cases: readonly (readonly [string, Probe, State])[] = [
  ...argoStates.map((state) => [`Argo CD: ${state.name}`, argocd, state] as const),
  ...fleetStates.map((state) => [`Fleet: ${state.name}`, rancher, state] as const),
];

describe("the health of what the tools of GitOps deploy", () => {
  test("there are enough states", () => expect(cases.length).toBeGreaterThan(45));

  test.each(cases)("%s", (_, probe, { objects, told, serves, unseen }) => {
    const { departures, assertions, coverage } = diagnose(probe, objects);
    const lines = departures.map((one) =>
      one.type === "symptom"
        ? `${one.severity} ${one.category} ${nameOf(probe, one.identity)}`
        : `a ${one.type}, which is none of a probe`,
    );
    expect(lines).toEqual(told);
    expect([assertions.passed, assertions.failed, assertions.unknown]).toEqual(serves);
    expect(coverage.status === "complete").toBe(unseen === undefined);
    if (unseen !== undefined)
      expect(coverage.gaps.map(({ why }) => why)).toEqual([expect.stringContaining(unseen)]);
  });

  test("what is told is told under the name of the look", () => {
    const [degraded] = diagnose(argocd, argoStates[2]?.objects ?? []).departures;
    expect(degraded?.provenance.source).toBe("argocd-health");
  });

  test("one object that nobody can read makes the look dark, and names it", () => {
    for (const [probe, kind] of [
      [argocd, "Application"],
      [rancher, "GitRepo"],
    ] as const) {
      const group = probe.name === "argocd" ? "argoproj.io/v1alpha1" : "fleet.cattle.io/v1alpha1";
      const { coverage, assertions } = diagnose(probe, [
        { apiVersion: group, kind, metadata: { name: "x", namespace: "y" }, status: { conditions: 7 } },
      ]);
      expect(coverage).toMatchObject({ status: "failed", looked: 0 });
      expect(coverage.gaps[0]?.why).toContain("conditions is of a wrong type");
      expect(assertions).toEqual({ passed: 0, failed: 0, unknown: 0 });
    }
  });

  test("a document of anything else is refused", () => {
    for (const probe of [argocd, rancher])
      for (const document of [{}, null, [], { context: "x", objects: {}, gaps: [] }])
        expect(() =>
          probe.diagnose({ document, readAt }, { scope: makeScope(), platform: noPlatformSettings }),
        ).toThrow("no look at the objects of a cluster");
  });
});
