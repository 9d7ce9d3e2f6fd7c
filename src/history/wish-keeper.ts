import type { Suppression } from "../core/finding.ts";
import type { Sighting } from "../core/memory.ts";
import { bind, hasRunOut } from "../core/suppression.ts";
import { orNull } from "./rows.ts";
import type { Writer } from "./writer.ts";

/** Gives a function that writes of a wish what a look makes of it, its ceiling at the first meeting, and answers it as it is then. */
export const wishKeeper = (
  { db, prepared }: Writer,
  now: number,
): ((sighting: Pick<Sighting, "wish" | "facts">) => Suppression | undefined) => {
  const met = new Map<string, Suppression>();
  let write: ((values: readonly unknown[]) => void) | undefined;
  return ({ wish, facts }) => {
    if (wish === undefined || hasRunOut(wish.suppression, now)) return wish?.suppression;
    const { key, suppression } = wish;
    // Two things of one look may share a legacy key; the first binds.
    const known = met.get(key);
    if (known !== undefined) return known;
    const bound = bind(suppression, facts);
    write ??= prepared(
      db
        .updateTable("suppressions")
        .set(({ fn, val }) => ({
          max_severity: orNull(bound.maxSeverity),
          rules: JSON.stringify(bound.rules),
          bound_at: fn.coalesce("bound_at", val(now)),
          matched_at: now,
        }))
        .where("fingerprint", "=", key)
        .compile(),
    );
    write([orNull(bound.maxSeverity), JSON.stringify(bound.rules), now, now, key]);
    met.set(key, bound);
    return bound;
  };
};
