import { describe, expect, test } from "vitest";
import { type Evidence, judge, type ScopeEvidence, type Verdict } from "../../src/core/verdict.ts";
import { makeCheckResult } from "../support/make.ts";

const hour = 3_600_000;

const asserting: ScopeEvidence = {
  name: "infra",
  source: "terraform",
  status: "complete",
  basis: "declared-vs-real",
  age: 60_000,
  assertions: { passed: 2, failed: 0, unknown: 0 },
  gaps: [],
  tellsServing: false,
};

const probed: ScopeEvidence = {
  ...asserting,
  ...{ name: "the cluster prod", source: "kubectl", tellsServing: true },
};
const counted = (passed: number, failed: number, unknown = 0): ScopeEvidence => ({
  ...probed,
  assertions: { passed, failed, unknown },
});

const nothing: Evidence = {
  asked: undefined,
  known: true,
  checks: [],
  faults: [],
  scopes: [],
  symptoms: [],
  maxAge: hour,
};

const symptom: Evidence["symptoms"][number] = {
  fingerprint: "f1",
  title: "web is crash-looping",
  severity: "high",
  firstSeen: 0,
  fresh: true,
};

const passing = makeCheckResult();
const failing = makeCheckResult({ status: "fail", reason: "answered 503" });
const unable = makeCheckResult({ status: "unable", reason: "the resolver did not answer" });

const table: readonly (readonly [string, Partial<Evidence>, Verdict])[] = [
  ["nothing known at all", {}, "UNKNOWN"],
  ["every workload serves", { scopes: [counted(3, 0)] }, "WORKING"],
  ["one of many does not serve", { scopes: [counted(3, 1)], symptoms: [symptom] }, "DEGRADED"],
  ["nothing serves", { scopes: [counted(0, 2)], symptoms: [symptom] }, "DOWN"],
  [
    "nothing serves in one cluster of two",
    { scopes: [counted(0, 2), { ...counted(1, 0), name: "the cluster b" }], symptoms: [symptom] },
    "DEGRADED",
  ],
  [
    "nothing serves, and another cluster was not seen",
    { scopes: [counted(0, 2), { ...counted(0, 0), status: "failed" }], symptoms: [symptom] },
    "DEGRADED",
  ],
  ["nothing served two hours ago", { scopes: [{ ...counted(0, 2), age: 2 * hour }] }, "UNKNOWN"],
  ["something is still on its way", { scopes: [counted(2, 0, 1)] }, "UNKNOWN"],
  ["nothing is there that could serve", { scopes: [counted(0, 0)] }, "UNKNOWN"],
  [
    "a probe could not read a kind",
    { scopes: [{ ...counted(2, 0), status: "partial", gaps: [{ what: "Node", why: "may not" }] }] },
    "UNKNOWN",
  ],
  [
    "failed assertions of a document are no workloads",
    { scopes: [{ ...asserting, assertions: { passed: 0, failed: 2, unknown: 0 } }] },
    "UNKNOWN",
  ],
  [
    "one workload is asked about, of a wall where nothing serves",
    { asked: "web", scopes: [counted(0, 2)], symptoms: [symptom] },
    "DEGRADED",
  ],
  ["a passing check", { checks: [passing] }, "WORKING"],
  ["a fresh, complete look whose assertions pass", { scopes: [asserting] }, "WORKING"],
  [
    "a complete look without assertions is no evidence",
    { scopes: [{ ...asserting, assertions: { passed: 0, failed: 0, unknown: 0 } }] },
    "UNKNOWN",
  ],
  [
    "assertions of a plan that did not look at reality",
    { scopes: [{ ...asserting, basis: "declared-vs-recorded" }] },
    "UNKNOWN",
  ],
  [
    "assertions of a document that nothing vouches for",
    { scopes: [{ ...asserting, basis: "unverified" }] },
    "UNKNOWN",
  ],
  [
    "assertions that all failed, though no malfunction is told of",
    { scopes: [{ ...asserting, assertions: { passed: 0, failed: 2, unknown: 0 } }] },
    "UNKNOWN",
  ],
  ["a look from the future", { scopes: [{ ...asserting, age: -2 * hour }] }, "UNKNOWN"],
  [
    "a passing check beside a look from the future",
    { checks: [passing], scopes: [{ ...asserting, age: -120_000 }] },
    "UNKNOWN",
  ],
  ["clocks that differ by seconds", { scopes: [{ ...asserting, age: -5000 }] }, "WORKING"],
  ["an old look", { scopes: [{ ...asserting, age: hour + 1 }] }, "UNKNOWN"],
  ["a look exactly as old as allowed", { scopes: [{ ...asserting, age: hour }] }, "WORKING"],
  [
    "a passing check beside an old asserting look",
    { checks: [passing], scopes: [{ ...asserting, age: 2 * hour }] },
    "UNKNOWN",
  ],
  [
    "a passing check beside a failed look",
    {
      checks: [passing],
      scopes: [{ ...asserting, status: "failed", gaps: [{ what: "plan", why: "errored" }] }],
    },
    "UNKNOWN",
  ],
  [
    "a passing check beside a failed look without assertions",
    {
      checks: [passing],
      scopes: [{ ...asserting, status: "failed", assertions: { passed: 0, failed: 0, unknown: 0 } }],
    },
    "UNKNOWN",
  ],
  [
    "a passing check beside a partial look",
    { checks: [passing], scopes: [{ ...asserting, status: "partial" }] },
    "UNKNOWN",
  ],
  [
    "an assertion that could not be decided",
    { scopes: [{ ...asserting, assertions: { passed: 3, failed: 0, unknown: 1 } }] },
    "UNKNOWN",
  ],
  [
    "a passing check beside a mistyped checks file",
    { checks: [passing], faults: [{ what: "checks file", why: "line 3" }] },
    "UNKNOWN",
  ],
  ["a check that could not be asked", { checks: [passing, unable] }, "UNKNOWN"],
  ["a check that does not get its answer", { checks: [passing, failing] }, "DOWN"],
  [
    "DOWN stands beside what was not seen",
    { checks: [failing, unable], faults: [{ what: "x", why: "y" }] },
    "DOWN",
  ],
  ["a fresh malfunction", { checks: [passing], symptoms: [symptom] }, "DEGRADED"],
  [
    "DEGRADED stands beside what was not seen",
    { symptoms: [symptom], scopes: [{ ...asserting, status: "failed" }] },
    "DEGRADED",
  ],
  [
    "a low malfunction does not decide",
    { checks: [passing], symptoms: [{ ...symptom, severity: "low" }] },
    "WORKING",
  ],
  [
    "a malfunction not seen since",
    { checks: [passing], symptoms: [{ ...symptom, fresh: false }] },
    "UNKNOWN",
  ],
  ["a workload that nothing knows", { asked: "nope", known: false }, "UNKNOWN"],
  ["a known workload with a passing check", { asked: "web", checks: [passing] }, "WORKING"],
  [
    "a known workload beside assertions that may be of another",
    { asked: "web", scopes: [asserting] },
    "UNKNOWN",
  ],
  [
    "a known workload with a passing check beside assertions",
    { asked: "web", checks: [passing], scopes: [asserting] },
    "WORKING",
  ],
  ["a known workload without evidence", { asked: "web" }, "UNKNOWN"],
];

describe("verdict", () => {
  test.each(table)("%s → %#", (_, evidence, verdict) => {
    expect(judge({ ...nothing, ...evidence }).verdict).toBe(verdict);
  });

  test("every verdict but WORKING says why", () => {
    for (const [name, evidence] of table) {
      const { verdict, because } = judge({ ...nothing, ...evidence });
      expect(because.length > 0, name).toBe(verdict !== "WORKING");
    }
  });

  test("an unknown workload is named", () => {
    expect(judge({ ...nothing, asked: "wbe", known: false }).because[0]).toContain("wbe");
  });

  test("counts what was seen of what was expected, and the oldest look", () => {
    const scopes = [asserting, { ...asserting, age: 2 * hour }, { ...asserting, age: 120_000 }];
    const judgement = judge({ ...nothing, checks: [passing, unable], scopes });
    expect(judgement).toMatchObject({ seen: 3, expected: 5, oldest: 120_000 });
  });

  test("no fault in any reader is ever WORKING", () => {
    const faults: readonly Partial<ScopeEvidence>[] = [
      { status: "failed" },
      { status: "partial" },
      { age: hour + 1 },
      { assertions: { passed: 1, failed: 0, unknown: 1 } },
    ];
    for (const fault of faults) {
      const judgement = judge({
        ...nothing,
        checks: [passing],
        scopes: [asserting, { ...asserting, ...fault }],
      });
      expect(judgement.verdict, JSON.stringify(fault)).toBe("UNKNOWN");
      expect(judgement.missing.length).toBeGreaterThan(0);
    }
  });
});
