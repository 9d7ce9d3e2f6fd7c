import type { Context } from "../context.ts";
import type { Finding } from "../core/finding.ts";
import { SteadystateError } from "../errors.ts";
import type { History } from "../history/history.ts";

/** A prefix of a fingerprint → the one finding it means. Throws `not-found` or `ambiguous` with the candidates. */
export const find = async (ref: string, ctx: Context): Promise<{ finding: Finding; history: History }> => {
  const history = await ctx.history.look();
  const found = history === undefined ? [] : distinct(await history.byPrefix(ref.toLowerCase(), 12));
  const [finding] = found;
  if (history === undefined || finding === undefined) {
    throw new SteadystateError("not-found", `no finding begins with ${ref}`, {
      hint: "steadystate findings --all",
    });
  }
  if (found.length > 1) {
    throw new SteadystateError("ambiguous", `${found.length} findings begin with ${ref}`, {
      hint: "give more digits of one of them",
      details: { candidates: found.map(({ fingerprint, title }) => ({ fingerprint, title })) },
    });
  }
  return { finding, history };
};

const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [finding.fingerprint, finding])).values(),
];
