import { changeType } from "../../core/departure.ts";
import type { AlertRow, DiffRow, ItemRow } from "../../view/rows.ts";

/** An alert in the reference's shape, for consumers that were written for it. */
export const bareAlert = ({ title, severity, why, items }: AlertRow, environment: string | undefined) => {
  const [first] = items;
  return {
    title,
    severity,
    tier: "alert",
    why,
    recommended_action: items.flatMap(({ flags }) => flags).at(0)?.hint ?? null,
    remediable: false,
    remediation_label: null,
    source: first?.source ?? null,
    environment: environment ?? null,
    resources: items.map(({ label }) => label),
    references: items
      .flatMap(({ flags }) => flags.flatMap(({ references }) => references))
      .map(({ framework, id }) => ({ framework, id })),
    fingerprints: items.map(({ fingerprint }) => fingerprint),
    correlation_fingerprint: null,
    status: first?.memory === undefined ? null : "open",
    first_seen: first?.firstSeen ?? null,
    llm_backed: false,
    evidence: Object.assign({}, ...items.map(({ evidence }) => evidence)),
    changes: items.flatMap(bareChange),
  };
};

const bareChange = ({ label, direction, action, diff }: ItemRow) =>
  direction === undefined || action === undefined
    ? []
    : [
        {
          identity: label,
          change_type: changeType({ direction, action }),
          declared: action === "delete" ? null : sideOf(diff, "after"),
          observed: action === "create" ? null : sideOf(diff, "before"),
        },
      ];

const sideOf = (diff: readonly DiffRow[], side: "before" | "after") =>
  Object.fromEntries(diff.map((row) => [row.path, row[side] ?? null]));
