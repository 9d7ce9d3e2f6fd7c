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
import type { Class } from "./classify.ts";
import { marksOf } from "./marks.ts";
import { maskedAddress, maskedIdentity } from "./masked-name.ts";
import type { Item } from "./rows.ts";
import type { Row } from "./schema.ts";
import { withUnknowns } from "./unknowns.ts";

export type Tools = {
  readonly masker: Masker;
  /** Attributes of this thing with an expression in the configuration; `undefined` where nobody knows. */
  readonly written: ReadonlySet<string> | undefined;
};

/** One joined item as a drift, masked. Diff rows go from reality to the declared side, whoever moved. */
export const driftOf = (item: Item, { direction, action, markers }: Class, tools: Tools): Drift => {
  const { identity, address } = item;
  const row = item.change ?? item.drift;
  const sides = sidesOf(item, action === "none", tools);
  const reason = row?.action_reason ?? undefined;
  const previous = row?.previous_address ?? undefined;
  return {
    type: "drift",
    fingerprint: departureFingerprint(identity, "drift"),
    legacy: legacyDepartureFingerprint("terraform", identity, changeType({ direction, action })),
    identity: maskedIdentity(identity, tools.masker),
    provenance: {
      source: "terraform",
      address: shownAddress(address, tools),
      file: undefined,
      line: undefined,
    },
    direction,
    action,
    markers,
    reason: reason === undefined ? undefined : tools.masker.text(reason),
    reality: mapOf(sides.reality.masked),
    desired: mapOf(sides.declared),
    ...diffOf(sides, item.change?.change.replace_paths ?? [], tools.written),
    stateful: isStateful(identity.kind),
    movedFrom: markers.includes("moved") ? shownAddress(previous, tools) : undefined,
  };
};

const shownAddress = (address: string | undefined, { masker }: Tools): string | undefined =>
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
const sidesOf = ({ change, drift }: Item, idle: boolean, { masker, written }: Tools): Sides => {
  const masking = { masker, marks: marksOf([change, drift]) };
  if (idle && drift !== undefined) {
    const reality = sideOf(drift, "after", masking);
    const desired = sideOf(drift, "before", masking);
    return { reality, desired, declared: desired.masked };
  }
  if (change === undefined) return { reality: absent, desired: absent, declared: undefined };
  const reality = sideOf(change, "before", masking);
  const { raw, masked } = sideOf(change, "after", masking);
  const { after_unknown: unknown } = change.change;
  return {
    reality,
    desired: { raw, masked: withUnknowns(masked, unknown) },
    declared: withUnknowns(masked, written === undefined ? unknown : onlyWritten(unknown, written)),
  };
};

const onlyWritten = (unknown: unknown, written: ReadonlySet<string>): unknown =>
  typeof unknown !== "object" || unknown === null || Array.isArray(unknown)
    ? unknown
    : Object.fromEntries(Object.entries(unknown).filter(([attribute]) => written.has(attribute)));

const absent: Side = { raw: undefined, masked: undefined };

type Masking = { readonly masker: Masker; readonly marks: unknown };

const sideOf = ({ change }: Row, which: "before" | "after", { masker, marks }: Masking): Side => {
  const raw = change[which] ?? undefined;
  return { raw, masked: raw === undefined ? undefined : masker.mask(raw, marks) };
};

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
