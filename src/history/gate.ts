import type { AuditRecord, AuditRow } from "../core/audit.ts";
import type { Offer, OfferDraft, OfferState, RunEnd } from "../core/gate/offer.ts";
import type { Use } from "../core/runbook/ledger.ts";

export type Offering = {
  readonly offer: Offer;
  /** `standing`: exactly this waits already, or runs; `declined`: exactly this was declined, and it is not offered again. */
  readonly outcome: "new" | "standing" | "declined";
  /** Offers of the same action for the same finding at the same target that said something else, now superseded. */
  readonly superseded: readonly Offer[];
};

/** What begins with a claim. */
export type Claim = {
  readonly id: string;
  readonly digest: string;
  readonly runId: string;
  /** Milliseconds that the run may take at most, verification too; a lease that nobody renews ends sooner. */
  readonly patience: number;
  /** Effects that may begin at `target` since `since`; this one is not counted yet. */
  readonly budget: { readonly target: string; readonly since: number; readonly most: number };
  /**
   * Asked with what ran at the target since then, as it stands in the transaction of the claim: why it must not be done after
   * that. Pure.
   */
  readonly again: {
    readonly target: string;
    readonly since: number;
    readonly why: (uses: readonly Use[]) => string | undefined;
  };
  /** The row that is durable before anything runs. */
  readonly intent: AuditRecord;
};

export type Claimed =
  | { readonly ok: true; readonly run: Run }
  /** `state`: it is not offered any more; `busy`: another run is at the same target; `budget`: enough for this hour. */
  | { readonly ok: false; readonly reason: "state" | "busy" | "budget"; readonly offer: Offer | undefined }
  /** Something was done by then after which it must not be. */
  | { readonly ok: false; readonly reason: "again"; readonly why: string };

/** The right to perform one offer, once. Kept alive until it ends, or the process does. */
export type Run = {
  readonly runId: string;
  /**
   * Ends it with its row in one transaction; throws `store-unusable` where it cannot be written. False where the lease was lost
   * meanwhile: the offer is `unknown` then, and the row is written all the same.
   */
  readonly end: (state: RunEnd, why: string | undefined, result: AuditRecord) => Promise<boolean>;
};

export type UseFilter = {
  readonly entry?: string | undefined;
  readonly action?: string | undefined;
  /** Name of the target, or the folder. */
  readonly target?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly since?: number | undefined;
};

/** Offers and what became of them; every change of a state is one transaction together with its audit row. */
export type GateMemory = {
  /** Idempotent by digest. `insist`: also what was declined. `record` makes no row for what stands already. */
  readonly offer: (
    draft: OfferDraft,
    how: { readonly insist: boolean; readonly record: AuditRecord },
  ) => Promise<Offering>;
  /**
   * Newest first. What expired, and what ran in a process that is gone, is told as `expired` and `unknown` even where nobody
   * wrote that down yet.
   */
  readonly list: (filter: {
    readonly states?: readonly OfferState[] | undefined;
    readonly fingerprint?: string | undefined;
    readonly limit?: number | undefined;
  }) => Promise<readonly Offer[]>;
  /** Offers whose digest begins so, the newest of each digest; at most `limit`. */
  readonly byPrefix: (prefix: string, limit: number) => Promise<readonly Offer[]>;
  /**
   * What ran, newest first, with what runs now; what a process that is gone left is `unknown`. Every member narrows; `since` is
   * milliseconds UTC, and compared with the beginning.
   */
  readonly uses: (filter: UseFilter) => Promise<readonly Use[]>;
  /** From `offered` to `running` together with the intent row, or not at all. One winner among any number. */
  readonly claim: (claim: Claim) => Promise<Claimed>;
  /** From `offered` to a state that nothing ran in, with its row; false where it is not offered any more. */
  readonly close: (
    id: string,
    state: "declined" | "withdrawn" | "refused",
    how: {
      readonly why: string | undefined;
      readonly until?: number | undefined;
      readonly record: AuditRecord;
    },
  ) => Promise<boolean>;
  /** Writes down what expired and what a process that is gone left running, one row each, and answers them. */
  readonly tidy: (
    record: (offer: Offer, state: "expired" | "unknown") => AuditRecord,
  ) => Promise<readonly Offer[]>;
  /** Appends rows that change no offer, such as a refusal. */
  readonly tell: (records: readonly AuditRecord[]) => Promise<readonly AuditRow[]>;
};
