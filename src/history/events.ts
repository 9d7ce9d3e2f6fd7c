import { transitions } from "../core/finding.ts";
import type { Connection } from "./connection.ts";
import type { EventRow } from "./history.ts";
import { orAbsent } from "./rows.ts";
import { isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";

const isRow = isMadeOf({
  at: isNumber,
  scan_id: orNothing(isNumber),
  fingerprint: isText,
  title: isText,
  transition: isOneOf(transitions),
  from_value: orNothing(isText),
  to_value: orNothing(isText),
  by: orNothing(isText),
  note: orNothing(isText),
});

export const events = async (
  { rows }: Connection,
  { fingerprint, limit }: { readonly fingerprint?: string | undefined; readonly limit: number },
): Promise<readonly EventRow[]> => {
  const [of, values] = fingerprint === undefined ? ["", []] : ["where fingerprint = ?", [fingerprint]];
  const found = rows(isRow, `select * from events ${of} order by id desc limit ?`, ...values, limit);
  return found.map((row) => ({
    at: row.at,
    scan: orAbsent(row.scan_id),
    fingerprint: row.fingerprint,
    title: row.title,
    transition: row.transition,
    from: orAbsent(row.from_value),
    to: orAbsent(row.to_value),
    by: orAbsent(row.by),
    note: orAbsent(row.note),
  }));
};
