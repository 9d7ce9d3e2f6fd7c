import { plural } from "./words.ts";

/** Declared checks that were not asked, and why. */
export const leftOut = (elsewhere: number, off: number): readonly string[] => [
  ...(elsewhere === 0
    ? []
    : [`${plural(elsewhere, "check")} ${elsewhere === 1 ? "is" : "are"} for other environments or targets`]),
  ...(off === 0 ? [] : [`${plural(off, "check")} ${off === 1 ? "is" : "are"} switched off`]),
];
