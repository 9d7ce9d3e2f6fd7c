import { compilePattern } from "../pattern.ts";
import { redactText } from "../secret.ts";
import { compareSeverity, isAtLeast, type Severity } from "../severity.ts";
import { formatDuration } from "../time.ts";
import { type Check, type CheckResult, checkStatuses, type HttpReading } from "./check.ts";
import { targetOf } from "./describe.ts";
import { jsonFaultOf } from "./json-path.ts";
import { allowsStatus, printStatuses } from "./status.ts";

/** Bytes of a body that a check reads at most. */
export const bodyCap = 65_536;

/**
 * One reading against what was demanded. Silence of the target fails; our own inability to ask is neither pass nor fail.
 * `now` is milliseconds UTC, for certificates.
 */
export const evaluateCheck = (check: Check, reading: HttpReading, now: number): CheckResult => ({
  name: check.name,
  workload: check.workload,
  kind: check.read.kind,
  target: targetOf(check),
  ...outcomeOf(check, reading, now),
  latencyMs: reading.kind === "answered" ? reading.latencyMs : undefined,
  ...(check.proposed ? { draft: true as const } : {}),
});

/** The reason that every kind but `http` gives in this version. */
export const unreadKind = (kind: string): string => `this version does not read checks of kind ${kind}`;

type Outcome = Pick<CheckResult, "status" | "reason" | "severity">;
type Answer = Extract<HttpReading, { kind: "answered" }>;

const outcomeOf = (check: Check, reading: HttpReading, now: number): Outcome => {
  const { severity } = check.emit;
  if (check.read.kind !== "http") return { status: "unable", reason: unreadKind(check.read.kind), severity };
  switch (reading.kind) {
    case "unable":
      return { status: "unable", reason: reading.reason, severity };
    case "no-answer":
      return { status: "fail", reason: reading.reason, severity };
    case "answered":
      return worstOf(missesOf(check, reading, now), severity);
  }
};

/** A demand that was not met, or could not be judged. */
type Miss = Outcome;

/** All is told, what weighs most first; status and severity are of what weighs most. */
const worstOf = (misses: readonly Miss[], severity: Severity): Outcome => {
  const sorted = [...misses].sort(
    (a, b) =>
      checkStatuses.indexOf(a.status) - checkStatuses.indexOf(b.status) ||
      compareSeverity(b.severity, a.severity),
  );
  const [worst] = sorted;
  if (worst === undefined) return { status: "pass", reason: "", severity };
  return { ...worst, reason: sorted.map(({ reason }) => reason).join("; ") };
};

/** A body under another status is the body of something else. */
const missesOf = (check: Check, answer: Answer, now: number): readonly Miss[] => {
  const status = statusMiss(check, answer);
  if (status.length > 0) return status;
  return [
    ...bodyMiss(check, answer),
    ...jsonMisses(check, answer),
    ...latencyMiss(check, answer),
    ...certificateMiss(check, answer, now),
  ];
};

const statusMiss = ({ read, when, emit }: Check, { status, redirects = 0 }: Answer): readonly Miss[] => {
  if (allowsStatus(when.status.is, status)) return [];
  const isRedirect = status >= 300 && status < 400;
  const followed = redirects === 0 ? "" : ` after ${redirects} redirect${redirects === 1 ? "" : "s"}`;
  const unfollowed = isRedirect && read.kind === "http" && read.follow === 0;
  const hint = unfollowed ? "; redirects are not followed" : "";
  return [
    {
      status: "fail",
      severity: when.status.severity ?? emit.severity,
      reason: `answered ${status}${followed}, expected ${printStatuses(when.status.is)}${hint}`,
    },
  ];
};

const bodyMiss = ({ when: { body }, emit }: Check, answer: Answer): readonly Miss[] => {
  if (body === undefined) return [];
  const severity = body.severity ?? emit.severity;
  const compiled = compilePattern(body.is);
  const shown = redactText(body.is);
  if (!compiled.ok)
    return [{ status: "unable", severity, reason: `cannot look for /${shown}/: ${compiled.why}` }];
  if (compiled.test(answer.body)) return [];
  if (isCut(answer))
    return [
      {
        status: "unable",
        severity,
        reason: `/${shown}/ is not in the first 64 KiB of the body, and the rest is not read`,
      },
    ];
  return [
    {
      status: "fail",
      severity,
      reason: `answered ${answer.status}, but the body does not contain /${shown}/`,
    },
  ];
};

const jsonMisses = ({ when: { json }, emit }: Check, answer: Answer): readonly Miss[] => {
  if (json.length > 0 && isCut(answer))
    return [
      {
        status: "unable",
        severity: emit.severity,
        reason: "the body is longer than the 64 KiB that are read",
      },
    ];
  return json.flatMap(({ is, severity = emit.severity }): readonly Miss[] => {
    const reason = jsonFaultOf(answer.body, is);
    return reason === undefined ? [] : [{ status: "fail", severity, reason }];
  });
};

const latencyMiss = ({ when: { latency }, emit }: Check, { latencyMs }: Answer): readonly Miss[] => {
  if (latency === undefined || latencyMs <= latency.is) return [];
  const reason = `answered in ${formatDuration(latencyMs)}, expected within ${formatDuration(latency.is)}`;
  return [impairment(reason, latency.severity ?? emit.severity)];
};

const certificateMiss = (
  { when: { certificate }, emit }: Check,
  { certificateEnd }: Answer,
  now: number,
): readonly Miss[] => {
  if (certificate === undefined) return [];
  const severity = certificate.severity ?? emit.severity;
  if (certificateEnd === undefined)
    return [{ status: "unable", severity, reason: "no certificate was seen, such as behind a proxy" }];
  const left = certificateEnd - now;
  if (left <= 0) return [{ status: "fail", severity, reason: "the certificate has expired" }];
  if (left >= certificate.is) return [];
  const reason = `the certificate ends in ${formatDuration(left)}, expected to hold for ${formatDuration(certificate.is)}`;
  return [impairment(reason, severity)];
};

/** It answers, so it is not down; a low severity is only told. */
const impairment = (reason: string, severity: Severity): Miss => ({
  status: isAtLeast(severity, "medium") ? "impaired" : "noted",
  severity,
  reason,
});

/** A body as long as the cap was probably longer; a character cut in two at the cap may count up to three bytes less. */
const isCut = ({ cut, body }: Answer): boolean => cut ?? new TextEncoder().encode(body).length > bodyCap - 4;
