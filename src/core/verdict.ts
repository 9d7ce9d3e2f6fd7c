import { type CheckResult, isGood, isUnseen } from "./checks/check.ts";
import type { Assertions, Basis, Coverage, Gap } from "./observation.ts";
import { isAtLeast, type Severity } from "./severity.ts";

export const verdicts = ["WORKING", "DEGRADED", "DOWN", "UNKNOWN"] as const;
export type Verdict = (typeof verdicts)[number];

/** The latest look at one scope, as evidence. */
export type ScopeEvidence = {
  readonly name: string;
  readonly source: string;
  /** The target that was looked at, where it was one. */
  readonly target?: string | undefined;
  readonly status: Coverage["status"];
  readonly basis: Basis;
  /** Milliseconds since reality was looked at; negative when the clock has been set back since. */
  readonly age: number;
  readonly assertions: Assertions;
  readonly gaps: readonly Gap[];
  /** A probe looked: its assertions are the application workloads, and whether each serves. */
  readonly tellsServing: boolean;
};

/** A malfunction as remembered, already without muted and platform ones. */
export type SymptomEvidence = {
  readonly fingerprint: string;
  readonly title: string;
  readonly severity: Severity;
  readonly firstSeen: number;
  /** Whether the look that last saw it is younger than the limit. */
  readonly fresh: boolean;
};

/** Whether one workload serves, with the look that told it. */
export type WorkloadEvidence = {
  readonly title: string;
  readonly serves: "yes" | "no" | "unknown";
  readonly scope: Pick<ScopeEvidence, "name" | "status" | "age">;
};

export type Evidence = {
  /** The workload asked about; `undefined` for the whole wall. */
  readonly asked: string | undefined;
  /** Whether anything known bears the asked name. */
  readonly known: boolean;
  readonly checks: readonly CheckResult[];
  /** Committed checks that could not be used, each named. */
  readonly faults: readonly Gap[];
  readonly scopes: readonly ScopeEvidence[];
  readonly symptoms: readonly SymptomEvidence[];
  /** The workloads that the asked name means, as probes saw them; none for the whole wall. */
  readonly workloads?: readonly WorkloadEvidence[];
  /** A known name that is nearly the one that was asked for. */
  readonly nearest?: string | undefined;
  /** Milliseconds; older evidence does not count. */
  readonly maxAge: number;
};

export type Judgement = {
  readonly verdict: Verdict;
  /** Why, most important first, one clause each. */
  readonly because: readonly string[];
  readonly missing: readonly Gap[];
  /** Places with health evidence that were seen fresh and whole, of those expected. */
  readonly seen: number;
  readonly expected: number;
  /** Age in milliseconds of the oldest look that counted. */
  readonly oldest: number | undefined;
};

/**
 * The verdict of what was asked (decisions D4). Drift never decides; DOWN and DEGRADED stand beside unseen scopes; WORKING
 * needs every expected place seen, fresh and whole, and at least one positive answer.
 */
export const judge = (evidence: Evidence): Judgement => {
  const missing = missingOf(evidence);
  const seenScopes = evidence.scopes.filter((scope) => isEvidence(scope) && isUsable(scope, evidence.maxAge));
  const answered = evidence.checks.filter((check) => !isUnseen(check));
  const seen = seenScopes.length + answered.length;
  const expected = evidence.scopes.filter((scope) => isEvidence(scope) || scope.status !== "complete").length;
  const base = {
    missing,
    seen,
    expected: expected + evidence.checks.length + evidence.faults.length,
    oldest: seenScopes.length === 0 ? undefined : Math.max(...seenScopes.map(({ age }) => age)),
  };
  const because = [...downReasons(evidence)];
  if (because.length > 0) return { ...base, verdict: "DOWN", because };
  const failing = evidence.symptoms.filter(({ severity, fresh }) => fresh && isAtLeast(severity, "medium"));
  const impaired = [...impairedReasons(evidence), ...failing.map(({ title }) => title)];
  if (impaired.length > 0) return { ...base, verdict: "DEGRADED", because: impaired };
  const serving = servingOf(evidence);
  const positive =
    // Those of a document are counted, not named: they may all be of another workload.
    (evidence.asked === undefined && seenScopes.some(({ assertions }) => assertions.passed > 0)) ||
    (serving.length > 0 && serving.every(({ serves }) => serves === "yes")) ||
    evidence.checks.some((check) => isGood(check) && check.draft !== true);
  const doubts = doubtsOf(evidence, missing, positive);
  return doubts.length > 0
    ? { ...base, verdict: "UNKNOWN", because: doubts }
    : { ...base, verdict: "WORKING", because: [] };
};

/** Only a look at reality, in a whole document that carries assertions, says anything about function. */
const isEvidence = ({ assertions, basis }: ScopeEvidence): boolean =>
  basis === "declared-vs-real" && assertions.passed + assertions.failed + assertions.unknown > 0;

const isUsable = (scope: ScopeEvidence, maxAge: number): boolean =>
  scope.status === "complete" && scope.age <= maxAge && !isAhead(scope) && scope.assertions.unknown === 0;

/** Two clocks may differ by a little; more than that, and nobody knows how old the look is. */
const isAhead = ({ age }: Pick<ScopeEvidence, "age">): boolean => age < -60_000;

const downReasons = (evidence: Evidence): readonly string[] => [
  ...evidence.checks.filter(({ status }) => status === "fail").map(checkReason),
  ...nothingServes(evidence),
  ...noneServes(evidence),
];

/** What is known now of the workloads that were asked about: a look that failed or is too old tells nothing of them. */
const servingOf = ({ workloads = [], maxAge }: Evidence): readonly WorkloadEvidence[] =>
  workloads.map((one) => ({ ...one, serves: servesNow(one, maxAge) }));

/** Whether it serves, as far as a look that is `maxAge` milliseconds old at most can tell. */
export const servesNow = (
  { serves, scope }: Pick<WorkloadEvidence, "serves" | "scope">,
  maxAge: number,
): WorkloadEvidence["serves"] =>
  scope.status !== "failed" && scope.age <= maxAge && !isAhead(scope) ? serves : "unknown";

const placed = ({ title, scope }: WorkloadEvidence): string => `${title} (${scope.name})`;

/** Every workload of the asked name is known not to serve. */
const noneServes = (evidence: Evidence): readonly string[] => {
  const serving = servingOf(evidence);
  if (serving.length === 0 || serving.some(({ serves }) => serves !== "no")) return [];
  return [`nothing of ${evidence.asked} serves: ${serving.map(placed).join(", ")}`];
};

/** Of the whole wall only, and only where every probe has seen everything: something unseen may serve. */
const nothingServes = ({ asked, scopes, maxAge }: Evidence): readonly string[] => {
  const probed = scopes.filter(({ tellsServing }) => tellsServing);
  if (asked !== undefined || probed.some((scope) => !isUsable(scope, maxAge))) return [];
  const sum = (key: "passed" | "failed"): number =>
    probed.reduce((total, { assertions }) => total + assertions[key], 0);
  if (sum("passed") > 0 || sum("failed") === 0) return [];
  const names = probed.map(({ name }) => name).join(", ");
  return [`nothing serves: ${sum("failed")} of ${sum("failed")} workload(s) in ${names} do not`];
};

const impairedReasons = ({ checks }: Evidence): readonly string[] =>
  checks.filter(({ status }) => status === "impaired").map(checkReason);

const checkReason = ({ name, reason, target }: CheckResult): string => `check ${name}: ${reason} (${target})`;

const missingOf = ({ scopes, checks, faults, maxAge }: Evidence): readonly Gap[] => [
  ...faults,
  ...checks.filter(isUnseen).map(({ name, reason }) => ({ what: `check ${name}`, why: reason })),
  ...scopes.flatMap((scope) => scopeGaps(scope, maxAge)),
];

const scopeGaps = (scope: ScopeEvidence, maxAge: number): readonly Gap[] => {
  const what = `${scope.source} ${scope.name}`;
  if (scope.status !== "complete") {
    return scope.gaps.length === 0
      ? [{ what, why: "the last look did not succeed" }]
      : scope.gaps.map(({ why, what: part }) => ({ what: `${what}: ${part}`, why }));
  }
  if (!isEvidence(scope)) return [];
  if (isAhead(scope)) return [{ what, why: "the last look is dated in the future, so its age is not known" }];
  if (scope.age > maxAge) return [{ what, why: "the last look is too old to count" }];
  return scope.assertions.unknown > 0 ? [{ what, why: undecided(scope) }] : [];
};

const undecided = ({ assertions: { unknown }, tellsServing }: ScopeEvidence): string =>
  tellsServing
    ? `of ${unknown} workload(s) nobody knows whether they serve`
    : `${unknown} assertion(s) could not be decided`;

const doubtsOf = (evidence: Evidence, missing: readonly Gap[], positive: boolean): readonly string[] => {
  const { asked, known, symptoms, checks, nearest } = evidence;
  if (asked !== undefined && !known)
    return [`nothing here is named ${asked}${nearest === undefined ? "" : `, did you mean ${nearest}?`}`];
  const stale = symptoms.filter(({ fresh, severity }) => !fresh && isAtLeast(severity, "medium"));
  const doubts = [
    ...stale.map(({ title }) => `last known to be failing, not seen since: ${title}`),
    ...servingOf(evidence)
      .filter(({ serves }) => serves === "no")
      .map((one) => `does not serve: ${placed(one)}`),
    ...missing.map(({ what, why }) => `${what}: ${why}`),
  ];
  const drafts = checks.filter((check) => isGood(check) && check.draft === true);
  if (!positive)
    doubts.push(
      asked === undefined
        ? "no check, probe or assertion says whether it works"
        : `no http check and no probe says whether ${asked} works`,
      ...drafts.map(({ name }) => `check ${name} answers, but it is a draft that nobody vouched`),
    );
  return doubts;
};
