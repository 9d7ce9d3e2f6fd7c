import type { Suppression } from "./finding.ts";
import { byCodeUnit } from "./order.ts";
import { compareSeverity, type Severity } from "./severity.ts";

/** One entry of the committed mutes.json; texts are redacted. Instants are milliseconds UTC. */
export type CommittedMute = {
  /** Fingerprint, ours or a legacy one, in lower case. */
  readonly key: string;
  readonly title: string | undefined;
  readonly by: string | undefined;
  readonly note: string | undefined;
  /** As the file has it. */
  readonly added: string | undefined;
  readonly maxSeverity: Severity | undefined;
  readonly rules: readonly string[] | undefined;
  /** From when on it suppresses nothing. */
  readonly expires: number | undefined;
  readonly owner: string | undefined;
};

/** As much of an item, or of a remembered finding, as decides whether a person's wish covers it. */
export type Subject = {
  readonly fingerprint: string;
  /** The reference's hash of the same thing: a key of its mutes meets it in every scope. */
  readonly legacy: string;
  readonly severity: Severity;
  readonly flags: readonly { readonly rule: string; readonly stance: string }[];
};

type Judged = Pick<Subject, "severity" | "flags"> & { readonly suppression: Suppression | undefined };

/**
 * Whether a wish holds now: it has not run out, and the thing is neither more severe than its ceiling nor flagged by a rule
 * that did not flag it when the wish was made. A wish that has met nothing yet has no ceiling.
 */
export const isSuppressed = ({ suppression, severity, flags }: Judged, now: number): boolean => {
  if (suppression === undefined || hasRunOut(suppression, now)) return false;
  const { maxSeverity, rules } = suppression;
  if (maxSeverity !== undefined && compareSeverity(severity, maxSeverity) > 0) return false;
  return rules === undefined || rulesOf(flags).every((rule) => rules.includes(rule));
};

export const hasRunOut = ({ until }: Pick<Suppression, "until">, now: number): boolean =>
  until !== undefined && until <= now;

/** The rules that flag a thing, sorted; a hole that is being closed is no reason to speak up. */
export const rulesOf = (flags: Subject["flags"]): readonly string[] =>
  [...new Set(flags.filter(({ stance }) => stance !== "being-closed").map(({ rule }) => rule))].sort(
    byCodeUnit,
  );

/** What is written of a wish that met a thing for the first time; what was stated stays. */
export const bind = (
  suppression: Suppression,
  { severity, flags }: Pick<Subject, "severity" | "flags">,
): Suppression => ({
  ...suppression,
  maxSeverity: suppression.maxSeverity ?? severity,
  rules: suppression.rules ?? rulesOf(flags),
});

/** The wish that speaks for a thing, with the key it was found under: the one that lasts longest, else that of its own key. */
export const wishFor = <S extends Suppression>(
  wishes: ReadonlyMap<string, S>,
  subject: Pick<Subject, "fingerprint" | "legacy">,
): { readonly key: string; readonly suppression: S } | undefined => {
  if (wishes.size === 0) return undefined;
  const [own, legacy] = [subject.fingerprint, subject.legacy].map((key) => {
    const suppression = wishes.get(key);
    return suppression === undefined ? undefined : { key, suppression };
  });
  if (own === undefined || legacy === undefined) return own ?? legacy;
  return lasting(legacy.suppression) > lasting(own.suppression) ? legacy : own;
};

const lasting = ({ until }: Suppression): number => until ?? Number.POSITIVE_INFINITY;
