import type { Finding } from "../core/finding.ts";
import { SteadystateError } from "../errors.ts";
import type { History, KeptSuppression } from "../history/history.ts";

/** A prefix of a fingerprint → the one finding it means. Throws `not-found` or `ambiguous` with the candidates. */
export const find = async (
  ref: string,
  look: () => Promise<History | undefined>,
): Promise<{ finding: Finding; history: History }> => {
  const history = await look();
  const finding = await findIn(history, ref);
  if (history === undefined || finding === undefined) throw notFound(ref);
  return { finding, history };
};

/** The same; `undefined` where no finding begins so. */
export const findIn = async (history: History | undefined, ref: string): Promise<Finding | undefined> => {
  const found = history === undefined ? [] : distinct(await history.byPrefix(ref.toLowerCase(), 12));
  if (found.length > 1) {
    const candidates = found.map(({ fingerprint, title }) => ({ fingerprint, title }));
    throw ambiguous(ref, "findings", candidates);
  }
  return found[0];
};

/** The one wish whose key begins so, for what was wished of things that were never seen. Throws `ambiguous`. */
export const findWish = async (
  history: History | undefined,
  ref: string,
): Promise<KeptSuppression | undefined> => {
  const wishes = (await history?.suppressions()) ?? [];
  const found = wishes.filter(({ key }) => key.startsWith(ref.toLowerCase()));
  if (found.length > 1) {
    const candidates = found.map(({ key, title = key }) => ({ fingerprint: key, title }));
    throw ambiguous(ref, "mutes", candidates);
  }
  return found[0];
};

export const notFound = (ref: string): SteadystateError =>
  new SteadystateError("not-found", `no finding begins with ${ref}`, {
    hint: "steadystate findings --all",
  });

const ambiguous = (
  ref: string,
  what: string,
  candidates: readonly { readonly fingerprint: string; readonly title: string }[],
): SteadystateError =>
  new SteadystateError("ambiguous", `${candidates.length} ${what} begin with ${ref}`, {
    hint: "give more digits of one of them",
    details: { candidates },
  });

const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [finding.fingerprint, finding])).values(),
];
