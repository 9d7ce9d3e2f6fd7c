import type { FieldDiff } from "./departure.ts";
import { parseJson } from "./document.ts";
import { inOrder } from "./order.ts";
import { canonical, clipped, print } from "./printed-value.ts";
import { isMap, isOpaque, isSecret, isUnknown, type Value, type ValueMap } from "./value.ts";

/** One side of a comparison: as it is, which decides what differs, and masked, which is what is shown. */
export type Side = { readonly raw: Value | undefined; readonly masked: Value | undefined };

export type Path = readonly (string | number)[];

export type FieldDiffs = { readonly diff: readonly FieldDiff[]; readonly diffCut: number };

export type DiffRules = {
  /** Paths whose change forces a replacement. */
  readonly forcing: readonly Path[];
  /** Whether an unknown at this path says nothing, because the tool computes it anew on every change. */
  readonly isNoise: (path: Path) => boolean;
};

const rowLimit = 50;

/** The attributes that differ, in path order. Equality is decided before masking; `null` is the same as absent. */
export const fieldDiff = (before: Side, after: Side, { forcing, isNoise }: DiffRules): FieldDiffs => {
  const rows: FieldDiff[] = [];
  let cut = 0;
  descend([], before.raw, before.masked, after.raw, after.masked, (path, from, to) => {
    const forces =
      forcing.length > 0 && forcing.some((forced) => isWithin(path, forced) || isWithin(forced, path));
    if (!forces && isUnknown(to.masked) && isNoise(path)) return false;
    if (rows.length < rowLimit) rows.push(rowOf(path, from, to, forces));
    else cut += 1;
    return false;
  });
  return { diff: rows, diffCut: cut };
};

/** The same thing said in two ways is the same: JSON texts by meaning, lists of objects as multisets, `null` as absent. */
export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => {
  if (isUnknown(b)) return false;
  if ((a ?? undefined) === (b ?? undefined)) return true;
  return !descend([], a, a, b, b, stop);
};

const stop = (): boolean => true;

/**
 * A path as the diff shows it: `a[0].b-c["d e"]`.
 * @internal its table test asks it apart
 */
export const printPath = (path: Path): string =>
  path.reduce<string>((printed, step) => {
    if (typeof step === "number") return `${printed}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${printed}[${JSON.stringify(step)}]`;
    return printed === "" ? step : `${printed}.${step}`;
  }, "");

/** Told of each difference; the path is only lent. Answers whether to stop there. */
type Found = (path: Path, before: Side, after: Side) => boolean;
type Steps = (string | number)[];
type Some = Value | undefined;

/**
 * Whether `found` wanted to stop. The sides come in parts, and one path serves the whole descent: an object for each step would
 * cost more than the comparing.
 */
const descend = (
  path: Steps,
  from: Some,
  fromMasked: Some,
  to: Some,
  toMasked: Some,
  found: Found,
): boolean => {
  const was = from ?? undefined;
  const is = to ?? undefined;
  if (isUnknown(toMasked)) return tell(path, from, fromMasked, to, toMasked, found);
  if (was === is) return false;
  if (isHidden(from, fromMasked) || isHidden(to, toMasked))
    return !sameValue(was, is) && tell(path, from, fromMasked, to, toMasked, found);
  if (isMap(was) && isMap(is)) return inMaps(path, was, fromMasked, is, toMasked, found);
  if (isListValue(was) && isListValue(is))
    return inLists(path, { raw: was, masked: fromMasked }, { raw: is, masked: toMasked }, found);
  return inTexts(path, from, fromMasked, to, toMasked, found);
};

/** Documents written as text are compared by meaning. */
const inTexts = (
  path: Steps,
  from: Some,
  fromMasked: Some,
  to: Some,
  toMasked: Some,
  found: Found,
): boolean => {
  const was = documentOf(from);
  const is = was === undefined ? undefined : documentOf(to);
  if (was === undefined || is === undefined) return tell(path, from, fromMasked, to, toMasked, found);
  const [shownFrom, shownTo] = [documentOf(fromMasked) ?? fromMasked, documentOf(toMasked) ?? toMasked];
  return descend(path, was, shownFrom, is, shownTo, found);
};

const tell = (path: Steps, from: Some, fromMasked: Some, to: Some, toMasked: Some, found: Found): boolean =>
  found(path, { raw: from, masked: fromMasked }, { raw: to, masked: toMasked });

/** Masked as one: there is nothing to show below it. */
const isHidden = (raw: Some, masked: Some): boolean =>
  raw !== masked && masked !== undefined && isOpaque(masked) && raw !== undefined;

const inMaps = (
  path: Steps,
  from: ValueMap,
  fromMasked: Some,
  to: ValueMap,
  toMasked: Some,
  found: Found,
): boolean => {
  const keys = differing(from, to, toMasked);
  for (const key of keys.length < 2 ? keys : inOrder(keys)) {
    const was = at(from, key);
    const is = at(to, key);
    const shownFrom = fromMasked === from ? was : at(fromMasked, key);
    const shownTo = toMasked === to ? is : at(toMasked, key);
    path.push(key);
    const stopped = descend(path, was, shownFrom, is, shownTo, found);
    path.pop();
    if (stopped) return true;
  }
  return false;
};

/** The names under which the maps may say something else, in no order. Nearly all say the same. */
const differing = (from: ValueMap, to: ValueMap, toMasked: Some): readonly string[] => {
  const keys: string[] = [];
  for (const key in from) if (from[key] !== to[key]) keys.push(key);
  for (const key in to) if (!Object.hasOwn(from, key)) keys.push(key);
  if (toMasked === to || !isMap(toMasked)) return keys;
  // What is known only after apply stands in the masked side alone.
  for (const key in toMasked) if (isUnknown(toMasked[key]) && !keys.includes(key)) keys.push(key);
  return keys;
};

type ListSide = { readonly raw: readonly Value[]; readonly masked: Some };

const inLists = (path: Steps, before: ListSide, after: ListSide, found: Found): boolean => {
  const { left, right } = unmatched(before, after);
  for (let nth = 0; nth < Math.max(left.length, right.length); nth += 1) {
    const from = left[nth];
    const to = right[nth];
    path.push(to ?? from ?? nth);
    const was = element(before, from);
    const is = element(after, to);
    const stopped = descend(path, was.raw, was.masked, is.raw, is.masked, found);
    path.pop();
    if (stopped) return true;
  }
  return false;
};

type Places = { readonly left: readonly number[]; readonly right: readonly number[] };

const noPlaces: Places = { left: [], right: [] };

/** The places that have no equal on the other side. Lists of objects are compared as sets; any other list in its order. */
const unmatched = (before: ListSide, after: ListSide): Places => {
  if (after.masked === after.raw && before.raw.length === after.raw.length)
    if (before.raw.every((item, nth) => sameValue(item, after.raw[nth]))) return noPlaces;
  const left = placesOf(before);
  const right = placesOf(after);
  if (!before.raw.every(isMap) || !after.raw.every(isMap)) return { left, right };
  const spare = new Map<string, number[]>();
  for (const at of right) {
    const print = canonical(after.raw[at]);
    spare.set(print, [...(spare.get(print) ?? []), at]);
  }
  const alone = left.filter((at) => spare.get(canonical(before.raw[at]))?.shift() === undefined);
  return { left: alone, right: [...spare.values()].flat().sort((a, b) => a - b) };
};

/** Unknown elements stand only in the masked list. */
const placesOf = ({ raw, masked }: ListSide): readonly number[] => {
  const places: number[] = [];
  const count = Math.max(raw.length, isListValue(masked) ? masked.length : 0);
  for (let at = 0; at < count; at += 1) places.push(at);
  return places;
};

const documentOf = (value: Value | undefined): Value | undefined => {
  if (typeof value !== "string" || !mayBegin(value.charCodeAt(0)) || !/^\s{0,20}[{[]/.test(value))
    return undefined;
  const parsed = parseJson(value);
  return parsed.ok && isTree(parsed.value) ? parsed.value : undefined;
};

/** A bracket, or any space: told much faster than by the pattern. */
const mayBegin = (code: number): boolean => code === 0x7b || code === 0x5b || code <= 0x20 || code > 0x7e;

const rowOf = (path: Path, before: Side, after: Side, forcesReplacement: boolean): FieldDiff => {
  const from = shown(before);
  const to = shown(after);
  return {
    path: printPath(path),
    before: from.text,
    after: to.text,
    secret: from.secret || to.secret,
    unknown: isUnknown(after.masked),
    forcesReplacement,
  };
};

const shown = ({ raw, masked }: Side): { readonly text: string | undefined; readonly secret: boolean } => {
  const value = masked ?? undefined;
  if (value === undefined) return { text: undefined, secret: false };
  const text = print(value);
  const secret =
    isSecret(value) ||
    (raw !== undefined && raw !== value && !isUnknown(value) && print(raw) !== text && holdsMask(text));
  return { text: clipped(text), secret };
};

const holdsMask = (text: string): boolean => /‹secret \d+›/.test(text);

const isWithin = (inner: Path, outer: Path): boolean =>
  outer.length <= inner.length && outer.every((step, at) => String(step) === String(inner[at]));

const at = (value: Value | undefined, key: string): Value | undefined =>
  isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const element = ({ raw, masked }: ListSide, place: number | undefined): Side =>
  place === undefined
    ? { raw: undefined, masked: undefined }
    : { raw: raw[place], masked: isListValue(masked) ? masked[place] : undefined };

const isListValue = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
const isTree = (value: unknown): value is ValueMap | readonly Value[] =>
  typeof value === "object" && value !== null;
