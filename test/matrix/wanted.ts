import type { Reads } from "./placed.ts";
import type { Names, Subject, Wanted } from "./row.ts";

/** A fault in a thing that the verb does not read changes nothing; one that it judges is its answer. */
export const wantedOf = (
  { placement }: Subject,
  what: Reads,
  refusal: Extract<Wanted, { refused: unknown }>,
): Wanted => {
  if (!placement.reads.includes(what)) return { asWithout: true, says: [] };
  return placement.judges === true ? { exits: [1], says: refusal.names } : refusal;
};

/** A committed file that cannot be used: told with its name and answered all the same, and never changed. */
export const toldOf = ({ placement }: Subject, what: Reads, says: Names): Wanted => {
  if (placement.whole === what) return { refused: ["config-invalid"], names: says };
  if (placement.amends === what) return { refused: ["input-invalid"], names: says };
  return placement.reads.includes(what) ? { exits: [0, 1, 3], says } : { asWithout: true, says: [] };
};
