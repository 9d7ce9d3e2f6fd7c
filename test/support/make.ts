import type { Check, CheckResult, HttpRead, When } from "../../src/core/checks/check.ts";
import {
  type Drift,
  departureFingerprint,
  legacyDepartureFingerprint,
  type Symptom,
} from "../../src/core/departure.ts";
import type { Identity } from "../../src/core/identity.ts";
import type { PlatformSettings } from "../../src/core/layer.ts";
import type { Observation, Scope } from "../../src/core/observation.ts";
import { scopeOf } from "../../src/core/scope.ts";

/** Makers with sensible defaults: a test states only what it is about. */
export const makeIdentity = (fields: Partial<Identity> = {}): Identity => ({
  style: "address",
  scope: "",
  group: "",
  kind: "aws_s3_bucket",
  namespace: "",
  name: "logs",
  key: "",
  ...fields,
});

export const makeScope = (fields: Partial<Parameters<typeof scopeOf>[0]> = {}): Scope =>
  scopeOf({
    source: "terraform",
    environment: undefined,
    target: undefined,
    workspace: undefined,
    folder: undefined,
    realPath: "/repo/plan.json",
    shownPath: "plan.json",
    ...fields,
  });

export const makeDrift = (fields: Partial<Omit<Drift, "type">> = {}): Drift => {
  const identity = fields.identity ?? makeIdentity();
  return {
    type: "drift",
    identity,
    fingerprint: departureFingerprint(identity, "drift"),
    legacy: legacyDepartureFingerprint("terraform", identity, "modified"),
    provenance: { source: "terraform", address: undefined, file: undefined, line: undefined },
    direction: "not-yet-applied",
    action: "update",
    markers: [],
    reason: undefined,
    reality: {},
    desired: {},
    diff: [],
    diffCut: 0,
    stateful: false,
    movedFrom: undefined,
    ...fields,
  };
};

export const makeSymptom = (fields: Partial<Omit<Symptom, "type">> = {}): Symptom => {
  const identity =
    fields.identity ??
    makeIdentity({ style: "path", kind: "Deployment", namespace: "shop", name: "web", group: "apps" });
  const family = fields.family ?? "CrashLoop";
  return {
    type: "symptom",
    identity,
    fingerprint: departureFingerprint(identity, family),
    legacy: legacyDepartureFingerprint("kubernetes", identity, fields.category ?? "CrashLoopBackOff"),
    provenance: { source: "kubernetes", address: undefined, file: undefined, line: undefined },
    category: "CrashLoopBackOff",
    family,
    severity: "high",
    title: "web is crash-looping",
    detail: "the container exits again and again",
    workload: "web",
    evidence: {},
    ...fields,
  };
};

export const makeObservation = (fields: Partial<Observation> = {}): Observation => ({
  scope: makeScope(),
  coverage: { status: "complete", basis: "declared-vs-real", gaps: [], looked: 1 },
  departures: [],
  assertions: { passed: 0, failed: 0, unknown: 0 },
  observedAt: undefined,
  informational: {},
  warnings: [],
  ...fields,
});

export const makeHttpRead = (fields: Partial<HttpRead> = {}): HttpRead => ({
  kind: "http",
  url: "http://shop/healthz",
  method: "GET",
  headers: {},
  follow: 0,
  timeout: 10_000,
  retries: 0,
  ca: undefined,
  ...fields,
});

/** A header's reference to a variable. */
export const reference = (name: string): string => `$\{${name}}`;

export const makeWhen = (fields: Partial<When> = {}): When => ({
  status: { is: [{ from: 200, to: 200 }], severity: undefined },
  body: undefined,
  json: [],
  latency: undefined,
  certificate: undefined,
  ...fields,
});

export const makeCheck = (fields: Partial<Check> = {}): Check => ({
  name: "shop-up",
  workload: "shop",
  read: makeHttpRead(),
  when: makeWhen(),
  emit: { severity: "high", title: "the shop does not answer" },
  for: 0,
  keepFor: 0,
  targets: [],
  environments: [],
  enabled: true,
  author: undefined,
  added: undefined,
  proposed: false,
  ...fields,
});

export const makeCheckResult = (fields: Partial<CheckResult> = {}): CheckResult => ({
  name: "storefront",
  workload: undefined,
  kind: "http",
  target: "http://127.0.0.1/healthz",
  severity: "critical",
  status: "pass",
  reason: "",
  latencyMs: 3,
  ...fields,
});

export const noPlatformSettings: PlatformSettings = { namespaces: [], workloads: [], applications: [] };
