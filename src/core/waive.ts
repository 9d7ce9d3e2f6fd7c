import type { Departure } from "./departure.ts";
import { printIdentity } from "./identity.ts";
import { compilePattern } from "./pattern.ts";
import type { Flag } from "./rules/rule.ts";

/** A team's decision to live with what one rule says of some resources, for a time. `expires` in milliseconds UTC. */
export type Waiver = {
  readonly rule: string;
  /** Pattern as written: `*` is any run of characters, `?` any one, everything else itself. */
  readonly resource: string;
  readonly covers: (identity: string) => boolean;
  readonly reason: string;
  readonly owner: string;
  readonly expires: number;
};

/** A flag that was taken away, and by which waiver. */
export type Waived = { readonly departure: Departure; readonly rule: string; readonly waiver: Waiver };

/** Linear time, whatever the pattern and the name. */
export const resourcePattern = (text: string): ReturnType<typeof compilePattern> => {
  const body = text
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return compilePattern(`(?s)^${body}$`);
};

/** A waiver of what a file says; a pattern that cannot be used covers nothing. */
export const waiverOf = (stated: Omit<Waiver, "covers">): Waiver => {
  const pattern = resourcePattern(stated.resource);
  return { ...stated, covers: pattern.ok ? pattern.test : () => false };
};

/** Takes away the flags that a waiver covers; a hole that is being closed needs none. */
export const waive = (
  departure: Departure,
  flags: readonly Flag[],
  waivers: readonly Waiver[],
): { readonly flags: readonly Flag[]; readonly waived: readonly Waived[] } => {
  if (waivers.length === 0) return { flags, waived: [] };
  const covering = coveringOf(departure, waivers);
  const waived: Waived[] = [];
  const kept = flags.filter(({ rule, stance }) => {
    const waiver = stance === "being-closed" ? undefined : covering(rule);
    if (waiver !== undefined) waived.push({ departure, rule, waiver });
    return waiver === undefined;
  });
  return { flags: kept, waived };
};

/** A violation of a baseline is nothing without its rule. */
export const waivePolicy = (departure: Departure, waivers: readonly Waiver[]): readonly Waived[] => {
  if (departure.type !== "policy") return [];
  const waiver = coveringOf(departure, waivers)(departure.rule);
  return waiver === undefined ? [] : [{ departure, rule: departure.rule, waiver }];
};

const coveringOf = ({ identity }: Departure, waivers: readonly Waiver[]) => {
  const name = printIdentity(identity);
  return (rule: string): Waiver | undefined => waivers.find((one) => one.rule === rule && one.covers(name));
};
