import {
  changeType,
  type Drift,
  departureFingerprint,
  legacyDepartureFingerprint,
} from "../../core/departure.ts";
import { type FieldDiffs, fieldDiff, type Path, type Side } from "../../core/field-diff.ts";
import type { Masker } from "../../core/secret.ts";
import { isStateful } from "../../core/stateful.ts";
import { isMap, isUnknown, type Value, type ValueMap } from "../../core/value.ts";
import type { Hidden } from "../../platform/terraform/learn.ts";
import { maskedAddress, maskedIdentity } from "../../platform/terraform/masked-name.ts";
import type { Item } from "../../platform/terraform/rows.ts";
import type { Row } from "../../platform/terraform/schema.ts";
import { withUnknowns } from "../../platform/terraform/unknowns.ts";
import type { Class } from "./classify.ts";

/** An item that departs. */
export type Differing = {
  /** Printed identity. */
  readonly name: string;
  readonly item: Item;
  readonly drift: Class;
  /** Attributes of this thing with an expression in the configuration; `undefined` where nobody knows. */
  readonly written: ReadonlySet<string> | undefined;
};

/** Who masks, and what was found to hide when everything was learnt. */
export type Masking = { readonly masker: Masker; readonly hidden: Hidden };

/** One joined item as a drift, masked. Diff rows go from reality to the declared side, whoever moved. */
export const driftOf = (differing: Differing, masking: Masking): Drift => {
  const { masker } = masking;
  const { name, item, drift, written } = differing;
  const { direction, action, markers } = drift;
  const { identity, address } = item;
  const row = item.change ?? item.drift;
  const sides = sidesOf(differing, masking);
  const reason = row?.action_reason ?? undefined;
  const previous = row?.previous_address ?? undefined;
  const { diff, diffCut } = diffOf(sides, item.change?.change.replace_paths ?? [], written);
  return {
    type: "drift",
    fingerprint: departureFingerprint(identity, "drift", name),
    legacy: legacyDepartureFingerprint("terraform", identity, changeType(drift), name),
    identity: maskedIdentity(identity, masker),
    provenance: {
      source: "terraform",
      address: shownAddress(address, masker),
      file: undefined,
      line: undefined,
    },
    direction,
    action,
    markers,
    reason: reason === undefined ? undefined : masker.text(reason),
    reality: mapOf(sides.reality.masked),
    desired: mapOf(sides.declared),
    diff,
    diffCut,
    stateful: isStateful(identity.kind),
    movedFrom: markers.includes("moved") ? shownAddress(previous, masker) : undefined,
  };
};

const shownAddress = (address: string | undefined, masker: Masker): string | undefined =>
  address === undefined ? undefined : maskedAddress(address, masker);

type Sides = {
  readonly reality: Side;
  /** Every attribute, unknowns marked. */
  readonly desired: Side;
  /** The same without what nobody wrote and the provider fills in: no rule need wait for that. */
  readonly declared: Value | undefined;
};

/**
 * A planned change goes from reality to the declared side. Where none is planned, the drift row goes from the recorded side,
 * which stands for the declared one, to reality.
 */
const sidesOf = (
  { item: { change, drift }, drift: { action }, written }: Differing,
  { masker, hidden }: Masking,
): Sides => {
  const marks = hidden.marksOf(change, drift);
  /** `other` was masked just before: what both sides have alike need not be looked at again. */
  const sideOf = (row: Row, which: "before" | "after", other: Side = absent): Side => {
    const raw = row.change[which] ?? undefined;
    if (raw === undefined) return absent;
    const isPlain = marks === undefined && hidden.isPlain(row, which);
    const twin = other.masked === other.raw ? other.raw : undefined;
    return { raw, masked: isPlain ? masker.maskPlain(raw, twin) : masker.mask(raw, marks) };
  };
  if (action === "none" && drift !== undefined) {
    const reality = sideOf(drift, "after");
    const desired = sideOf(drift, "before", reality);
    return { reality, desired, declared: desired.masked };
  }
  if (change === undefined) return { reality: absent, desired: absent, declared: undefined };
  const reality = sideOf(change, "before");
  const { raw, masked } = sideOf(change, "after", reality);
  const { after_unknown: unknown } = change.change;
  const known = withUnknowns(masked, unknown);
  const declared =
    known === masked || written === undefined ? known : withUnknowns(masked, onlyWritten(unknown, written));
  return { reality, desired: { raw, masked: known }, declared };
};

const onlyWritten = (unknown: unknown, written: ReadonlySet<string>): unknown =>
  typeof unknown !== "object" || unknown === null || Array.isArray(unknown)
    ? unknown
    : Object.fromEntries(Object.entries(unknown).filter(([attribute]) => written.has(attribute)));

const absent: Side = { raw: undefined, masked: undefined };

/** Where a whole side is missing there is nothing to compare. */
const diffOf = (
  { reality, desired }: Sides,
  forcing: readonly Path[],
  written: ReadonlySet<string> | undefined,
): FieldDiffs => {
  if (reality.raw === undefined || desired.raw === undefined) return { diff: [], diffCut: 0 };
  const isNoise = ([top]: Path): boolean => written !== undefined && !written.has(String(top));
  const found = fieldDiff(reality, desired, { forcing, isNoise });
  if (written !== undefined) return found;
  // Nobody knows what is computed: an unknown is told only when nothing else differs, or when it forces a replacement.
  const kept = found.diff.filter(({ unknown, forcesReplacement }) => !unknown || forcesReplacement);
  return kept.length === 0 ? found : { diff: kept, diffCut: found.diffCut };
};

const mapOf = (value: Value | undefined): ValueMap | undefined => {
  if (value === undefined || isMap(value)) return value;
  // Masked or unknown as one: still there, and nothing of it may be shown.
  return { [isUnknown(value) ? "(unknown)" : "(masked)"]: value };
};
