import type { RunEnd } from "../gate/offer.ts";
import { formatDuration } from "../time.ts";

/** One use of a remedy, as the memory of the gate has it. Instants are milliseconds UTC. */
export type Use = {
  /** Name of the runbook entry; `undefined` where an action of the catalog was taken by itself. */
  readonly entry: string | undefined;
  readonly action: string;
  /** Name of the target, or the folder. */
  readonly target: string;
  readonly fingerprint: string;
  readonly began: number;
  /** `undefined` while it runs. */
  readonly end: RunEnd | undefined;
  readonly ended: number | undefined;
  /** When a look saw the finding again although it had been put right; `undefined` where none did in the time that counts. */
  readonly relapsed: number | undefined;
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

export const ledgerOf = (uses: readonly Use[]): Ledger => ({
  tried: uses.length,
  helped: uses.filter((use) => use.end === "verified" && use.relapsed === undefined).length,
  relapsed: uses.filter(({ relapsed }) => relapsed !== undefined).length,
  without: uses.filter((use) => use.relapsed === undefined && isWithout(use)).length,
  last: uses.length === 0 ? undefined : Math.max(...uses.map(({ began }) => began)),
});

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
  const counted = uses.filter(({ began }) => began > now - window && began > (since ?? 0));
  const bad = counted.filter((use) => use.relapsed !== undefined || isWithout(use)).length;
  return bad < after
    ? undefined
    : `it did not help ${bad} of ${counted.length} times in the last ${formatDuration(window)} here`;
};
