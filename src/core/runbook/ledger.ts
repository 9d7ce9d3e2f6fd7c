import type { RunEnd } from "../gate/offer.ts";
import { formatDuration } from "../time.ts";

/** One use of a remedy, as the memory of the gate has it. Instants are milliseconds UTC. */
export type Use = {
  /** Name of the runbook entry; `undefined` where an action of the catalog was taken by itself. */
  readonly entry: string | undefined;
  readonly action: string;
  /** What ran, without the words that aim it. */
  readonly argv: readonly string[];
  /** Name of the target, or the folder. */
  readonly target: string;
  readonly fingerprint: string;
  readonly began: number;
  /** `undefined` while it runs. */
  readonly end: RunEnd | undefined;
  readonly ended: number | undefined;
  /** When a look saw the finding again although it had been put right; `undefined` where none did in the time that counts. */
  readonly relapsed: number | undefined;
  /** It took back what another effect had done, which is no attempt to help. */
  readonly takesBack: boolean;
};

/** What came of the uses of a remedy. `helped` are those whose finding went away and stayed away. */
export type Ledger = {
  readonly tried: number;
  readonly helped: number;
  readonly relapsed: number;
  /** It ran and the finding stayed, it failed, or nobody knows what it did. */
  readonly without: number;
  /** Milliseconds UTC of the newest one. */
  readonly last: number | undefined;
};

const ledgerOf = (uses: readonly Use[]): Ledger => {
  const tries = uses.filter(({ takesBack }) => !takesBack);
  return {
    tried: tries.length,
    helped: tries.filter((use) => use.end === "verified" && use.relapsed === undefined).length,
    relapsed: tries.filter(({ relapsed }) => relapsed !== undefined).length,
    without: tries.filter((use) => use.relapsed === undefined && isWithout(use)).length,
    last: tries.reduce<number | undefined>((last, { began }) => Math.max(last ?? began, began), undefined),
  };
};

/**
 * A runbook entry, or an action of the catalog by itself. An action answers for what entries did with it too: one that lost its
 * trust under one name does not go on under the other.
 */
export type RemedyRef = { readonly entry: string } | { readonly action: string };

export const isUseOf = (remedy: RemedyRef, use: Pick<Use, "entry" | "action">): boolean =>
  "entry" in remedy ? use.entry === remedy.entry : use.action === remedy.action;

/** What nobody could see (`applied`) speaks neither for it nor against it, and nor does what is still running. */
const isWithout = ({ end }: Use): boolean => end === "not-effective" || end === "failed" || end === "unknown";

/** `[runbook]` of config.toml, as far as trust goes. Times in milliseconds. */
export type TrustTerms = { readonly after: number; readonly window: number };

/**
 * Why a remedy runs unattended no more at one target, or nothing (law L12). `since`: when a person last vouched for it, which
 * wipes what was before. It only ever takes away: a good record gives nothing that the bound does not.
 */
export const distrustOf = (
  uses: readonly Use[],
  { after, window }: TrustTerms,
  { now, since }: { readonly now: number; readonly since: number | undefined },
): string | undefined => {
  // Whoever vouched in what is still to come vouched for nothing that was.
  const from = Math.max(now - window, since === undefined || since > now ? 0 : since);
  const counted = uses.filter(({ began, takesBack }) => began > from && !takesBack);
  const bad = counted.filter((use) => use.relapsed !== undefined || isWithout(use)).length;
  return bad < after
    ? undefined
    : `it did not help ${bad} of ${counted.length} times in the last ${spanOf(window)} here`;
};

const aDay = 86_400_000;
/** As a team writes it: in days, where it is whole ones. */
const spanOf = (span: number): string => (span % aDay === 0 ? `${span / aDay}d` : formatDuration(span));

/** What came of one remedy at one target, in the time that counts. */
export type TargetLedger = {
  readonly remedy: RemedyRef;
  readonly target: string;
  readonly ledger: Ledger;
  /** Why it runs unattended no more there; `undefined` where nothing speaks against it. */
  readonly withdrawn: string | undefined;
};

/** Of one remedy, at each target where it was used, by name. */
export const ledgersOf = (
  remedy: RemedyRef,
  uses: readonly Use[],
  terms: TrustTerms,
  when: { readonly now: number; readonly since: number | undefined },
): readonly TargetLedger[] => {
  const own = uses.filter((use) => isUseOf(remedy, use) && use.began > when.now - terms.window);
  return [...new Set(own.map(({ target }) => target))].sort().map((target) => {
    const here = own.filter((use) => use.target === target);
    return { remedy, target, ledger: ledgerOf(here), withdrawn: distrustOf(here, terms, when) };
  });
};
