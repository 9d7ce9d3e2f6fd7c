import type { Envelope } from "../../core/bound/envelope.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import { byCodeUnit } from "../../core/order.ts";
import { type Masker, makeMasker } from "../../core/secret.ts";
import { isStateful } from "../../core/stateful.ts";
import { actionOf } from "../../platform/terraform/action.ts";
import type { Rows } from "../../platform/terraform/gate.ts";
import { type Hidden, isIdle, learnSecrets } from "../../platform/terraform/learn.ts";
import { maskedAddress } from "../../platform/terraform/masked-name.ts";
import { joinRows } from "../../platform/terraform/rows.ts";
import type { Row } from "../../platform/terraform/schema.ts";
import { tellChange } from "./tell.ts";

/** What a plan would do to one resource, and to nothing else. */
export type Effect = {
  /** Differs wherever the change does, in a secret too. */
  readonly change: string;
  readonly told: readonly string[];
  readonly envelope: Envelope | undefined;
};

export type Judged =
  | { readonly is: "effect"; readonly effect: Effect }
  | { readonly is: "nothing"; readonly why: string }
  | { readonly is: "unfit"; readonly why: string };

/**
 * The whole plan is looked at, for a plan that is kept to one resource takes along whatever that depends on (act.md FIX 7): it
 * is unfit where it would do anything besides, or what nobody knows.
 */
export const judgeEffect = (rows: Rows, address: string, seal: (secret: string) => string): Judged => {
  const { items } = joinRows(rows.changes, rows.drifts, "");
  const masker = makeMasker(seal);
  const hidden = learnSecrets(masker, rows, items);
  const why = whyUnfit(rows, address, masker);
  if (why !== undefined) return { is: "unfit", why };
  const [row] = rows.changes.filter((one) => one.address === address && one.mode !== "data");
  if (row === undefined) return { is: "nothing", why: `a new plan does not know ${address} any more` };
  const drift = rows.drifts.find((one) => one.address === address);
  return judgeRow({ row, drift, rows, masker, hidden }, seal);
};

/** A row, who masks it, and where it stands. */
export type Looked = {
  readonly row: Row;
  readonly drift: Row | undefined;
  readonly rows: Rows;
  readonly masker: Masker;
  readonly hidden: Hidden;
};

const judgeRow = (looked: Looked, seal: (secret: string) => string): Judged => {
  const { row, drift, masker } = looked;
  const shown = maskedAddress(row.address ?? "", masker);
  const action = actionOf(row);
  switch (action) {
    case undefined:
      return { is: "unfit", why: `the planned action (${wordsOf(row, masker)}) is not known here` };
    case "none":
      return {
        is: "nothing",
        why:
          drift === undefined || isIdle(drift.change.actions)
            ? `a new plan has nothing to do to ${shown}`
            : `${shown} was changed in reality, and the code does not mind: a plan has nothing to do`,
      };
    case "forget":
      return { is: "unfit", why: `the plan would only forget ${shown}, which is no repair` };
    case "create":
    case "update":
    case "delete":
    case "replace": {
      const ends = action === "delete" || action === "replace";
      const envelope: Envelope = { reversibility: "irreversible", impact: "service" };
      return {
        is: "effect",
        effect: {
          // Sealed as one, as it stands: a hash of what holds secrets could be guessed at.
          change: fingerprint(seal(canonicalJson(changeOf(row)))),
          told: tellChange(looked, { action, shown, stateful: isStateful(row.type ?? "") }),
          envelope: ends ? envelope : undefined,
        },
      };
    }
  }
};

const changeOf = ({ address, deposed, action_reason: reason, change }: Row) => {
  const { actions, before, after, after_unknown: unknown, replace_paths: forcing } = change;
  return { address, deposed, reason, actions, before, after, unknown, forcing };
};

const whyUnfit = (rows: Rows, address: string, masker: Masker): string | undefined => {
  const { plan, deferred, changes } = rows;
  if (!rows.whole) return "the plan is no whole document of the tool";
  if (plan.errored === true) return "planning ended with errors, so the plan is incomplete";
  if (deferred.length > 0) return `the plan defers ${deferred.length} changes, so nobody knows what they are`;
  if ((plan.action_invocations ?? []).length + (plan.deferred_action_invocations ?? []).length > 0)
    return "the plan would start actions beside the change";
  const beside = changes
    .filter((row) => isBeside(row, address))
    .map(
      (row) =>
        `${maskedAddress(row.address ?? "something without an address", masker)} (${doneTo(row, masker)})`,
    )
    .sort(byCodeUnit);
  if (beside.length === 0) return undefined;
  const more = beside.length > shownBeside ? ` and ${beside.length - shownBeside} more` : "";
  return `the plan would change more than this: ${beside.slice(0, shownBeside).join(", ")}${more}`;
};

const shownBeside = 5;

/** A deposed object of the same address is another thing. */
const isBeside = (row: Row, address: string): boolean => {
  if (row.address === address && !row.deposed && row.mode !== "data") return isMoved(row);
  return actionOf(row) !== "none" || isMoved(row);
};

/** Both only change the state, and both are more than what was looked at. */
const isMoved = ({ change, previous_address: previous, address }: Row): boolean =>
  Boolean(change.importing) || (Boolean(previous) && previous !== address);

const doneTo = (row: Row, masker: Masker): string =>
  isMoved(row) ? "moved or imported" : (actionOf(row) ?? wordsOf(row, masker));

const wordsOf = ({ change }: Row, masker: Masker): string => masker.text(change.actions.join(", ")) || "none";
