import { solutionDigest } from "../../../src/core/runbook/vouching.ts";
import { readSolution } from "../../../src/intent/solutions.ts";
import { good } from "./good.ts";
import { stale } from "./stale.ts";

type Entry = Readonly<Record<string, unknown>> & { readonly name: string };

/** Nothing is wrong with it; something may not be known of it, unless it is `firm`. `vouch`: with the digest of its content. */
export type Good = { readonly entry: Entry; readonly firm?: true; readonly vouch?: true };

/** Which of the things that are looked at is wrong with it. */
export type Stale = {
  readonly what: "usable" | "vouched" | "answers" | "scope" | "target" | "tool" | "matched" | "shadow";
  readonly entry: Entry;
};

const written = ({ entry, vouch }: Good): Entry => {
  const whole = { author: "ops", ...entry };
  const read = readSolution(whole);
  return vouch === true && read.ok ? { ...whole, vouched_digest: solutionDigest(read.value) } : whole;
};

/** Every entry in the order of the file, with its label. Written before the code that judges it. */
export const labelled = [
  ...good.map((one) => ({ entry: written(one), firm: one.firm === true, wrong: undefined })),
  ...stale.map(({ entry, what }) => ({ entry: { author: "ops", ...entry }, firm: false, wrong: what })),
];

/** Every third one is read only when the code is done. */
export const isHeldBack = (index: number): boolean => index % 3 === 2;
