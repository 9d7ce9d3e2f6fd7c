import { describe, expect, test } from "vitest";
import { rememberedCauses } from "../../../src/core/correlate/remembered.ts";
import type { Drift, Symptom } from "../../../src/core/departure.ts";
import type { Finding } from "../../../src/core/finding.ts";
import { printIdentity } from "../../../src/core/identity.ts";
import { daemonSet, deployment, drift, hour, inContainer, minute, onset, symptom } from "./cases/parts.ts";

const remembered = (departure: Drift | Symptom, firstSeen: number): Finding => {
  const { fingerprint, legacy, type, identity, provenance } = departure;
  const drifted = departure.type === "drift" ? departure : undefined;
  return {
    ...{ fingerprint, legacy, type, identity, label: printIdentity(identity), source: provenance.source },
    ...{ resolutionScope: "", title: "", severity: "high", layer: "application", disposition: "impaired" },
    ...{ category: "", direction: drifted?.direction, action: drifted?.action, workload: identity.name },
    ...{ flags: [], diff: drifted?.diff ?? [], file: undefined, line: undefined, presence: "present" },
    evidence: departure.type === "symptom" ? departure.evidence : {},
    ...{
      suppression: undefined,
      firstSeen,
      lastObserved: firstSeen,
      staleSince: undefined,
      resolvedAt: undefined,
    },
  };
};

const web = deployment("web");
const image = inContainer("web", "image");
const changed = (direction: Drift["direction"] = "changed-in-reality") =>
  drift(web, { [image]: ["web:1", "web:l"] }, { direction });
const failing = remembered(symptom(web, "image-pull"), onset);

describe("what memory alone can prove", () => {
  test.each<[string, Finding, boolean]>([
    ["an earlier look saw the drift without the failure", remembered(changed(), onset - hour), true],
    ["the same look saw both first", remembered(changed(), onset), false],
    ["the drift was seen later", remembered(changed(), onset + minute), false],
    ["the drift was there for days", remembered(changed(), onset - 90 * hour), false],
    ["it waits in the code", remembered(changed("not-yet-applied"), onset - hour), false],
    ["both sides changed", remembered(changed("both"), onset - hour), false],
    ["another field", remembered(drift(web, { "spec.replicas": ["1", "2"] }), onset - hour), false],
    [
      "another thing (W-08)",
      remembered(drift(deployment("old"), { [image]: ["1", "2"] }), onset - hour),
      false,
    ],
  ])("%s", (_, one, isCause) => {
    const found = rememberedCauses([failing], [one]);
    expect(found.map((cause) => cause.drift)).toEqual(isCause ? [one] : []);
    if (isCause) expect(found[0]?.fields).toEqual([image]);
  });

  test("others that fail alike at the same time, undrifted, leave it unproven", () => {
    const one = remembered(changed(), onset - hour);
    const other = (firstSeen: number) => remembered(symptom(daemonSet("agent"), "image-pull"), firstSeen);
    expect(rememberedCauses([failing, other(onset + minute)], [one])).toEqual([]);
    expect(rememberedCauses([failing, other(onset - 5 * hour)], [one])).toHaveLength(1);
  });
});
