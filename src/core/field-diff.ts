import type { FieldDiff } from "./departure.ts";
import { parseJson } from "./document.ts";
import { byCodeUnit, inOrder } from "./order.ts";
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
const valueLimit = 300;

/** The attributes that differ, in path order. Equality is decided before masking; `null` is the same as absent. */
export const fieldDiff = (before: Side, after: Side, { forcing, isNoise }: DiffRules): FieldDiffs => {
  const rows: FieldDiff[] = [];
  let cut = 0;
  descend([], before, after, (path, from, to) => {
    const forces = forcing.some((forced) => isWithin(path, forced) || isWithin(forced, path));
    if (!forces && isUnknown(to.masked) && isNoise(path)) return;
    if (rows.length < rowLimit) rows.push(rowOf(path, from, to, forces));
    else cut += 1;
  });
  return { diff: rows, diffCut: cut };
};

/** The same thing said in two ways is the same: JSON texts by meaning, lists of objects as multisets, `null` as absent. */
export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => {
  if (isUnknown(b)) return false;
  if ((a ?? undefined) === (b ?? undefined)) return true;
  let same = true;
  descend([], { raw: a, masked: a }, { raw: b, masked: b }, () => {
    same = false;
  });
  return same;
};

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

type Found = (path: Path, before: Side, after: Side) => void;

const descend = (path: Path, before: Side, after: Side, found: Found): void => {
  const [from, to] = [before.raw ?? undefined, after.raw ?? undefined];
  if (isUnknown(after.masked)) found(path, before, after);
  else if (from === to) return;
  else if (hidden(before) || hidden(after)) {
    if (!sameValue(from, to)) found(path, before, after);
  } else if (isMap(from) && isMap(to)) inMaps(path, before, after, found);
  else if (isListValue(from) && isListValue(to))
    inLists(path, { ...before, raw: from }, { ...after, raw: to }, found);
  else if (!inTexts(path, before, after, found)) found(path, before, after);
};

/** Masked as one: there is nothing to show below it. */
const hidden = ({ raw, masked }: Side): boolean =>
  masked !== undefined && isOpaque(masked) && raw !== undefined && raw !== masked;

const inMaps = (path: Path, before: Side, after: Side, found: Found): void => {
  for (const key of keysOfBoth(before, after)) {
    const [from, to] = [at(before.raw, key), at(after.raw, key)];
    const shown = after.masked === after.raw ? to : at(after.masked, key);
    if (from === to && !isUnknown(shown)) continue;
    descend([...path, key], { raw: from, masked: at(before.masked, key) }, { raw: to, masked: shown }, found);
  }
};

const keysOfBoth = (before: Side, after: Side): readonly string[] => {
  const [from, to] = [keysOf(before.raw), keysOf(after.raw)];
  const alike = from.length === to.length && from.every((key, nth) => key === to[nth]);
  return inOrder(
    alike && after.masked === after.raw ? from : [...new Set([...from, ...to, ...keysOf(after.masked)])],
  );
};

type ListSide = { readonly raw: readonly Value[]; readonly masked: Value | undefined };

const inLists = (path: Path, before: ListSide, after: ListSide, found: Found): void => {
  const [left, right] = unmatched(before, after);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [from, to] = [left[at], right[at]];
    descend([...path, to ?? from ?? at], element(before, from), element(after, to), found);
  }
};

/** The places that have no equal on the other side. Lists of objects are compared as sets; any other list in its order. */
const unmatched = (before: ListSide, after: ListSide): readonly [readonly number[], readonly number[]] => {
  const places = [placesOf(before), placesOf(after)] as const;
  if (after.masked === after.raw && before.raw.length === after.raw.length)
    if (before.raw.every((item, nth) => sameValue(item, after.raw[nth]))) return [[], []];
  if (![...before.raw, ...after.raw].every((item) => isMap(item))) return places;
  const spare = new Map<string, number[]>();
  for (const at of places[1]) {
    const print = canonical(after.raw[at]);
    spare.set(print, [...(spare.get(print) ?? []), at]);
  }
  const left = places[0].filter((at) => spare.get(canonical(before.raw[at]))?.shift() === undefined);
  return [left, [...spare.values()].flat().sort((a, b) => a - b)];
};

/** Unknown elements stand only in the masked list. */
const placesOf = ({ raw, masked }: ListSide): readonly number[] =>
  Array.from({ length: Math.max(raw.length, isListValue(masked) ? masked.length : 0) }, (_, at) => at);

/** True when both are JSON documents written as text, which were then compared by meaning. */
const inTexts = (path: Path, before: Side, after: Side, found: Found): boolean => {
  const [from, to] = [documentOf(before.raw), documentOf(after.raw)];
  if (from === undefined || to === undefined) return false;
  descend(
    path,
    { raw: from, masked: documentOf(before.masked) ?? before.masked },
    { raw: to, masked: documentOf(after.masked) ?? after.masked },
    found,
  );
  return true;
};

const documentOf = (value: Value | undefined): Value | undefined => {
  if (typeof value !== "string" || !/^\s{0,20}[{[]/.test(value)) return undefined;
  const parsed = parseJson(value);
  return parsed.ok && isTree(parsed.value) ? parsed.value : undefined;
};

const rowOf = (path: Path, before: Side, after: Side, forcesReplacement: boolean): FieldDiff => {
  const [from, to] = [shown(before), shown(after)];
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
    isSecret(value) || (raw !== undefined && !isUnknown(value) && print(raw) !== text && holdsMask(text));
  return { text: clipped(text), secret };
};

const holdsMask = (text: string): boolean => /‹secret \d+›/.test(text);

const print = (value: Value): string => {
  if (typeof value === "string") return value;
  return isOpaque(value) ? value.text : canonical(value);
};

/** A masked value as a row shows it. */
export const printValue = (value: Value): string => clipped(print(value));

const clipped = (text: string): string =>
  text.length <= valueLimit ? text : `${text.slice(0, valueLimit - 1).replace(/[\ud800-\udbff]$/, "")}…`;

const canonical = (value: Value | undefined): string =>
  JSON.stringify(value ?? null, (_key, part: Value) =>
    isMap(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCodeUnit(a, b))) : part,
  );

const isWithin = (inner: Path, outer: Path): boolean =>
  outer.length <= inner.length && outer.every((step, at) => String(step) === String(inner[at]));

const keysOf = (value: Value | undefined): readonly string[] => (isMap(value) ? Object.keys(value) : []);

const at = (value: Value | undefined, key: string): Value | undefined =>
  isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const element = ({ raw, masked }: ListSide, place: number | undefined): Side =>
  place === undefined
    ? { raw: undefined, masked: undefined }
    : { raw: raw[place], masked: isListValue(masked) ? masked[place] : undefined };

const isListValue = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
const isTree = (value: unknown): value is ValueMap | readonly Value[] =>
  typeof value === "object" && value !== null;
