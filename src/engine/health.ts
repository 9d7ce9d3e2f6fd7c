import type { Context } from "../context.ts";
import { type CheckResult, isBad } from "../core/checks/check.ts";
import { checksSource } from "../core/checks/names.ts";
import type { RememberedCause } from "../core/correlate/remembered.ts";
import { type Finding, presences } from "../core/finding.ts";
import { hasFaded } from "../core/reference.ts";
import { isSuppressed } from "../core/suppression.ts";
import { parseDuration } from "../core/time.ts";
import { type Evidence, type Judgement, judge, type ScopeEvidence } from "../core/verdict.ts";
import type { History, LastLook } from "../history/history.ts";
import { type AskedCheck, askChecks, type Smoke } from "./checks.ts";
import { scopeEvidence } from "./evidence.ts";
import { likelyCauses } from "./likely-cause.ts";

export type Health = {
  readonly judgement: Judgement;
  readonly checks: readonly CheckResult[];
  /** Checks that were not asked: for other environments or targets, and switched off. */
  readonly leftOut: { readonly elsewhere: number; readonly off: number };
  readonly scopes: readonly ScopeEvidence[];
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
  const { health } = await ctx.config();
  const maxAge = parseDuration(question.maxAge ?? health.max_age) ?? 3_600_000;
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
  const judgement = judge({
    asked: question.workload,
    known: memory.known || smoke.results.length > 0,
    checks,
    faults: smoke.faults,
    scopes,
    symptoms: impaired.map((finding) => symptomEvidence(finding, now, maxAge)),
    maxAge,
  });
  const { elsewhere, off } = smoke;
  return {
    judgement,
    checks: smoke.results,
    leftOut: { elsewhere, off },
    scopes,
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

type Recall = {
  readonly symptoms: readonly Finding[];
  readonly review: readonly Finding[];
  readonly looks: readonly LastLook[];
  /** Whether anything, resolved or not, ever bore the asked name. */
  readonly known: boolean;
};

/**
 * For one workload: what bears its name, and the looks that could have told of it (those it was ever seen in, and every look
 * that did not succeed).
 */
const recall = async (workload: string | undefined, history: History | undefined): Promise<Recall> => {
  if (history === undefined) return { symptoms: [], review: [], looks: [], known: workload === undefined };
  const [symptoms, review, looks, ever] = await Promise.all([
    history.findings({ workload, type: ["symptom"], presence: ["present", "stale"] }),
    history.findings({
      workload,
      type: ["drift", "policy"],
      presence: ["present", "stale"],
      atLeast: "high",
      limit: 20,
    }),
    history.lastLooks(),
    workload === undefined ? [] : history.findings({ workload, presence: [...presences], limit: 1000 }),
  ]);
  if (workload === undefined) return { symptoms, review, looks, known: true };
  const scopes = new Set(ever.map(({ resolutionScope }) => resolutionScope));
  return {
    symptoms,
    review,
    looks: looks.filter(
      ({ scope, coverage }) => scopes.has(scope.resolution) || coverage.status !== "complete",
    ),
    known: ever.length > 0,
  };
};

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
