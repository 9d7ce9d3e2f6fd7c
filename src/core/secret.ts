import { shortestSought } from "./secret/forms.ts";
import { type KnownValues, knownValues } from "./secret/known-values.ts";
import { isPlainWord } from "./secret/names.ts";
import { swapSecrets } from "./secret/shapes.ts";
import { type Walker, walker } from "./secret/walker.ts";
import { type Opaque, secretValue, type Value } from "./value.ts";

/** Free text with every secret-looking part replaced, for sinks; a text that was redacted before stays as it is. */
export const redactText = (text: string): string => swapSecrets(text, () => "‹secret›");

/**
 * Masks one document. `marks` is the tool's own map of sensitive places: `true`, or a tree with `true` in it. Everything is
 * learnt first, so that a secret is masked also where it appears again unmarked.
 */
export type Masker = {
  /**
   * Whether it is plain: by itself there is nothing in it to mask. `twin` was found plain just before with the same marks; what
   * is equal in both is not looked at twice.
   */
  readonly learn: (value: unknown, marks: unknown, twin?: unknown) => boolean;
  /** The same object where nothing is to be masked. Ordinals follow the order of calls, and within one the sorted keys. */
  readonly mask: (value: unknown, marks: unknown) => Value;
  /** The same for a tree that was found plain with all its marks. `twin` is another that came out the same. */
  readonly maskPlain: (value: Value, twin?: unknown) => Value;
  readonly text: (text: string) => string;
};

/** `seal` makes the pseudonym by which a store sees change across runs (decisions D8). */
export const makeMasker = (seal?: (secret: string) => string): Masker => {
  const learnt = new Set<string>();
  const opaques = new Map<string, Opaque>();
  const opaqueOf = (secret: string): Opaque => {
    const known = opaques.get(secret);
    if (known !== undefined) return known;
    const made = secretValue(opaques.size + 1, seal?.(secret));
    opaques.set(secret, made);
    return made;
  };
  const learning = walker({
    known: nothing,
    seen: (secret) => remember(secret, learnt),
    opaqueOf: () => placeholder,
  });
  let masking: Walker | undefined;
  const ready = (): Walker => (masking ??= walker({ known: knownValues(learnt), seen: ignore, opaqueOf }));
  return {
    learn: (value, marks, twin) => {
      if (learning.isPlain(value, marks, twin)) return true;
      masking = undefined;
      learning.walk(value, marks);
      return false;
    },
    mask: (value, marks) => ready().walk(value, marks),
    maskPlain: (value, twin) => {
      if (learnt.size === 0) return value;
      const walker = ready();
      return walker.mayHoldKnown(value, twin) ? walker.walk(value, undefined) : value;
    },
    text: (text) => ready().swap(text),
  };
};

const nothing: KnownValues = knownValues(new Set());
const placeholder = secretValue(0);
const ignore = (): void => undefined;

const remember = (secret: string, learnt: Set<string>): void => {
  if (secret.length >= shortestSought && !isPlainWord(secret)) learnt.add(secret);
};
