import { byCodeUnit } from "./order.ts";
import { isMap, isOpaque, type Value } from "./value.ts";

const lengthLimit = 300;

/** A masked value as a row shows it. */
export const printValue = (value: Value): string => clipped(print(value));

/** A text as it stands, anything else as {@link canonical} JSON. */
export const print = (value: Value): string => {
  if (typeof value === "string") return value;
  return isOpaque(value) ? value.text : canonical(value);
};

export const clipped = (text: string): string =>
  text.length <= lengthLimit ? text : `${text.slice(0, lengthLimit - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** JSON with the members of each map in order; `null` for what is not there. */
export const canonical = (value: Value | undefined): string =>
  typeof value === "object"
    ? JSON.stringify(value, (_key, part: Value) =>
        isMap(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => byCodeUnit(a, b))) : part,
      )
    : JSON.stringify(value ?? null);
