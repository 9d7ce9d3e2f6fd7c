import type { Suppression } from "../core/finding.ts";
import { severities } from "../core/severity.ts";
import { isSuppressed, type Subject, wishFor } from "../core/suppression.ts";
import type { Connection } from "./connection.ts";
import { stored, suppressionOf } from "./rows.ts";
import { isListOf, isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";

const isRow = isMadeOf({
  fingerprint: isText,
  kind: isOneOf(["muted", "snoozed"]),
  until: orNothing(isNumber),
  by: orNothing(isText),
  note: orNothing(isText),
  max_severity: orNothing(isOneOf(severities)),
  title: orNothing(isText),
  owner: orNothing(isText),
  rules: orNothing(isText),
  origin: isOneOf(["local", "committed"]),
  bound_at: orNothing(isNumber),
  matched_at: orNothing(isNumber),
});

/** Every wish as its row holds it. */
export const wishRows = ({ rows }: Connection) => rows(isRow, "select * from suppressions");

export const wishesByKey = (connection: Connection, file: string): ReadonlyMap<string, Suppression> =>
  new Map(wishRows(connection).map((row) => [row.fingerprint, suppressionOf(row, file)]));

/** The wish that speaks for a row of the findings, by row id; wishes are few, and so are the rows that they are about. */
export type Wishes = ReadonlyMap<
  number,
  { readonly subject: Subject; readonly key: string; readonly suppression: Suppression }
>;

const isSubject = isMadeOf({
  id: isNumber,
  fingerprint: isText,
  legacy: isText,
  severity: isOneOf(severities),
  flags: isText,
});
const areFlags = isListOf(isMadeOf({ rule: isText, stance: isText }));

const columns =
  "f.rowid as id, f.fingerprint, f.legacy, f.severity, json_extract(f.facts, '$.flags') as flags";
const keys = "(select fingerprint from suppressions)";
const subjects = `select ${columns} from findings as f where f.fingerprint in ${keys}
  union select ${columns} from findings as f where f.legacy in ${keys}`;

export const wishesOn = (connection: Connection, file: string): Wishes => {
  const wishes = wishesByKey(connection, file);
  if (wishes.size === 0) return new Map();
  return new Map(
    connection.rows(isSubject, subjects).flatMap(({ id, flags, ...row }) => {
      const subject = { ...row, flags: stored(areFlags, flags, file) };
      const found = wishFor(wishes, subject);
      return found === undefined ? [] : [[id, { subject, ...found }] as const];
    }),
  );
};

export const quietRows = (wishes: Wishes, now: number, kind?: Suppression["kind"]): readonly number[] =>
  [...wishes]
    .filter(([, { subject, suppression }]) => isSuppressed({ ...subject, suppression }, now))
    .filter(([, { suppression }]) => kind === undefined || suppression.kind === kind)
    .map(([id]) => id);
