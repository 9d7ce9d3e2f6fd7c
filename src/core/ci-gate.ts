import { type CheckResult, isBad, isUnseen } from "./checks/check.ts";
import type { Gap } from "./observation.ts";
import type { Item, Report } from "./report.ts";
import { isAtLeast, type Severity } from "./severity.ts";

/** From which severity on a finding fails the gate; `any` is every scored item, `none` never fails. */
export const thresholds = ["any", "low", "medium", "high", "critical", "none"] as const;
export type Threshold = (typeof thresholds)[number];

/** What a gate answers where it cannot tell: `fail` is status 3, `pass` lets it through and says so. */
export const stancesOnUnknown = ["fail", "pass"] as const;
export type OnUnknown = (typeof stancesOnUnknown)[number];

export type GateResult = {
  readonly gate: "pass" | "fail" | "cannot-tell";
  readonly threshold: Threshold;
  readonly onUnknown: OnUnknown;
  readonly failing: readonly Item[];
  /** Scored items under the threshold. */
  readonly below: readonly Item[];
  /** Checks that did not get the answer they demand and are at or above the threshold. */
  readonly failingChecks: readonly CheckResult[];
  /** Items that a rule at or above the threshold could not judge (known only after apply, or secret). */
  readonly cannotTell: readonly Item[];
  /** What was not seen at all. */
  readonly unread: readonly Gap[];
};

export type Gate = { readonly threshold: Threshold; readonly onUnknown: OnUnknown };

const isReached = (severity: Severity, threshold: Threshold): boolean =>
  threshold === "any" || (threshold !== "none" && isAtLeast(severity, threshold));

/** Whether one of them is at or above the threshold, whatever could not be seen. */
export const isTripped = (items: readonly Item[], threshold: Threshold): boolean =>
  items.some(({ severity }) => isReached(severity, threshold));

/** report × threshold → pass, fail, or cannot tell. A failing item wins over anything unread. */
export const judgeGate = (
  report: Pick<Report, "items" | "looks">,
  checks: readonly CheckResult[],
  { threshold, onUnknown }: Gate,
): GateResult => {
  const trips = (severity: Severity): boolean => isReached(severity, threshold);
  const failing = report.items.filter(({ severity }) => trips(severity));
  const failingChecks = checks.filter((check) => isBad(check) && trips(check.severity));
  const below = report.items.filter(({ severity }) => !trips(severity));
  const cannotTell = below.filter(({ flags }) =>
    flags.some(({ stance, severity }) => stance === "cannot-tell" && trips(severity)),
  );
  const unread = [...dark(report), ...unseen(checks)];
  const blind = report.looks.length === 0 || unread.length > 0;
  const tripped = failing.length + failingChecks.length > 0;
  const doubt = onUnknown === "fail" && (blind || cannotTell.length > 0);
  return {
    gate: tripped ? "fail" : doubt ? "cannot-tell" : "pass",
    threshold,
    onUnknown,
    failing,
    below,
    failingChecks,
    cannotTell,
    unread,
  };
};

/** A look that is not complete is unread even where it names no gap. */
const dark = ({ looks }: Pick<Report, "looks">): readonly Gap[] =>
  looks
    .filter(({ coverage }) => coverage.status !== "complete")
    .flatMap(({ coverage, scope }) =>
      coverage.gaps.length > 0
        ? coverage.gaps
        : [{ what: scope.path, why: `the look was ${coverage.status}` }],
    );

const unseen = (checks: readonly CheckResult[]): readonly Gap[] =>
  checks.filter(isUnseen).map(({ name, reason }) => ({ what: `check ${name}`, why: reason }));
