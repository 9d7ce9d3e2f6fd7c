import { inOrder } from "../../../core/order.ts";
import { isList, isMap, isOpaque, type Value, type ValueMap } from "../../../core/value.ts";
import { defaultOf } from "./defaults.ts";
import { isAllocated, isFreeText, type Reading, sameLeaf, saysNothing } from "./equal.ts";
import { keysOf, type ListRule, lastOfEach, listRule } from "./lists.ts";
import { holderOf, type Path } from "./path.ts";
import { at } from "./thing.ts";
import { isChoice, isNarrowed, isOfEveryPod, isPower, narrows } from "./undeclared.ts";

export type Told = {
  /** What is declared at this place is not what lives there. */
  readonly differs: (path: Path) => void;
  /** Lives there, and nobody declared it. */
  readonly extra: (path: Path, what: string) => void;
};

/** Walks what is declared; what nobody declared is told only where it stands in a list or map that people fill. */
export const walk = (
  reading: Reading,
  path: Path,
  declared: Value | undefined,
  live: Value | undefined,
  told: Told,
  beside?: Value,
): void => {
  const [wanted, found] = [declared ?? undefined, live ?? undefined];
  if (wanted === undefined) return;
  if (isList(wanted)) inLists(reading, path, wanted, found, told);
  else if (isMap(wanted)) inMaps(reading, path, wanted, found, told);
  else inLeaves(reading, path, { wanted, found, beside }, told);
};

/** `beside` is the image that stands next to it: one default depends on that. */
type Leaf = { readonly wanted: Value; readonly found: Value | undefined; readonly beside: Value | undefined };

const inLeaves = (reading: Reading, path: Path, { wanted, found, beside }: Leaf, told: Told): void => {
  if (isAllocated(path, wanted)) return;
  if (found !== undefined) {
    if (isList(found) || isMap(found) || !sameLeaf(reading, path, wanted, found)) told.differs(path);
    return;
  }
  const usual =
    reading.builtIn && !isFreeText(reading, path) ? defaultOf(reading.kind, path, beside) : undefined;
  if (usual === undefined ? !saysNothing(reading, path, wanted) : !sameLeaf(reading, path, wanted, usual))
    told.differs(path);
};

const inMaps = (
  reading: Reading,
  path: Path,
  wanted: ValueMap,
  found: Value | undefined,
  told: Told,
): void => {
  if (found === undefined) {
    if (isMissed(reading, path, wanted)) told.differs(path);
    return;
  }
  if (!isMap(found)) {
    told.differs(path);
    return;
  }
  if (isNarrowed(path, wanted, found)) {
    told.differs(path);
    return;
  }
  for (const key of inOrder(Object.keys(wanted)))
    walk(reading, [...path, { is: "key", key }], at(wanted, key), at(found, key), told, at(wanted, "image"));
  for (const key of inOrder(Object.keys(found)))
    if (at(wanted, key) === undefined) undeclared(reading, [...path, { is: "key", key }], found[key], told);
};

/** A map that is not there is missed when any of it would be; an empty one only where its presence says something. */
const isMissed = (reading: Reading, path: Path, wanted: ValueMap): boolean => {
  const own = Object.keys(wanted).filter((key) => at(wanted, key) !== undefined);
  if (own.length === 0) return path.length > 1 && (!reading.builtIn || isChoice(path));
  const image = at(wanted, "image");
  return own.some((key) => differ(reading, [...path, { is: "key", key }], at(wanted, key), undefined, image));
};

const undeclared = (reading: Reading, path: Path, found: Value | undefined, told: Told): void => {
  const holder = holderOf(path);
  if (path.length === 2 && (holder === "data" || holder === "binaryData")) {
    if (reading.kind === "ConfigMap" || reading.kind === "Secret") told.extra(path, "undeclared key");
    return;
  }
  if (isList(found)) {
    const rule = listRule(path, found, reading.builtIn);
    if (rule.by === "entries") byEntries(reading, path, { rule, wanted: [], found }, told);
    return;
  }
  if (found === true && reading.builtIn && isPower(path))
    told.extra(path, "undeclared, differs from its default");
  // A selector is one condition: one more label fits fewer things.
  else if (narrows(reading, path)) told.differs(path);
};

const inLists = (
  reading: Reading,
  path: Path,
  wanted: readonly Value[],
  found: Value | undefined,
  told: Told,
): void => {
  if (found === undefined) {
    if (wanted.length > 0) told.differs(path);
    return;
  }
  if (!isList(found)) {
    told.differs(path);
    return;
  }
  const rule = listRule(path, wanted, reading.builtIn);
  if (rule.by === "entries") byEntries(reading, path, { rule, wanted, found }, told);
  else if (rule.by === "positions") byPositions(reading, path, { wanted, found }, told);
  else if (!isSameSet(reading, path, { wanted, found }, rule.by === "subset")) {
    if (rule.by === "unordered") byPositions(reading, path, { wanted, found }, told);
    else told.differs(path);
  }
};

type Lists = { readonly wanted: readonly Value[]; readonly found: readonly Value[] };

const byEntries = (
  reading: Reading,
  path: Path,
  { rule, wanted, found }: Lists & { readonly rule: ListRule & { by: "entries" } },
  told: Told,
): void => {
  const places = lastOfEach(found, rule.keys);
  for (const [key, declared] of lastOfEach(wanted, rule.keys)) {
    const entry = wanted[declared] ?? null;
    const live = places.get(key);
    places.delete(key);
    const into: Path = [...path, { is: "entry", keys: keysOf(entry, rule.keys), declared, live }];
    if (live === undefined) told.differs(into);
    else walk(reading, into, entry, found[live], told);
  }
  if (rule.more === "") return;
  for (const live of [...places.values()].sort((a, b) => a - b)) {
    const keys = keysOf(found[live] ?? null, rule.keys);
    if (keys.some(([, value]) => isOfEveryPod(value))) continue;
    told.extra([...path, { is: "entry", keys, declared: undefined, live }], rule.more);
  }
};

const isSameSet = (reading: Reading, path: Path, { wanted, found }: Lists, mayHaveMore: boolean): boolean => {
  const spare = [...found];
  for (const entry of wanted) {
    const place = spare.findIndex((one) => isSame(reading, path, entry, one));
    if (place < 0) return false;
    spare.splice(place, 1);
  }
  return mayHaveMore || spare.length === 0;
};

const byPositions = (reading: Reading, path: Path, { wanted, found }: Lists, told: Told): void => {
  const isPlain = (entry: Value): boolean => !isMap(entry) && !isList(entry);
  if (wanted.length !== found.length) told.differs(path);
  else if (wanted.some(isPlain)) {
    if (!wanted.every((entry, nth) => isSame(reading, path, entry, found[nth] ?? null))) told.differs(path);
  } else
    for (const [nth, entry] of wanted.entries())
      walk(reading, [...path, { is: "index", at: nth }], entry, found[nth], told);
};

/** Entries of a list that has no keys. Exactly: nothing declared may be missing, and no selector may have grown. */
const isSame = (reading: Reading, path: Path, wanted: Value, found: Value): boolean =>
  isOpaque(wanted) ? wanted === found : !differ(reading, path, wanted, found);

const differ = (
  reading: Reading,
  path: Path,
  wanted: Value | undefined,
  found: Value | undefined,
  beside?: Value,
): boolean => {
  let differs = false;
  const note = (): void => {
    differs = true;
  };
  walk(reading, path, wanted, found, { differs: note, extra: () => undefined }, beside);
  return differs;
};
