import { reverterId } from "../core/actor.ts";
import { offerStates, runEnds } from "../core/gate/offer.ts";
import type { Use } from "../core/runbook/ledger.ts";
import type { Connection } from "./connection.ts";
import type { UseFilter } from "./gate.ts";
import { isDead, type Reading } from "./offer-rows.ts";
import { orAbsent, stored } from "./rows.ts";
import { isListOf, isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";

const isRow = isMadeOf({
  state: isOneOf(offerStates),
  fingerprint: isText,
  action: isText,
  entry: orNothing(isText),
  target: isText,
  began_at: isNumber,
  ended_at: orNothing(isNumber),
  relapsed_at: orNothing(isNumber),
  run_id: orNothing(isText),
  pid: orNothing(isNumber),
  host: orNothing(isText),
  lease_until: orNothing(isNumber),
  argv: isText,
  offerer: orNothing(isText),
});

/** Everything that began, newest first. */
export const uses = (
  { rows }: Connection,
  { entry, action, target, fingerprint, since }: UseFilter,
  { file, at }: Pick<Reading, "file" | "at">,
): readonly Use[] => {
  const asked = [
    ["entry = ?", entry],
    ["action = ?", action],
    ["target = ?", target],
    ["fingerprint = ?", fingerprint],
    ["began_at > ?", since],
  ] as const;
  const given = asked.filter(([, value]) => value !== undefined);
  const found = rows(
    isRow,
    `select state, fingerprint, action, entry, target, began_at, ended_at, relapsed_at, run_id, pid, host, lease_until,
      json_extract(content, '$.argv') as argv, json_extract(content, '$.offeredBy.id') as offerer
      from offers where ${["began_at is not null", ...given.map(([text]) => text)].join(" and ")}
      order by began_at desc, rowid desc`,
    ...given.map(([, value]) => value),
  );
  return found.map((row) => ({
    entry: orAbsent(row.entry),
    action: row.action,
    argv: stored(isListOf(isText), row.argv, file),
    target: row.target,
    fingerprint: row.fingerprint,
    began: row.began_at,
    end: row.state === "running" && isDead(row, at) ? "unknown" : runEnds.find((end) => end === row.state),
    ended: orAbsent(row.ended_at),
    relapsed: orAbsent(row.relapsed_at),
    takesBack: row.offerer === reverterId,
  }));
};
