import type { Context } from "../../context.ts";
import { subjectOf } from "../../core/actions/action.ts";
import { offeredTo } from "../../core/actions/catalog.ts";
import type { Finding } from "../../core/finding.ts";
import { actionFor } from "../../core/runbook/entry-action.ts";
import { rankOf } from "../../core/runbook/match.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { openRunbook } from "../runbook.ts";
import { draftWhy } from "./entry.ts";
import type { Wish } from "./propose.ts";

/** One thing that could be done about a finding. */
export type Way = {
  /** Name of the runbook entry, or of the catalog's action. */
  readonly name: string;
  readonly wish: Wish;
  /** Why it answers. */
  readonly because: string;
};

/** `unfit`: what answers as well and cannot be offered, each with its clause. */
export type Ways = {
  readonly ways: readonly Way[];
  readonly unfit: readonly { readonly name: string; readonly why: string }[];
};

/** What could be done about a finding, the team's own entries first, the most specific before the rest. Reads nothing live. */
export type WaysFor = (finding: Finding) => Ways;

export const openWays = async (ctx: Context): Promise<WaysFor> => {
  const { forFinding } = await openRunbook(ctx);
  return (finding) => {
    const matches = [...forFinding(finding)].sort(
      (one, other) => rankOf(one.solution) - rankOf(other.solution),
    );
    const judged = matches.map(({ solution, because }) => ({
      name: solution.name,
      because,
      wish: { finding: finding.fingerprint, action: actionName(solution), entry: solution.name },
      why: draftWhy(solution, ctx) ?? unfitWhy(solution, finding),
    }));
    const ways = judged.flatMap(({ why, ...way }) => (why === undefined ? [way] : []));
    const unfit = judged.flatMap(({ name, why }) => (why === undefined ? [] : [{ name, why }]));
    const own = vetted(finding);
    if (own === undefined || ways.some(({ wish }) => wish.action === own.name)) return { ways, unfit };
    return "why" in own ? { ways, unfit: [...unfit, own] } : { ways: [...ways, own], unfit };
  };
};

const actionName = ({ name, solution }: Solution): string =>
  solution.kind === "action" ? solution.action : name;

/** Why an entry cannot be offered for a finding that it answers; nothing where it can. */
export const unfitWhy = (entry: Solution, finding: Finding): string | undefined => {
  const action = actionFor(entry, finding);
  if (action === undefined) return `${actionName(entry)} is no vetted action`;
  const drawn = action.draw(subjectOf(finding));
  return drawn.ok ? undefined : drawn.why;
};

const vetted = (finding: Finding): Way | { readonly name: string; readonly why: string } | undefined => {
  const action = offeredTo(finding);
  if (action === undefined) return undefined;
  const { name } = action;
  const drawn = action.draw(subjectOf(finding));
  if (!drawn.ok) return { name, why: drawn.why };
  const what = finding.type === "drift" ? `drift of ${finding.source}` : finding.category;
  return {
    name,
    because: `the catalog offers it for ${what}`,
    wish: { finding: finding.fingerprint, action: name },
  };
};
