import type { Context } from "../context.ts";
import { catalog } from "../core/actions/catalog.ts";
import type { Finding } from "../core/finding.ts";
import {
  distrustOf,
  isUseOf,
  ledgersOf,
  type RemedyRef,
  type TargetLedger,
  type TrustTerms,
} from "../core/runbook/ledger.ts";
import type { Solution } from "../core/runbook/solution.ts";
import { realPathOf, targetOf } from "../core/scope.ts";
import { parseDuration } from "../core/time.ts";
import { SteadystateError } from "../errors.ts";
import type { History } from "../history/history.ts";
import { openRunbook } from "./runbook.ts";

/** What came of remedies in the time that counts, at each target where they were used. */
export type Ledgers = {
  readonly forEntry: (entry: Solution) => readonly TargetLedger[];
  /** Of an action of the catalog by itself, which answers for its entries too. */
  readonly forAction: (name: string) => readonly TargetLedger[];
};

type Knowing = Pick<Context, "config" | "now">;

/** Reads every use once. Without a memory nothing was ever used. */
export const openLedgers = async (history: History | undefined, ctx: Knowing): Promise<Ledgers> => {
  const terms = await trustTermsOf(ctx);
  const now = ctx.now();
  const uses = (await history?.gate.uses({ since: now - terms.window })) ?? [];
  return {
    forEntry: (entry) => ledgersOf({ entry: entry.name }, uses, terms, { now, since: entry.vouched?.at }),
    forAction: (action) => ledgersOf({ action }, uses, terms, { now, since: undefined }),
  };
};

/** The same for what works without a memory too: one that cannot be read is told in `unread`, and nothing is known then. */
export const lookUpLedgers = async (
  ctx: Knowing & Pick<Context, "history">,
): Promise<{ readonly ledgers: Ledgers; readonly unread: string | undefined }> => {
  try {
    return { ledgers: await openLedgers(await ctx.history.look(), ctx), unread: undefined };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    const unread = `what came of it here could not be read: ${thrown.message}`;
    return { ledgers: { forEntry: () => [], forAction: () => [] }, unread };
  }
};

/** Everything whose autonomy is withdrawn somewhere: entries of the runbook as it is now, and actions of the catalog. */
export const withdrawnIn = (
  { forEntry, forAction }: Ledgers,
  entries: readonly Solution[],
): readonly TargetLedger[] =>
  [...entries.flatMap(forEntry), ...catalog.flatMap(({ name }) => forAction(name))].filter(
    ({ withdrawn }) => withdrawn !== undefined,
  );

/** What came, at the target of a finding, of what could be done about it: entries that answer it, then actions of the catalog. */
export const recordsAt = async (
  finding: Finding,
  history: History,
  ctx: Context,
): Promise<readonly TargetLedger[]> => {
  const { forEntry, forAction } = await openLedgers(history, ctx);
  // What is wrong with the file is said by whoever asks what answers.
  const { forFinding } = await openRunbook({ ...ctx, notice: () => {} });
  const target = targetOf(finding.identity.scope) ?? realPathOf(finding.resolutionScope);
  const entries = forFinding(finding).flatMap(({ solution }) => forEntry(solution));
  return [...entries, ...catalog.flatMap(({ name }) => forAction(name))].filter(
    (one) => one.target === target,
  );
};

type Trying = { readonly remedy: RemedyRef; readonly target: string; readonly since: number | undefined };

/** Why a remedy runs unattended no more at a target (law L12), or nothing. */
export const distrustAt = async (
  { remedy, target, since }: Trying,
  history: History,
  ctx: Knowing,
): Promise<string | undefined> => {
  const terms = await trustTermsOf(ctx);
  const now = ctx.now();
  const uses = await history.gate.uses({ target, since: now - terms.window });
  return distrustOf(
    uses.filter((use) => isUseOf(remedy, use)),
    terms,
    { now, since },
  );
};

/** Where config.toml is a mistake every effect is stopped by that; what is shown is shown as without the file. */
const trustTermsOf = async ({ config }: Pick<Context, "config">): Promise<TrustTerms> => {
  try {
    const { distrust_after: after, window } = (await config()).runbook;
    return { after, window: parseDuration(window) ?? aMonth };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return { after: 3, window: aMonth };
  }
};

const aMonth = 30 * 86_400_000;
