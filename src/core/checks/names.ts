// Apart from the checks themselves: what only asks whether a finding is a check's loads no reader of checks.

/** Name under which looks at checks are remembered. */
export const checksSource = "checks";

/** Kind of the identity of a check; a demand that the team committed is never plumbing. */
export const checkKind = "check";
