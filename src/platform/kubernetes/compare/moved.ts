import type { Direction } from "../../../core/departure.ts";
import { isList, isMap, isOpaque, type Value, type ValueMap } from "../../../core/value.ts";
import type { Applied } from "./applied.ts";
import { compareObjects, type Difference, type Surroundings } from "./compare.ts";
import { deployerOf, familyOf } from "./deployer.ts";
import { ownershipsOf } from "./owner.ts";
import type { Path, Step } from "./path.ts";
import { type Held, unmasked } from "./prepare.ts";

/** Which side of a place is another one than when it was deployed last. */
export type Moved = "reality" | "declaration" | "both";

type Sides = {
  readonly declared: Held;
  readonly live: Held;
  /** What its deployer wrote down of it: what is in force, and then what an attempt that failed may have put in its place. */
  readonly applied: readonly Applied[];
  readonly around: Surroundings;
};

/**
 * For each difference of one object the side that moved. What was applied last says it, or else who set the place that lives; where
 * neither is known, reality is taken to have moved: that a hole is only being closed has to be shown.
 */
export const movedBy = ({ declared, live, applied, around }: Sides): ((difference: Difference) => Moved) => {
  // What was read from reality was deployed by nobody.
  if (around.exact === true) return () => "reality";
  const deployer = deployerOf(live.object);
  const setter = (difference: Difference): Setter => setterOf(difference, deployer);
  const records = applied.map((one) => recordOf(one, { declared, live, around }));
  const isWritten = ownershipsOf(live.object).length > 0;
  return (difference) => {
    const by = setter(difference);
    const [first] = records;
    if (first === undefined) return by === "deployer" ? "declaration" : "reality";
    if (records.some((record) => record.agrees(difference))) return "declaration";
    if (!first.speaks(difference)) return unsaid(first.isDefault(difference), by, isWritten);
    return by === "deployer" && deployer !== first.family ? "declaration" : first.moved(difference);
  };
};

/** The deployer never said anything there: what lives is the server's own doing, or somebody else's. */
const unsaid = (isDefault: boolean, by: Setter, isWritten: boolean): Moved =>
  isDefault || by === "deployer" || (by === "nobody" && isWritten) ? "declaration" : "both";

export const directionOf = (sides: ReadonlySet<Moved>): Direction => {
  const [only] = sides;
  if (only === undefined || only === "both" || sides.size > 1) return "both";
  return only === "reality" ? "changed-in-reality" : "not-yet-applied";
};

type Setter = "deployer" | "another" | "nobody";

/** A single value was set by whoever owns it; of a part with several, all of it has to be the deployer's. */
const setterOf = ({ live, owners }: Difference, deployer: string | undefined): Setter => {
  if (live === undefined || owners.length === 0) return "nobody";
  if (deployer === undefined) return "another";
  const own = owners.filter((owner) => familyOf(owner) === deployer).length;
  const hasParts = isMap(live) || isList(live) || isOpaque(live);
  return own > 0 && (!hasParts || own === owners.length) ? "deployer" : "another";
};

type Record = {
  readonly family: string;
  readonly speaks: (difference: Difference) => boolean;
  /** Whether it lives as it was applied. */
  readonly agrees: (difference: Difference) => boolean;
  readonly moved: (difference: Difference) => Moved;
  /** Whether what lives is what a server makes of a manifest that leaves the place out. */
  readonly isDefault: (difference: Difference) => boolean;
};

const recordOf = (
  { object, family }: Applied,
  { declared, live, around }: Omit<Sides, "applied">,
): Record => {
  const held = unmasked(object);
  const placesOf = (one: Held, other: Held): readonly string[] =>
    compareObjects(one, other, around).differences.map(({ path }) => path);
  const inReality = placesOf(held, live);
  const inDeclaration = placesOf(declared, held);
  let filledIn: readonly string[] | undefined;
  const speaks = ({ steps }: Difference): boolean => valueAt(held.plain, steps) !== undefined;
  return {
    family,
    speaks,
    agrees: (difference) =>
      !touches(inReality, difference.path) && (speaks(difference) || difference.live === undefined),
    moved: ({ path }) => (touches(inReality, path) && touches(inDeclaration, path) ? "both" : "reality"),
    isDefault: ({ path }) => {
      filledIn ??= placesOf(live, held);
      return !touches(filledIn, path);
    },
  };
};

/** One of two comparisons may have found a whole part different, and the other only a place in it. */
const touches = (places: readonly string[], path: string): boolean =>
  places.some((place) => place === path || isBelow(place, path) || isBelow(path, place));

const isBelow = (inner: string, outer: string): boolean =>
  inner.startsWith(outer) && (inner[outer.length] === "." || inner[outer.length] === "[");

/** What an object that was no part of the comparison has at that place. */
const valueAt = (object: ValueMap, path: Path): Value | undefined => {
  let found: Value | undefined = object;
  for (const step of path) found = found === undefined ? undefined : childOf(found, step);
  return found ?? undefined;
};

const childOf = (value: Value, step: Step): Value | undefined => {
  if (step.is === "key") return isMap(value) && Object.hasOwn(value, step.key) ? value[step.key] : undefined;
  if (!isList(value)) return undefined;
  if (step.is === "index") return value[step.at];
  return value.find((one) => isMap(one) && step.keys.every(([key, own]) => isSame(one[key], own)));
};

/** A port that names no protocol has the default one. */
const isSame = (value: Value | undefined, own: Value): boolean =>
  value === undefined ? own === "TCP" : String(value) === String(own);
