import type { Finding } from "./finding.ts";
import type { Scope } from "./observation.ts";

/** Where findings stand that only the reference's memory told of. No look has this scope, so none of ours resolves them. */
export const fromReference: Scope = {
  identity: "",
  resolution: JSON.stringify(["", "reference", "state.db.reference"]),
  source: "reference",
  path: "state.db.reference",
  environment: undefined,
  workspace: undefined,
};

const doubt = 7 * 86_400_000;

/**
 * True when such a finding is no longer a reason to doubt. Taking a memory over must not turn a failing wall green, so it
 * counts at first; but no look can ever clear it, so it must not count for ever.
 */
export const hasFaded = (
  { resolutionScope, staleSince }: Pick<Finding, "resolutionScope" | "staleSince">,
  now: number,
): boolean =>
  resolutionScope === fromReference.resolution && staleSince !== undefined && now - staleSince > doubt;
