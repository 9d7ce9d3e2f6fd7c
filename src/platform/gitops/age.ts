import type { Gap } from "../../core/observation.ts";
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

/** What nobody has looked at for so long is no evidence of now. */
export const longest = 60 * 60_000;

/** A document that tells of another time. `newest`: the last instant of which it tells for certain. */
export const outdated = (newest: number | undefined, readAt: number | undefined): readonly Gap[] =>
  newest === undefined || readAt === undefined || readAt - newest <= longest
    ? []
    : [
        {
          what: "how it stands now",
          why: `the document tells how it stood at ${new Date(newest).toISOString()}: capture it anew`,
        },
      ];
