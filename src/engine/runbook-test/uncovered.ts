import { offeredTo } from "../../core/actions/catalog.ts";
import type { Finding } from "../../core/finding.ts";
import { groupedBy } from "../../core/grouped.ts";
import { byCodeUnit } from "../../core/order.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { compareSeverity, isAtLeast } from "../../core/severity.ts";
import { isSuppressed } from "../../core/suppression.ts";
import type { Facts } from "./facts.ts";

/** What nothing answers, by its category. */
export type Uncovered = {
  readonly category: string;
  readonly count: number;
  /** One of them, the worst. */
  readonly example: Finding;
};

/** Findings of the last 90 days, medium and worse and not muted, that no vouched entry and no action of the catalog answers. */
export const uncoveredIn = ({ findings, answering }: Facts, now: number): readonly Uncovered[] => {
  const open = findings.filter(
    (finding) =>
      isAtLeast(finding.severity, "medium") &&
      !isSuppressed(finding, now) &&
      offeredTo(finding) === undefined &&
      !answering(finding).some((entry) => standingOf(entry).is === "vouched"),
  );
  return [...groupedBy(open, ({ category }) => category)]
    .flatMap(([category, all]) => {
      const [example] = all.toSorted(
        (a, b) => compareSeverity(b.severity, a.severity) || byCodeUnit(a.fingerprint, b.fingerprint),
      );
      return example === undefined ? [] : [{ category, count: all.length, example }];
    })
    .toSorted((a, b) => b.count - a.count || byCodeUnit(a.category, b.category));
};
