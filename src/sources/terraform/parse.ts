import type { Departure } from "../../core/departure.ts";
import { printIdentity } from "../../core/identity.ts";
import type { Basis, Coverage, Gap, Observation } from "../../core/observation.ts";
import { byCodeUnit } from "../../core/order.ts";
import { type Masker, makeMasker } from "../../core/secret.ts";
import { parseInstant } from "../../core/time.ts";
import { actionOf } from "../../platform/terraform/action.ts";
import { writtenAttributes } from "../../platform/terraform/expressions.ts";
import { judgePlan, type Rows } from "../../platform/terraform/gate.ts";
import { isIdle, learnSecrets } from "../../platform/terraform/learn.ts";
import { maskedAddress, maskedIdentity } from "../../platform/terraform/masked-name.ts";
import { type Item, type Joined, joinRows } from "../../platform/terraform/rows.ts";
import type { Frame, Reading } from "../source.ts";
import { type Check, checksOf, countChecks, symptomOf } from "./checks.ts";
import { classify, realityOf } from "./classify.ts";
import { type Differing, driftOf, type Masking } from "./drift.ts";
import { isRefreshOnly } from "./refresh-only.ts";

/** Judges a plan document. Against the recorded state every difference is one that is not yet applied. */
export const parsePlan = (basis: Basis, reading: Reading, frame: Frame): Observation => {
  const rows = judgePlan(reading.document, reading.path);
  const joined = joinRows(
    rows.changes,
    basis === "declared-vs-recorded" ? [] : rows.drifts,
    frame.scope.identity,
  );
  const checks = checksOf(rows.checks, frame.scope.identity);
  const masker = makeMasker(frame.seal);
  const hidden = learnSecrets(masker, rows, joined.items);
  // First, so that the ordinals of secrets follow the departures.
  const departures = departuresOf(rows, joined.items, checks, { masker, hidden });
  return {
    scope: frame.scope,
    coverage: coverageOf(rows, joined, basis, masker),
    departures,
    assertions: countChecks(checks),
    observedAt: instantOf(rows.plan.timestamp ?? undefined),
    informational: informationalOf(rows),
    warnings: [...reading.warnings, ...joined.warnings, ...warningsOf(rows, joined.items, basis, masker)],
  };
};

/** Sorted before anything is masked, so that a secret's ordinal does not depend on the order of rows. */
const departuresOf = (
  rows: Rows,
  items: readonly Item[],
  checks: readonly Check[],
  masking: Masking,
): readonly Departure[] => {
  const writtenBy = writtenAttributes(rows.plan.configuration);
  const found: Found[] = [];
  for (const item of items) {
    const written = writtenBy(item.identity);
    const drift = classify(item, written);
    if (drift !== undefined) found.push({ name: item.name, item, drift, written });
  }
  for (const check of checks)
    if (check.result !== "passed") found.push({ name: printIdentity(check.identity), check });
  found.sort((a, b) => byCodeUnit(a.name, b.name));
  return found.map((one) => ("check" in one ? symptomOf(one.check, masking.masker) : driftOf(one, masking)));
};

type Found = Differing | { readonly name: string; readonly check: Check };

const coverageOf = (rows: Rows, { items }: Joined, basis: Basis, masker: Masker): Coverage => {
  const { plan, deferred, whole } = rows;
  const gaps = [
    ...(plan.errored === true
      ? [{ what: "the plan", why: "planning ended with errors, so it is incomplete" }]
      : []),
    ...(plan.complete === false
      ? [{ what: "the plan", why: "the tool says that more changes remain after it" }]
      : []),
    ...deferred.map((row) => deferredGap(row, masker)),
    ...(isRefreshOnly(rows)
      ? [{ what: "the code", why: "the plan only refreshes, so what is declared was not compared" }]
      : []),
  ];
  const status = plan.errored === true ? "failed" : gaps.length > 0 ? "partial" : "complete";
  return { status, basis: whole ? basis : "unverified", gaps, looked: items.length };
};

const deferredGap = ({ reason, resource_change: row }: Rows["deferred"][number], masker: Masker): Gap => {
  const address =
    typeof row === "object" && row !== null && "address" in row ? String(row.address) : "a resource";
  const why = `its change is deferred (${masker.text(reason ?? "no reason given")})`;
  return { what: maskedAddress(address, masker), why };
};

const informationalOf = ({ plan, changes, drifts }: Rows): Readonly<Record<string, number>> => {
  const counts = {
    equivalent: drifts.filter((row) => row.change.actions.includes("update") && realityOf(row) === "no")
      .length,
    imports: 0,
    moves: 0,
    outputs: Object.values(plan.output_changes ?? {}).filter(({ actions }) => !isIdle(actions)).length,
    reads: 0,
  };
  for (const { mode, change, address, previous_address: previous } of changes) {
    if (change.actions.includes("read")) counts.reads += 1;
    if (mode === "data" || !isIdle(change.actions)) continue;
    if (change.importing) counts.imports += 1;
    if (previous && previous !== address) counts.moves += 1;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
};

const warningsOf = (
  { drifts, whole }: Rows,
  items: readonly Item[],
  basis: Basis,
  masker: Masker,
): readonly string[] => [
  ...(whole
    ? []
    : [
        "unverified plan: the document is not a whole one of the tool, so nothing vouches for what it leaves out",
      ]),
  ...(basis === "declared-vs-recorded" && drifts.length > 0
    ? [
        `${drifts.length} changes in reality stand in this plan and are not shown here; use --source terraform to see them`,
      ]
    : []),
  ...items
    .filter(({ change }) => actionOf(change) === undefined)
    .map(
      ({ identity, change }) =>
        `${printIdentity(maskedIdentity(identity, masker))} has a planned action that is not known: ${masker.text(change?.change.actions.join(", ") ?? "")}`,
    ),
];

const instantOf = (timestamp: string | undefined): number | undefined =>
  timestamp === undefined ? undefined : parseInstant(timestamp);
