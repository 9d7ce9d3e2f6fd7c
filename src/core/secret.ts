import { shortestSought } from "./secret/forms.ts";
import { type KnownValues, knownValues } from "./secret/known-values.ts";
import { isPlainWord } from "./secret/names.ts";
import { swapSecrets } from "./secret/shapes.ts";
import { type Walker, walker } from "./secret/walker.ts";
import { type Opaque, secretValue, type Value, type ValueMap } from "./value.ts";

/** Free text with every secret-looking part replaced, for sinks; a text that was redacted before stays as it is. */
export const redactText = (text: string): string => swapSecrets(text, () => "‹secret›");

/**
 * Masks one document. `marks` is the tool's own map of sensitive places: `true`, or a tree with `true` in it. Everything is
 * learnt first, so that a secret is masked also where it appears again unmarked.
 */
export type Masker = {
  /** `twin` was learnt just before with the same marks; much of it may be equal, and is not looked at twice. */
  readonly learn: (value: unknown, marks: unknown, twin?: unknown) => void;
  /**
   * The same object where nothing is to be masked. Ordinals follow the order of calls, and within one the sorted keys. `twin`
   * was masked before and came out the same.
   */
  readonly mask: (value: unknown, marks: unknown, twin?: unknown) => Value;
  readonly text: (text: string) => string;
};

/** `seal` makes the pseudonym by which a store sees change across runs (decisions D8). */
export const makeMasker = (seal?: (secret: string) => string): Masker => {
  const learnt = new Set<string>();
  const opaques = new Map<string, Opaque>();
  const opaqueOf = (secret: string): Opaque => {
    const made = opaques.get(secret) ?? secretValue(opaques.size + 1, seal?.(secret));
    opaques.set(secret, made);
    return made;
  };
  const learning = walker({
    known: nothing,
    seen: (secret) => remember(secret, learnt),
    opaqueOf: () => placeholder,
  });
  let masking: Walker | undefined;
  /** Trees in which learning met nothing to mask by itself; most of a document. */
  const clean = new Set<unknown>();
  const ready = (): Walker => (masking ??= walker({ known: knownValues(learnt), seen: ignore, opaqueOf }));
  return {
    learn: (value, marks, twin) => {
      if (learning.isPlain(value, marks, clean.has(twin) ? twin : undefined)) {
        if (isTree(value)) clean.add(value);
        return;
      }
      masking = undefined;
      clean.delete(value);
      learning.walk(value, marks);
    },
    mask: (value, marks, twin) =>
      isTree(value) && clean.has(value) && !marksAny(marks) && !ready().mayHoldKnown(value, twin)
        ? value
        : ready().walk(value, marks),
    text: (text) => ready().swap(text),
  };
};

/** What was clean under the marks that it was learnt with need not be under others. */
const marksAny = (marks: unknown): boolean => {
  if (!isTree(marks)) return marks === true;
  for (const key in marks) if (marksAny(marks[key])) return true;
  return false;
};

/** What came out of a JSON parser is a tree of values all the way down. */
const isTree = (value: unknown): value is ValueMap => typeof value === "object" && value !== null;

const nothing: KnownValues = knownValues(new Set());
const placeholder = secretValue(0);
const ignore = (): void => undefined;

const remember = (secret: string, learnt: Set<string>): void => {
  if (secret.length >= shortestSought && !isPlainWord(secret)) learnt.add(secret);
};
