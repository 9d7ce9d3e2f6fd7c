import { type Offer, type OfferState, offerStates } from "../core/gate/offer.ts";
import { SteadystateError } from "../errors.ts";
import { actorOf } from "./actor.ts";
import type { Connection } from "./connection.ts";
import type { GateMemory } from "./gate.ts";
import { isOver } from "./holding.ts";
import { draftOf, isWhole, macOf } from "./offer-content.ts";
import { orAbsent } from "./rows.ts";
import type { Seal } from "./seal.ts";
import { isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";
import type { OfferTable } from "./tables.ts";

/** What is needed to read an offer: where it is kept, the key (absent: nothing can be trusted), and the instant. */
export type Reading = { readonly file: string; readonly seal: Seal | undefined; readonly at: number };

const isRow = isMadeOf({
  id: isText,
  digest: isText,
  state: isOneOf(offerStates),
  fingerprint: isText,
  action: isText,
  entry: orNothing(isText),
  target: isText,
  content: isText,
  mac: isText,
  offered_at: isNumber,
  expires_at: isNumber,
  decided_by: orNothing(isText),
  decided_at: orNothing(isNumber),
  why: orNothing(isText),
  declined_until: orNothing(isNumber),
  run_id: orNothing(isText),
  began_at: orNothing(isNumber),
  ends_at: orNothing(isNumber),
  pid: orNothing(isNumber),
  host: orNothing(isText),
  lease_until: orNothing(isNumber),
  ended_at: orNothing(isNumber),
  relapsed_at: orNothing(isNumber),
});

/** The state as it is at that instant, whether or not somebody wrote it down. */
export const stateAt = (row: OfferTable, at: number): OfferState => {
  if (row.state === "offered") return row.expires_at > at ? "offered" : "expired";
  return row.state === "running" && isDead(row, at) ? "unknown" : row.state;
};

/** A run whose lease is over, or whose process is gone. */
export const isDead = (
  { run_id, pid, host, lease_until }: Pick<OfferTable, "run_id" | "pid" | "host" | "lease_until">,
  at: number,
): boolean =>
  run_id === null || pid === null || host === null || lease_until === null
    ? true
    : isOver({ holder: run_id, pid, host, until: lease_until }, at);

/** Whether it is, word for word, what was offered here. */
export const isGenuine = (row: OfferTable, { seal, file }: Reading): boolean => {
  if (seal === undefined || macOf(seal, row.id, row.digest, row.content) !== row.mac) return false;
  const draft = draftOf(row.content, file);
  return (
    isWhole(draft) &&
    draft.digest === row.digest &&
    draft.expiresAt === row.expires_at &&
    draft.offeredAt === row.offered_at &&
    draft.evidence.fingerprint === row.fingerprint &&
    draft.action.name === row.action &&
    (draft.entry?.name ?? null) === row.entry &&
    (draft.target.target ?? draft.target.path) === row.target
  );
};

const alteredWhy = "its row was changed since it was offered, and nothing of it can be trusted";

/** Throws `store-unusable` for one that still could run and is not what was offered. */
export const demandGenuine = (row: OfferTable, reading: Reading): void => {
  if (isGenuine(row, reading)) return;
  throw new SteadystateError(
    "store-unusable",
    `offer ${row.digest.slice(0, 12)} in the memory at ${reading.file} is refused: ${alteredWhy}`,
    {
      hint: `look who can write there, then offer it anew: steadystate fix ${row.fingerprint.slice(0, 12)}`,
      details: { file: reading.file, id: row.id },
    },
  );
};

/** As it stands at that instant; one that could run and is not what was offered is told as `refused`. */
export const offerOf = (row: OfferTable, reading: Reading): Offer => {
  const state = stateAt(row, reading.at);
  const altered = state === "offered" && !isGenuine(row, reading);
  const gone = state === "unknown" && row.state === "running";
  return {
    ...draftOf(row.content, reading.file),
    id: row.id,
    digest: row.digest,
    state: altered ? "refused" : state,
    decidedBy: row.decided_by === null ? undefined : actorOf(row.decided_by, reading.file),
    decidedAt: orAbsent(row.decided_at),
    why: altered ? alteredWhy : gone ? goneWhy(row) : orAbsent(row.why),
    declinedUntil: orAbsent(row.declined_until),
    runId: orAbsent(row.run_id),
    endedAt: orAbsent(row.ended_at),
    relapsedAt: orAbsent(row.relapsed_at),
  };
};

export const goneWhy = ({ pid, host }: OfferTable): string =>
  `process ${pid} on ${host} ended without a word, and nobody knows what it did`;

/** The states that a row may be kept in which is told as another. */
const keptAs: Partial<Record<OfferState, readonly OfferState[]>> = {
  refused: ["refused", "offered"],
  expired: ["expired", "offered"],
  unknown: ["unknown", "running"],
};

const newestFirst = "order by offered_at desc, rowid desc";

export const listOffers = (
  { rows }: Connection,
  { states = offerStates, fingerprint, limit }: Parameters<GateMemory["list"]>[0],
  reading: Reading,
): readonly Offer[] => {
  const kept = [...new Set(states.flatMap((state) => keptAs[state] ?? [state]))];
  const found = rows(
    isRow,
    `select * from offers where state in (select value from json_each(?)) and (? is null or fingerprint = ?) ${newestFirst}`,
    JSON.stringify(kept),
    fingerprint ?? null,
    fingerprint ?? null,
  );
  return found
    .map((row) => offerOf(row, reading))
    .filter(({ state }) => states.includes(state))
    .slice(0, limit);
};

export const offersByPrefix = (
  { rows }: Connection,
  prefix: string,
  limit: number,
  reading: Reading,
): readonly Offer[] => {
  // `g` comes right after the last digit of a digest.
  const found = rows(
    isRow,
    `select * from offers as o where digest >= ? and digest < ? || 'g'
      and rowid = (select rowid from offers where digest = o.digest ${newestFirst} limit 1) ${newestFirst} limit ?`,
    prefix,
    prefix,
    limit,
  );
  for (const row of found) if (stateAt(row, reading.at) === "offered") demandGenuine(row, reading);
  return found.map((row) => offerOf(row, reading));
};
