import type { Happening } from "../core/memory.ts";
import { orNull } from "./rows.ts";
import type { Writer } from "./writer.ts";

/** When it happened, by which look, or by whose hand and in which words. */
export type Telling = {
  readonly at: number;
  readonly scan?: number | undefined;
  readonly by?: string | undefined;
  readonly note?: string | undefined;
};

/** Gives a function that appends what happened to one finding. */
export const eventWriter = (
  { db, prepared }: Writer,
  { at, scan, by, note }: Telling,
): ((happenings: readonly Happening[]) => void) => {
  const columns = ({ fingerprint, title, transition, from, to }: Happening) => ({
    at,
    scan_id: orNull(scan),
    fingerprint,
    title,
    transition,
    from_value: orNull(from),
    to_value: orNull(to),
    by: orNull(by),
    note: orNull(note),
  });
  let write: ((values: readonly unknown[]) => void) | undefined;
  return (happenings) => {
    for (const happening of happenings) {
      const row = columns(happening);
      write ??= prepared(db.insertInto("events").values(row).compile());
      write(Object.values(row));
    }
  };
};
