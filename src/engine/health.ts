import type { Context } from "../context.ts";
import { type CheckResult, isBad } from "../core/checks/check.ts";
import { checksSource } from "../core/checks/names.ts";
import type { RememberedCause } from "../core/correlate/remembered.ts";
import type { Finding } from "../core/finding.ts";
import { nearest } from "../core/nearest.ts";
import { hasFaded } from "../core/reference.ts";
import { printServing, type Serving, workloadName } from "../core/serving.ts";
import { isSuppressed } from "../core/suppression.ts";
import {
  type Evidence,
  type Judgement,
  judge,
  type ScopeEvidence,
  servesNow,
  type WorkloadEvidence,
} from "../core/verdict.ts";
import { type AskedCheck, askChecks, type Smoke } from "./checks.ts";
import { scopeEvidence, scopeName } from "./evidence.ts";
import { likelyCauses } from "./likely-cause.ts";
import { maxAgeOf } from "./max-age.ts";
import { type KnownWorkload, type Recall, recall } from "./recall.ts";

export type Health = {
  readonly judgement: Judgement;
  readonly checks: readonly CheckResult[];
  /** Checks that were not asked: for other environments or targets, and switched off. */
  readonly leftOut: { readonly elsewhere: number; readonly off: number };
  readonly scopes: readonly ScopeEvidence[];
  /** A known name that is nearly the one that was asked for, which is not known. */
  readonly nearest: string | undefined;
  /** Every workload that the asked name means, as far as a fresh look of a probe tells. */
  readonly workloads: readonly (Serving & { readonly scope: string })[];
  /** Application-layer malfunctions in scope that are there and not muted, worst first. */
  readonly impaired: readonly Finding[];
  /** What likely makes them fail, as far as memory proves it. */
  readonly causes: readonly RememberedCause[];
  /** Serious drift or policy findings in scope: not a malfunction, never buried. */
  readonly review: readonly Finding[];
  /** Muted malfunctions in scope; they change nothing and are told. */
  readonly muted: number;
  /** Milliseconds; older evidence did not count. */
  readonly maxAge: number;
};

export type HealthQuestion = {
  readonly workload: string | undefined;
  /** Duration text that overrides `[health] max_age`. */
  readonly maxAge: string | undefined;
  /** Explicit checks file. */
  readonly checks: string | undefined;
  /** Environment and target: checks for others are left out. */
  readonly label?: string | undefined;
  readonly target?: string | undefined;
};

/** Asks every declared http check now, reads what memory holds, and judges. Writes nothing, resolves nothing. */
export const askHealth = async (question: HealthQuestion, ctx: Context): Promise<Health> => {
  const maxAge = await maxAgeOf(ctx, question.maxAge);
  const history = await ctx.history.look();
  const [smoke, remembered] = await Promise.all([
    askChecks(question, ctx, async () => history),
    recall(question.workload, history),
  ]);
  const now = ctx.now();
  const memory = { ...remembered, ...withoutAsked(remembered, smoke) };
  const checks = unmuted(smoke, remembered.symptoms, now);
  const impaired = memory.symptoms
    .filter(isLoudApplication(now))
    .filter((finding) => !hasFaded(finding, now))
    .filter(({ disposition }) => disposition === "impaired");
  const review = memory.review.filter(isLoudApplication(now)).filter((finding) => !hasFaded(finding, now));
  const muted = remembered.symptoms.filter((finding) => isSuppressed(finding, now)).length;
  const scopes = memory.looks.map((look) => scopeEvidence(look, now));
  const isKnown = memory.known || smoke.results.length > 0;
  const workloads = memory.workloads.map((one) => workloadEvidence(one, now));
  const near = nearestOf(question.workload, memory.names, smoke);
  const judgement = judge({
    asked: question.workload,
    known: isKnown,
    checks,
    faults: smoke.faults,
    scopes,
    symptoms: impaired.map((finding) => symptomEvidence(finding, now, maxAge)),
    workloads,
    nearest: near,
    maxAge,
  });
  const { elsewhere, off } = smoke;
  return {
    judgement,
    checks: smoke.results,
    leftOut: { elsewhere, off },
    scopes,
    nearest: judgement.verdict === "UNKNOWN" && !isKnown ? near : undefined,
    workloads: memory.workloads.map(({ look, ...one }, nth) => ({
      ...one,
      scope: scopeName(look.scope),
      serves: workloads[nth] === undefined ? one.serves : servesNow(workloads[nth], maxAge),
    })),
    impaired,
    causes: await likelyCauses(impaired, history),
    review,
    muted,
    maxAge,
  };
};

/**
 * What was asked now speaks for itself: it takes the place of what the last scan remembered of the same check, and the looks
 * at checks are no place of their own. What a check told that is declared no more does not count either.
 */
const withoutAsked = (
  { symptoms, looks }: Recall,
  { asked, names, faults }: Smoke,
): Pick<Recall, "symptoms" | "looks"> => {
  const isOver = (finding: Finding): boolean =>
    asked.some((one) => one.result.status !== "unable" && isOf(finding, one)) ||
    (faults.length === 0 && !names.includes(finding.category));
  return {
    symptoms: symptoms.filter((finding) => finding.source !== checksSource || !isOver(finding)),
    looks: looks.filter(({ scope }) => scope.source !== checksSource),
  };
};

const isOf = (finding: Finding, { check, scope }: AskedCheck): boolean =>
  finding.source === checksSource &&
  finding.category === check.name &&
  finding.identity.scope === scope.identity;

/** A failing check that somebody muted decides nothing, as any finding. */
const unmuted = ({ asked }: Smoke, symptoms: readonly Finding[], now: number): readonly CheckResult[] =>
  asked
    .filter((one) => {
      const known = symptoms.find((finding) => isOf(finding, one));
      const { severity } = one.result;
      return !(isBad(one.result) && known !== undefined && isSuppressed({ ...known, severity }, now));
    })
    .map(({ result }) => result);

const workloadEvidence = ({ look, ...workload }: KnownWorkload, now: number): WorkloadEvidence => ({
  title: printServing(workload),
  serves: workload.serves,
  scope: scopeEvidence(look, now),
});

const nearestOf = (
  asked: string | undefined,
  workloads: readonly string[],
  { names }: Smoke,
): string | undefined =>
  asked === undefined
    ? undefined
    : nearest(
        workloadName(asked).name,
        [...workloads, ...names].filter((name) => name !== asked),
      );

const isLoudApplication =
  (now: number) =>
  (finding: Finding): boolean =>
    finding.layer === "application" && !isSuppressed(finding, now);

const symptomEvidence = (finding: Finding, now: number, maxAge: number): Evidence["symptoms"][number] => ({
  fingerprint: finding.fingerprint,
  title: finding.title,
  severity: finding.severity,
  firstSeen: finding.firstSeen,
  fresh: finding.presence === "present" && now - finding.lastObserved <= maxAge,
});
