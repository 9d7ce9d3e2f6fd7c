import type { Solution, SolutionKind } from "../runbook/solution.ts";
import { standingOf } from "../runbook/vouching.ts";

/** As much of an entry of the runbook as a look tells, and whether somebody stood for it then: nothing of it is ever done. */
type ToldEntry = Pick<Solution, "name" | "author" | "for" | "match" | "targets" | "environments"> & {
  readonly kind: SolutionKind;
  readonly run: string | undefined;
  readonly target: string | undefined;
  readonly draft: boolean;
  /** Who stood for it, where that was written down. */
  readonly vouchedBy: string | undefined;
};

export const openEntry = (entry: Solution): ToldEntry => {
  const { name, author, for: wanted, match, targets, environments, solution } = entry;
  const does =
    solution.kind === "action"
      ? { kind: solution.kind, run: solution.action, target: undefined }
      : { kind: solution.kind, run: solution.run, target: solution.target };
  const draft = standingOf(entry).is === "draft";
  return {
    name,
    author,
    for: wanted,
    match,
    ...does,
    targets,
    environments,
    draft,
    vouchedBy: entry.vouched?.by,
  };
};

export const closeEntry = ({ kind, run, target, draft, vouchedBy: by, ...told }: ToldEntry): Solution => ({
  ...told,
  solution:
    kind === "action" ? { kind, action: run ?? "", parameters: {} } : { kind, run, words: undefined, target },
  ...{ problem: undefined, impact: undefined, reversibility: undefined, env: [], added: undefined },
  proposed: draft,
  vouched: by === undefined ? undefined : { by, at: undefined, digest: undefined },
});
