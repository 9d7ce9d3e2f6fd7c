import type { Severity } from "../severity.ts";
import type { ValueMap } from "../value.ts";

/** A framework entry that a rule rests on: an ATT&CK technique or a CIS section (with its edition in `name`). */
export type Reference = {
  readonly framework: "MITRE" | "CIS";
  readonly id: string;
  readonly name: string;
  readonly url: string;
};

/** Whether one side of a thing is exposed; `unknown` when the deciding value cannot be read. */
export type Answer = "yes" | "no" | "unknown";

/** A predicate's answer, with the words that say what exactly is open (empty when `no`). */
export type Exposure = { readonly answer: Answer; readonly because: string };

/** How a hit stands between reality and declaration. */
export const stances = [
  "exposed-now",
  "will-be-exposed",
  "being-closed",
  "unchanged",
  "cannot-tell",
] as const;
export type Stance = (typeof stances)[number];

/**
 * One exposure rule. It is asked of each side apart, so that a hole opened by hand, one opened in code and one being closed
 * are three answers; the engine works out the stance.
 */
export type Rule = {
  readonly id: string;
  readonly version: number;
  /** One line that names the exposure, without the resource. */
  readonly title: string;
  readonly severity: Severity;
  /** Resource types it applies to, exactly as the provider spells them. */
  readonly types: readonly string[];
  /** Is this side exposed? Asked only of a side that exists. `type` is the resource type. */
  readonly exposed: (side: ValueMap, type: string) => Exposure;
  /** Set where the thing is itself a protection: a side without it is exposed. Left out, an absent side is never exposed. */
  readonly whenAbsent?: "exposed";
  readonly references: readonly Reference[];
  /** What to do about it, in one imperative sentence. */
  readonly hint: string;
};

/** A named set of rules. */
export type Pack = { readonly name: string; readonly rules: readonly Rule[] };

/** A rule that had something to say about an item. */
export type Flag = {
  readonly rule: string;
  readonly version: number;
  readonly pack: string;
  readonly title: string;
  readonly because: string;
  readonly stance: Stance;
  readonly severity: Severity;
  readonly references: readonly Reference[];
  readonly hint: string;
};
