import { byCodeUnit } from "../core/order.ts";
import type { Connection } from "./connection.ts";
import type { KeptSuppression } from "./history.ts";
import { orAbsent, suppressionOf } from "./rows.ts";
import { isMadeOf, isNumber } from "./shape.ts";
import { wishesOn, wishRows } from "./wishes.ts";

export const suppressions = async (
  connection: Connection,
  file: string,
): Promise<readonly KeptSuppression[]> => {
  const wishes = wishesOn(connection, file);
  const resolved = resolvedAmong(connection, [...wishes.keys()]);
  const met = [...wishes].filter(([id]) => !resolved.has(id)).map(([, wish]) => wish);
  return wishRows(connection)
    .map((row) => {
      const here = met.filter(({ key }) => key === row.fingerprint);
      return {
        ...suppressionOf(row, file),
        key: row.fingerprint,
        title: orAbsent(row.title),
        boundAt: orAbsent(row.bound_at),
        matchedAt: orAbsent(row.matched_at),
        meets: new Set(here.map(({ subject }) => subject.fingerprint)).size,
        legacy: here.some(({ subject, key }) => subject.legacy === key && subject.fingerprint !== key),
      };
    })
    .sort((a, b) => byCodeUnit(a.key, b.key));
};

const isId = isMadeOf({ id: isNumber });

const resolvedAmong = ({ rows }: Connection, ids: readonly number[]): ReadonlySet<number> => {
  if (ids.length === 0) return new Set();
  const found = rows(
    isId,
    `select rowid as id from findings where presence = 'resolved' and rowid in (select value from json_each(?))`,
    JSON.stringify(ids),
  );
  return new Set(found.map(({ id }) => id));
};
