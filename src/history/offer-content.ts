import { impacts, reversibilities } from "../core/bound/envelope.ts";
import { canonicalJson } from "../core/canonical.ts";
import { type OfferDraft, offerDigest, type Parameters } from "../core/gate/offer.ts";
import { isActor, plainActor } from "./actor.ts";
import { stored } from "./rows.ts";
import type { Seal } from "./seal.ts";
import { isFlag, isListOf, isMadeOf, isMapOf, isNumber, isOneOf, isText, orAbsence } from "./shape.ts";

const isParameter = (value: unknown): value is Parameters[string] =>
  [isText, isNumber, isFlag, isListOf(isText)].some((is) => is(value));
const areParameters = isMapOf(isParameter);

/** JSON has no other word for absent inside a list. */
type KeptDiff = readonly [string, string | null, string | null];
const isKeptDiff = (value: unknown): value is KeptDiff =>
  Array.isArray(value) &&
  value.length === 3 &&
  isText(value[0]) &&
  [value[1], value[2]].every((side) => side === null || isText(side));

const isContent = isMadeOf({
  action: isMadeOf({
    name: isText,
    envelope: isMadeOf({ reversibility: isOneOf(reversibilities), impact: isOneOf(impacts) }),
  }),
  entry: orAbsence(isMadeOf({ name: isText, digest: isText })),
  parameters: areParameters,
  argv: isListOf(isText),
  target: isMadeOf({
    target: orAbsence(isText),
    source: isText,
    path: isText,
    environment: orAbsence(isText),
  }),
  evidence: isMadeOf({
    fingerprint: isText,
    type: isText,
    category: isText,
    diff: isListOf(isKeptDiff),
  }),
  change: isMapOf(isText),
  bound: isText,
  digest: isText,
  title: isText,
  subject: isText,
  namespace: isText,
  alsoReaches: isListOf(isText),
  told: isListOf(isText),
  inverse: orAbsence(isMadeOf({ action: isText, parameters: areParameters })),
  named: areParameters,
  offeredBy: isActor,
  offeredAt: isNumber,
  expiresAt: isNumber,
});

/** The text that a row keeps of a draft. */
export const contentOf = (draft: OfferDraft): string => {
  const { action, entry, parameters, argv, target, evidence, change, bound, digest, title, ...rest } = draft;
  const { subject, namespace, alsoReaches, told, inverse, named, offeredBy, offeredAt, expiresAt } = rest;
  return canonicalJson({
    ...{ action, entry, parameters, argv, target, evidence, change, bound, digest, title },
    ...{ subject, namespace, alsoReaches, told, inverse, named, offeredBy, offeredAt, expiresAt },
  });
};

/** Reads it back, member by member; throws `store-unusable` where it is none. */
export const draftOf = (text: string, file: string): OfferDraft => {
  const kept = stored(isContent, text, file);
  const { fingerprint, type, category, diff } = kept.evidence;
  const { name, envelope } = kept.action;
  const { target, source, path, environment } = kept.target;
  return {
    action: { name, envelope: { reversibility: envelope.reversibility, impact: envelope.impact } },
    ...(kept.entry === undefined ? {} : { entry: { name: kept.entry.name, digest: kept.entry.digest } }),
    parameters: kept.parameters,
    argv: kept.argv,
    target: { target, source, path, environment },
    evidence: {
      fingerprint,
      type,
      category,
      diff: diff.map(([at, before, after]) => [at, before ?? undefined, after ?? undefined] as const),
    },
    change: kept.change,
    bound: kept.bound,
    digest: kept.digest,
    title: kept.title,
    subject: kept.subject,
    namespace: kept.namespace,
    alsoReaches: kept.alsoReaches,
    told: kept.told,
    inverse:
      kept.inverse === undefined
        ? undefined
        : { action: kept.inverse.action, parameters: kept.inverse.parameters },
    named: kept.named,
    offeredBy: plainActor(kept.offeredBy),
    offeredAt: kept.offeredAt,
    expiresAt: kept.expiresAt,
  };
};

/** Only who has the key of the store can make one that fits another content (law L11). */
export const macOf = (seal: Seal, id: string, digest: string, content: string): string =>
  seal(canonicalJson(["offer", id, digest, content]));

/** Whether a draft is what its digest says. */
export const isWhole = (draft: OfferDraft): boolean => offerDigest(draft) === draft.digest;
