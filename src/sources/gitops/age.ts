import { parseInstant } from "../../core/time.ts";

/** What is on its way may take this long. */
const patience = 15 * 60_000;

export type Age = "young" | "old" | "unknown";

/** How long something has lasted, from the first of these instants that is told. */
export const ageOf = (at: number | undefined, ...since: readonly (string | undefined)[]): Age => {
  const [start] = since.flatMap((one) => instantIn(one) ?? []);
  if (start === undefined || at === undefined) return "unknown";
  return at - start > patience ? "old" : "young";
};

/** Go writes the year 1 for an instant that never was. */
export const instantIn = (written: string | undefined): number | undefined =>
  written === undefined || written === "" || written.startsWith("0001-") ? undefined : parseInstant(written);
