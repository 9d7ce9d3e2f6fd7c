import type { Action, Direction, Marker } from "../../core/departure.ts";
import { sameValue } from "../../core/field-diff.ts";
import { isList, isMap, type Value, type ValueMap } from "../../core/value.ts";
import { actionOf, isIdle } from "../../platform/terraform/action.ts";
import { holdsTrue, isTree } from "../../platform/terraform/marks.ts";
import type { Item } from "../../platform/terraform/rows.ts";
import type { Row } from "../../platform/terraform/schema.ts";

export type Class = {
  readonly direction: Direction;
  readonly action: Action;
  readonly markers: readonly Marker[];
};

/**
 * Which side moved and what the tool would do; `undefined` when nothing departs. A drift row goes from the recorded to the
 * real state, a change row from the real to the declared one. `written` are the attributes with an expression in the configuration.
 */
export const classify = ({ change, drift }: Item, written: Written): Class | undefined => {
  const action = actionOf(change);
  const moved = drift === undefined ? "no" : realityOf(drift);
  const planned = action ?? "update";
  const markers = markersOf(change ?? drift, action === undefined);
  if (moved === "no") {
    return planned === "none" ? undefined : { direction: "not-yet-applied", action: planned, markers };
  }
  if (moved === "gone") return { direction: "vanished", action: planned, markers };
  const both = planned !== "none" && codeMovedToo(change, drift, written);
  return { direction: both ? "both" : "changed-in-reality", action: planned, markers };
};

const markersOf = (row: Row | undefined, unknownAction: boolean): readonly Marker[] => {
  if (row === undefined) return [];
  const { deposed, previous_address, change } = row;
  if (!deposed && !previous_address && !change.importing && !unknownAction) return none;
  return [
    ...(deposed ? (["deposed"] as const) : []),
    ...(previous_address && previous_address !== row.address ? (["moved"] as const) : []),
    ...(change.importing ? (["imported"] as const) : []),
    ...(unknownAction ? (["unknown-action"] as const) : []),
  ];
};

const none: readonly Marker[] = [];

/** What the refresh found. Providers write "nothing" in several ways; one kind of nothing for another is no drift. */
export const realityOf = ({ change: { actions, before, after } }: Row): "gone" | "changed" | "no" => {
  if (actions.length > 0 && isIdle(actions)) return "no";
  if (after === null || after === undefined) return "gone";
  return sameButForNothing(before ?? undefined, after) ? "no" : "changed";
};

type Written = ReadonlySet<string> | undefined;

const sameButForNothing = (a: Value | undefined, b: Value | undefined): boolean => {
  if (a === b && typeof a !== "object") return true;
  if (isNothing(a)) return isNothing(b);
  if (!isMap(a) || !isMap(b)) return sameValue(a, b);
  for (const key in a) if (!sameButForNothing(a[key], own(b, key))) return false;
  for (const key in b) if (!Object.hasOwn(a, key) && !sameButForNothing(undefined, b[key])) return false;
  return true;
};

/** An attribute may be called as what every object inherits. */
const own = (map: ValueMap, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

const isNothing = (value: Value | undefined): boolean => {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.every(isNothing);
  if (!isMap(value)) return false;
  for (const key in value) if (!isNothing(value[key])) return false;
  return true;
};

/** False when all that the change does is to bring reality back to what was recorded. */
const codeMovedToo = (change: Row | undefined, drift: Row | undefined, written: Written): boolean => {
  const real = change?.change.before;
  const desired = change?.change.after;
  const recorded = drift?.change.before;
  if (!real || !desired || !recorded) return true;
  const unknown = unknownKeys(change?.change.after_unknown);
  // An unknown attribute says nothing where nobody wrote an expression for it.
  if (unknown.some((key) => written?.has(key) === true)) return true;
  return moved(recorded, real, desired, new Set(unknown));
};

const moved = (
  recorded: ValueMap,
  real: ValueMap,
  desired: ValueMap,
  unknown: ReadonlySet<string>,
): boolean => {
  const hasMoved = (key: string): boolean => {
    const was = recorded[key];
    const is = real[key];
    const wanted = desired[key];
    if (unknown.has(key) || sameValue(is, wanted) || sameValue(was, wanted)) return false;
    return isMap(was) && isMap(is) && isMap(wanted) ? moved(was, is, wanted, nothing) : true;
  };
  for (const key in real) if (hasMoved(key)) return true;
  for (const key in desired) if (!Object.hasOwn(real, key) && hasMoved(key)) return true;
  return false;
};

const nothing: ReadonlySet<string> = new Set();

const unknownKeys = (unknown: unknown): readonly string[] => {
  if (!isTree(unknown)) return [];
  const keys: string[] = [];
  for (const key in unknown) if (holdsTrue(unknown[key])) keys.push(key);
  return keys;
};
