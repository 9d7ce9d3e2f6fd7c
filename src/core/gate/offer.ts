import { createHash } from "node:crypto";
import type { Actor } from "../actor.ts";
import type { Envelope } from "../bound/envelope.ts";
import { canonicalJson } from "../canonical.ts";

/** Values that fill an action; each becomes part of exactly one word of its command. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Where an effect is aimed: the committed target that the finding was seen in, or the folder that was planned. */
export type Aim = {
  /** Name in targets.json; `undefined` for a folder that was looked at without one. */
  readonly target: string | undefined;
  /** The source or probe that told the finding, and that is asked again whether it is gone. */
  readonly source: string;
  /** Absolute, links resolved. */
  readonly path: string;
  readonly environment: string | undefined;
};

/**
 * What an approval is for, by parts: where one of them is another when it runs, nothing runs, and the part is named (law L11).
 */
export type OfferParts = {
  readonly action: { readonly name: string; readonly envelope: Envelope };
  /** The runbook entry that it comes from, with the digest of what it meant then; `undefined` for the catalog alone. */
  readonly entry?: { readonly name: string; readonly digest: string } | undefined;
  readonly parameters: Parameters;
  /** What runs, without the words that aim it: those come from the target when it runs. */
  readonly argv: readonly string[];
  readonly target: Aim;
  /** The finding as it was when this was offered, in what does not churn. */
  readonly evidence: {
    readonly fingerprint: string;
    readonly type: string;
    readonly category: string;
    readonly diff: readonly (readonly [string, string | undefined, string | undefined])[];
  };
  /** What the thing itself said when it was read: its uid, its revision, how many it has, the digest of a plan. */
  readonly change: Readonly<Record<string, string>>;
  /** Digest of the bound. */
  readonly bound: string;
};
export const offerParts = [
  "action",
  "entry",
  "parameters",
  "argv",
  "target",
  "evidence",
  "change",
  "bound",
] as const satisfies readonly (keyof OfferParts)[];
export type OfferPart = (typeof offerParts)[number];

/** Takes the effect back: another action of the catalog, with the values that hold now. */
export type Inverse = { readonly action: string; readonly parameters: Parameters };

/** One effect, waiting for a decision or decided. Instants are milliseconds UTC. */
export type OfferDraft = OfferParts & {
  readonly digest: string;
  /** Title of the finding. */
  readonly title: string;
  /** Printed name of what it is done to, as a person types it back. */
  readonly subject: string;
  /** Namespace that it lives in; empty where there is none. */
  readonly namespace: string;
  /** Further namespaces that it changes. */
  readonly alsoReaches: readonly string[];
  /** What will change, one clause each. */
  readonly told: readonly string[];
  readonly inverse: Inverse | undefined;
  /** What whoever asked said beside what the finding tells, to offer the same anew. */
  readonly named: Parameters;
  readonly offeredBy: Actor;
  readonly offeredAt: number;
  readonly expiresAt: number;
};

/** `running` is left only by the run that claimed it, or, where that ended without a word, to `unknown`: never run again. */
export const offerStates = [
  "offered",
  "running",
  "verified",
  "applied",
  "not-effective",
  "failed",
  "unknown",
  "noop",
  "refused",
  "declined",
  "expired",
  "withdrawn",
  "superseded",
] as const;
export type OfferState = (typeof offerStates)[number];

/** How a run can end: the symptom is gone; what was asked arrived and nobody could see more; it did not help; it failed; nobody knows. */
export const runEnds = ["verified", "applied", "not-effective", "failed", "unknown", "noop"] as const;
export type RunEnd = (typeof runEnds)[number];

export type Offer = OfferDraft & {
  readonly id: string;
  readonly state: OfferState;
  readonly decidedBy: Actor | undefined;
  readonly decidedAt: number | undefined;
  readonly why: string | undefined;
  /** Of a decline: until when the same is not offered again; `undefined` until somebody says `reoffer`. */
  readonly declinedUntil: number | undefined;
  readonly runId: string | undefined;
  readonly endedAt: number | undefined;
  /** When a look saw the finding again although it had been put right. */
  readonly relapsedAt: number | undefined;
};

/** SHA-256 of the canonical JSON of the parts. */
export const offerDigest = (parts: OfferParts): string => {
  const { action, entry, parameters, argv, target, evidence, change, bound } = parts;
  const covered = { action, entry, parameters, argv, target, evidence, change, bound };
  return createHash("sha256").update(canonicalJson(covered)).digest("hex");
};

/**
 * Whether both are for the same, whatever was made anew for each of them, such as a file that is kept until it runs: what was said
 * beside the finding, and what the thing says, tell the rest.
 */
export const isSameWish = (one: OfferParts & Named, other: OfferParts & Named): boolean =>
  wishText(one) === wishText(other);

type Named = Pick<OfferDraft, "named">;

const wishText = ({ action, entry, target, evidence, change, bound, named }: OfferParts & Named): string =>
  canonicalJson({ action, entry, target, evidence, change, bound, named });

/** The parts in which two differ, in the order of {@link offerParts}. */
export const movedParts = (approved: OfferParts, now: OfferParts): readonly OfferPart[] =>
  offerParts.filter((part) => canonicalJson(approved[part] ?? null) !== canonicalJson(now[part] ?? null));
