import type { Context } from "../context.ts";
import { subjectOf } from "../core/actions/action.ts";
import type { Finding } from "../core/finding.ts";
import { actionFor, isOpen } from "../core/runbook/entry-action.ts";
import { shownWords } from "../core/runbook/shown.ts";
import type { Solution } from "../core/runbook/solution.ts";
import { solutionDigest } from "../core/runbook/vouching.ts";
import type { Draft } from "../intent/author-entry.ts";
import type { SolutionHand } from "../intent/author-solution.ts";
import { handOf } from "./author.ts";
import { policyOf } from "./policy.ts";
import { runbookOf } from "./runbook.ts";
import { toldOf } from "./solution-record.ts";
import { vouchFault } from "./vouch.ts";
import { orRefused, writeDown } from "./write-down.ts";

export type Authoring = {
  /** Whether a person insists on what is another's. */
  readonly insists: boolean;
  /** `model`: whoever asks has not said the words. */
  readonly wrote: "caller" | "model";
};

export type Drafted = Draft<Solution> & { readonly hand: SolutionHand };

/**
 * The one way of an entry's text towards the runbook, whoever found the words: a verb supplies the text, and {@link writeSolution}
 * writes what comes out. Author and voucher are the door's, and what a model wrote is a draft whoever asked for it. Throws
 * `input-invalid`, `config-invalid`.
 */
export const draftSolution = async (text: string, authoring: Authoring, ctx: Context): Promise<Drafted> => {
  const hand = await solutionHand(authoring, ctx);
  return { ...(await ctx.solutionFile.draft(text, hand)), hand };
};

/** Throws `refused`, with its row in the audit; `input-invalid` for a file that cannot be parsed, which is left untouched. */
export const writeSolution = async (
  drafted: Drafted,
  file: string | undefined,
  ctx: Context,
): Promise<{ readonly path: string; readonly replaced: boolean }> => {
  // A memory that cannot be written refuses this before anything is changed.
  await ctx.history.standing();
  const { name } = drafted.value;
  const written = await orRefused(name, () => ctx.solutionFile.add(drafted, file, drafted.hand), ctx);
  const told = { changed: written.path, ...toldOf(drafted.value) };
  await writeDown("authored", { ...told, outcome: written.replaced ? "replaced" : "added" }, ctx);
  const digest = solutionDigest(drafted.value).slice(0, 12);
  if (drafted.hand.vouches) await writeDown("vouched", { ...told, outcome: digest }, ctx);
  return written;
};

/** Throws `not-found` and `refused`. */
export const takeOutSolution = async (
  name: string,
  { file, insists }: { readonly file: string | undefined; readonly insists: boolean },
  ctx: Context,
): Promise<{ readonly path: string }> => {
  await ctx.history.standing();
  const hand = handOf(ctx, { insists, draftsOnly: draftsOnly(ctx) });
  const removed = await orRefused(name, () => ctx.solutionFile.remove(name, file, hand), ctx);
  await writeDown("authored", { changed: removed.path, target: name, outcome: "removed" }, ctx);
  return removed;
};

const draftsOnly = ({ actor }: Context): boolean => actor.class !== "human";

const solutionHand = async ({ insists, wrote }: Authoring, ctx: Context): Promise<SolutionHand> => {
  // A mistake in the policy is mended first: who may vouch stands there.
  await ctx.config();
  const policy = await policyOf({ target: undefined }, ctx);
  const vouches =
    wrote === "caller" && policy.fourEyes === false && vouchFault(ctx.actor, policy) === undefined;
  // What a model wrote takes the place of nothing but a draft, however the person insists who asked for it.
  const onlyDrafts = wrote === "model" || draftsOnly(ctx);
  return { ...handOf(ctx, { insists, draftsOnly: onlyDrafts }), vouches, at: ctx.now() };
};

/** A remembered finding that an entry answers, and what would run for it. */
export type Answered = {
  readonly finding: Finding;
  readonly because: string;
  /** Filled in; of a vetted action, which is aimed when it is offered, as the catalog has it. */
  readonly words: readonly string[];
  /** Why it could not be offered for this one. */
  readonly unfit: string | undefined;
};

/** Which findings that are remembered and not resolved an entry answers, worst first; nothing is written. */
export const answeredNow = async (entry: Solution, ctx: Context): Promise<readonly Answered[]> => {
  const history = await ctx.history.look();
  const findings = (await history?.findings({})) ?? [];
  const { forFinding } = runbookOf([entry]);
  return findings.flatMap((finding) =>
    forFinding(finding).map(({ because }) => ({
      finding,
      because,
      ...wordsFor(entry, finding),
    })),
  );
};

const wordsFor = (entry: Solution, finding: Finding): Pick<Answered, "words" | "unfit"> => {
  const words = shownWords(entry);
  const action = actionFor(entry, finding);
  const drawn = action?.draw(subjectOf(finding));
  if (action === undefined || drawn === undefined) return { words, unfit: "it names no vetted action" };
  if (!drawn.ok) return { words, unfit: drawn.why };
  if (!isOpen(entry)) return { words, unfit: undefined };
  const composed = action.compose(drawn.value);
  return composed.ok ? { words: composed.value, unfit: undefined } : { words, unfit: composed.why };
};
