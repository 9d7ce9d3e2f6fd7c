import type { Check } from "./check.ts";

/** What was asked about; a check for others is not asked. */
export type Reach = { readonly environment: string | undefined; readonly target: string | undefined };

export const isFor = (
  { environments, targets }: Pick<Check, "environments" | "targets">,
  { environment, target }: Reach,
): boolean => admits(environments, environment) && admits(targets, target);

export const isForAll = ({ environments, targets }: Pick<Check, "environments" | "targets">): boolean =>
  environments.length === 0 && targets.length === 0;

const admits = (named: readonly string[], asked: string | undefined): boolean =>
  named.length === 0 || (asked !== undefined && named.includes(asked));
