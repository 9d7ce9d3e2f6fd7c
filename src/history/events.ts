import { transitions } from "../core/finding.ts";
import type { Connection } from "./connection.ts";
import type { EventFilter, EventRow } from "./history.ts";
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
  { fingerprint, actor, since, limit }: EventFilter,
): Promise<readonly EventRow[]> => {
  const parts = [
    ...(fingerprint === undefined
      ? []
      : [["fingerprint >= ? and fingerprint < ?", fingerprint, `${fingerprint}g`] as const]),
    ...(since === undefined ? [] : [["at >= ?", since] as const]),
    // `os:ana`, or `os:ana for` somebody.
    ...(actor === undefined
      ? []
      : [["(by = ? or substr(by, 1, ?) = ?)", actor, `${actor} for `.length, `${actor} for `] as const]),
  ];
  const where = parts.length === 0 ? "" : `where ${parts.map(([text]) => text).join(" and ")}`;
  const values = parts.flatMap(([, ...given]) => given);
  const found = rows(isRow, `select * from events ${where} order by id desc limit ?`, ...values, limit);
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
