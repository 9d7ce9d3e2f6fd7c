import { formatDuration } from "../time.ts";
import { type Check, type CheckResult, isBad, isUnseen } from "./check.ts";

/** What memory keeps of one check. Instants are milliseconds UTC. */
export type CheckState = {
  /** First failure of the row that still lasts, or still counts. */
  readonly failingSince: number | undefined;
  readonly lastFailed: number | undefined;
  /** First good answer since it last failed. */
  readonly answeringSince: number | undefined;
};

const unheardOf: CheckState = { failingSince: undefined, lastFailed: undefined, answeringSince: undefined };

/** Whether what it says depends on what it said before. */
export const needsMemory = ({ for: lasting, keepFor }: Check): boolean => lasting > 0 || keepFor > 0;

/**
 * What one answer means by `for` and `keep_for`, and what is to be remembered of it. What could not be asked changes nothing.
 */
export const lastingResult = (
  check: Check,
  result: CheckResult,
  { state = unheardOf, now }: { readonly state?: CheckState | undefined; readonly now: number },
): { readonly result: CheckResult; readonly next: CheckState } => {
  if (isUnseen(result)) return { result, next: state };
  return isBad(result) ? whenBad(check, result, state, now) : whenGood(check, result, state, now);
};

const whenBad = (check: Check, result: CheckResult, { failingSince = endless }: CheckState, now: number) => {
  const since = Math.min(failingSince, now);
  const next = { failingSince: since, lastFailed: now, answeringSince: undefined };
  if (now - since >= check.for) return { result, next };
  const reason = `${result.reason}; failing for ${spoken(now - since)}, counts after ${formatDuration(check.for)}`;
  return { result: { ...result, status: "pending" as const, reason }, next };
};

/** Later than every look: a check that is not known to fail fails from now on. */
const endless = Number.POSITIVE_INFINITY;

const whenGood = (check: Check, result: CheckResult, state: CheckState, now: number) => {
  const since = Math.min(state.answeringSince ?? now, now);
  if (!counted(check, state) || now - since >= check.keepFor)
    return { result, next: { failingSince: undefined, lastFailed: state.lastFailed, answeringSince: since } };
  const reason = `answers again for ${spoken(now - since)}, counts as failing until it has for ${formatDuration(check.keepFor)}`;
  return {
    result: { ...result, status: "fail" as const, severity: check.emit.severity, reason },
    next: { ...state, answeringSince: since },
  };
};

const counted = (check: Check, { failingSince, lastFailed }: CheckState): boolean =>
  failingSince !== undefined && lastFailed !== undefined && lastFailed - failingSince >= check.for;

const spoken = (span: number): string => (span < 1000 ? "less than 1s" : formatDuration(span));
