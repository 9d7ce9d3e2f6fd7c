import type { Value } from "../../../core/value.ts";
import { sameImage } from "./image.ts";
import { holderOf, nameAt, type Path } from "./path.ts";
import { durationOf, quantityOf } from "./quantity.ts";

/** What decides how a place is read. */
export type Reading = { readonly kind: string; readonly builtIn: boolean };

/** Whether two plain values mean the same at this place. */
export const sameLeaf = (reading: Reading, path: Path, declared: Value, live: Value): boolean => {
  if (declared === live) return true;
  if (isEncoded(reading, path)) return decoded(declared) === decoded(live);
  if (isFreeText(reading, path)) return false;
  if (typeof declared === "number" || typeof live === "number")
    if (String(declared) === String(live)) return true;
  if (isContainerImage(path)) return sameTexts(declared, live, sameImage);
  if (isQuantity(path)) return sameAmount(quantityOf(declared), quantityOf(live));
  return !reading.builtIn && sameAmount(durationOf(declared), durationOf(live));
};

const sameAmount = <T extends bigint | number>(a: T | undefined, b: T | undefined): boolean =>
  a !== undefined && a === b;

const sameTexts = (a: Value, b: Value, same: (a: string, b: string) => boolean): boolean =>
  typeof a === "string" && typeof b === "string" && same(a, b);

/** Whether leaving the value out says the same; where any text may stand, an empty one is a value. */
export const saysNothing = (reading: Reading, path: Path, value: Value): boolean =>
  !isFreeText(reading, path) && !isEncoded(reading, path) && (value === "" || value === false || value === 0);

/** A server chooses these itself where they are empty. */
export const isAllocated = (path: Path, declared: Value): boolean =>
  allocated.has(nameAt(path)) && (declared === "" || declared === 0);

const allocated: ReadonlySet<string> = new Set([
  ...["clusterIP", "nodePort", "healthCheckNodePort", "volumeName", "loadBalancerIP", "targetPort"],
]);

/** Texts of people: nothing in them is a number, a quantity or a duration, and an empty one is a value. */
export const isFreeText = ({ kind }: Reading, path: Path): boolean => {
  const holder = holderOf(path);
  if (holder !== undefined && freeMaps.has(holder)) return true;
  if (holder === "selector" && kind !== "Job") return true;
  if (holder === "data" && kind === "ConfigMap") return true;
  const name = nameAt(path);
  return name === "args" || name === "command";
};

const freeMaps: ReadonlySet<string> = new Set(["labels", "annotations", "matchLabels", "nodeSelector"]);

const isEncoded = ({ kind }: Reading, path: Path): boolean =>
  path.length === 2 &&
  ((kind === "Secret" && holderOf(path) === "data") ||
    (kind === "ConfigMap" && holderOf(path) === "binaryData"));

const decoded = (value: Value): Value =>
  typeof value === "string" ? Buffer.from(value, "base64").toString("latin1") : value;

const isContainerImage = (path: Path): boolean => {
  const list = nameAt(path, 1);
  return nameAt(path) === "image" && (list === "containers" || list === "initContainers");
};

const isQuantity = (path: Path): boolean => {
  const [name, holder] = [nameAt(path), holderOf(path)];
  return amounts.has(name) || (holder !== undefined && holdsAmounts.has(holder));
};

const amounts: ReadonlySet<string> = new Set([
  ...["sizeLimit", "divisor", "averageValue", "targetValue", "storage"],
]);
const holdsAmounts: ReadonlySet<string> = new Set([
  ...["limits", "requests", "capacity", "hard", "podFixed", "minAllowed", "maxAllowed", "target"],
  ...["min", "max", "default", "defaultRequest", "maxLimitRequestRatio"],
]);
