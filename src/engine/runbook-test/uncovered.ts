import { offeredTo } from "../../core/actions/catalog.ts";
import type { Finding } from "../../core/finding.ts";
import { groupedBy } from "../../core/grouped.ts";
import { type Captured, captureFor } from "../../core/learn/capture.ts";
import type { Lesson } from "../../core/learn/lesson.ts";
import { byCodeUnit } from "../../core/order.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { compareSeverity, isAtLeast } from "../../core/severity.ts";
import { isSuppressed } from "../../core/suppression.ts";
import type { Facts } from "./facts.ts";

/** Findings of one category that nothing answers. */
type Open = {
  readonly category: string;
  /** The worst first. */
  readonly findings: readonly [Finding, ...Finding[]];
};

/** What nothing answers, by its category. */
export type Uncovered = {
  readonly category: string;
  readonly count: number;
  /** One of them, the worst. */
  readonly example: Finding;
  /** The exact command that has something answer it, quoted for a shell. */
  readonly next: string;
};

/** Findings of the last 90 days, medium and worse and not muted, that no vouched entry and no action of the catalog answers; most first. */
export const openIn = ({ findings, answering }: Facts, now: number): readonly Open[] => {
  const open = findings.filter(
    (finding) =>
      isAtLeast(finding.severity, "medium") &&
      !isSuppressed(finding, now) &&
      offeredTo(finding) === undefined &&
      !answering(finding).some((entry) => standingOf(entry).is === "vouched"),
  );
  return [...groupedBy(open, ({ category }) => category)]
    .flatMap(([category, all]) => {
      const [first, ...others] = all.toSorted(
        (a, b) => compareSeverity(b.severity, a.severity) || byCodeUnit(a.fingerprint, b.fingerprint),
      );
      return first === undefined ? [] : [{ category, findings: [first, ...others] as const }];
    })
    .toSorted((a, b) => b.findings.length - a.findings.length || byCodeUnit(a.category, b.category));
};

/** With the command for each; all of them can be given one after the other. */
export const uncoveredIn = (
  open: readonly Open[],
  { answering }: Facts,
  { lessons, names }: { readonly lessons: readonly Lesson[]; readonly names: readonly string[] },
): readonly Uncovered[] => {
  const taken = [...names];
  return open.map(({ category, findings }) => {
    const [example] = findings;
    const [draft] = answering(example);
    const captured: Captured =
      draft === undefined
        ? captureFor(findings, { lessons, taken })
        : { name: draft.name, command: `steadystate vouch ${draft.name}` };
    taken.push(captured.name);
    return { category, count: findings.length, example, next: captured.command };
  });
};
