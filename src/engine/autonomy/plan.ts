import type { Context } from "../../context.ts";
import type { Finding } from "../../core/finding.ts";
import { type Basis, type Decided, type Outlook, planHold } from "../../core/hold.ts";
import { type Reflexes, reflexFor } from "../../core/reflex/reflex.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import type { History } from "../../history/history.ts";
import type { Wish } from "../gate/propose.ts";
import { openWays, type WaysFor } from "../gate/ways.ts";
import { type Foreseen, foresee } from "./foresee.ts";

/** One finding, what is decided about it, and exactly what is meant by that. */
export type Planned = Decided & {
  readonly finding: Finding;
  /** Name of the reflex, of the runbook entry, or of the catalog's action. */
  readonly by: string | undefined;
  readonly wish: Wish | undefined;
  readonly foreseen: Foreseen | undefined;
};

type How = { readonly reads: boolean; readonly reflexes: Reflexes };

/** Exactly one decision for each finding. Writes nothing; with `reads` each thing that would be acted upon is read. */
export const planFor = async (
  findings: readonly Finding[],
  { reads, reflexes }: How,
  history: History,
  ctx: Context,
): Promise<readonly Planned[]> => {
  const waysFor = await openWays(ctx);
  const { entries } = await ctx.solutions();
  const means: (Means & { readonly finding: Finding; readonly foreseen: Foreseen | undefined })[] = [];
  for (const finding of findings) {
    ctx.progress(`${means.length + 1} of ${findings.length}: ${finding.label}`);
    const found = meansFor(finding, { waysFor, reflexes, entries });
    const isAsked = found.basis.is === "reflex" || found.basis.is === "entry";
    const foreseen =
      isAsked && found.wish !== undefined
        ? await foresee(found.wish, finding, { reads, history, ctx })
        : undefined;
    means.push({ ...found, finding, foreseen });
  }
  const decided = planHold(means.map(({ basis, foreseen }) => ({ basis, outlook: outlookOf(foreseen) })));
  return means.map(({ finding, basis, wish, foreseen }, at) => ({
    ...(decided[at] ?? { decision: "watch", reason: "nothing was decided about it" }),
    ...{ finding, by: nameOf(basis), wish, foreseen },
  }));
};

/** What nobody looked into is no reason to act. */
const outlookOf = (foreseen: Foreseen | undefined): Outlook =>
  foreseen ?? { is: "hindered", why: "nothing is known of what it would do" };

type Means = { readonly basis: Basis; readonly wish: Wish | undefined };

/** A reflex of its category goes before everything else: what competes with it for the finding is never what runs. */
const meansFor = (
  finding: Finding,
  {
    waysFor,
    reflexes,
    entries,
  }: { readonly waysFor: WaysFor; readonly reflexes: Reflexes; readonly entries: readonly Solution[] },
): Means => {
  const reflex = reflexFor(finding.category, reflexes);
  if (reflex !== undefined)
    return {
      basis: { is: "reflex", reflex },
      wish: { finding: finding.fingerprint, action: reflex.action, insist: false },
    };
  const { ways, unfit } = waysFor(finding);
  const [first] = ways;
  if (first === undefined) {
    const because = unfit.map(({ name, why }) => `${name}: ${why}`).join("; ");
    return {
      basis: { is: "nothing", why: because === "" ? `nothing is offered for ${finding.category}` : because },
      wish: undefined,
    };
  }
  const entry = entries.find(({ name }) => name === first.wish.entry);
  const wish = { ...first.wish, insist: false };
  if (entry === undefined) return { basis: { is: "action", name: first.name }, wish };
  const standing = standingOf(entry);
  const vouchedBy = standing.is === "vouched" ? (standing.by ?? "the commit") : "nobody";
  return { basis: { is: "entry", name: entry.name, vouchedBy, words: isOpen(entry) }, wish };
};

const nameOf = (basis: Basis): string | undefined => {
  switch (basis.is) {
    case "reflex":
      return basis.reflex.name;
    case "nothing":
      return undefined;
    case "entry":
    case "action":
      return basis.name;
  }
};
