import type { Kysely } from "kysely";
import type { AuditRecord, AuditRow } from "../core/audit.ts";
import type { Offer } from "../core/gate/offer.ts";
import { appendWithin } from "./audit.ts";
import type { GateMemory } from "./gate.ts";
import { goneWhy, offerOf, type Reading, stateAt } from "./offer-rows.ts";
import { orNull } from "./rows.ts";
import type { OfferTable, Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

type Closing = Parameters<GateMemory["close"]>;

/** From offered to a state that nothing ran in, with its row. */
export const closeOffer = (
  writer: Writer,
  [id, state, { why, until, record }]: Closing,
  { at }: Reading,
): Promise<boolean> =>
  immediately(writer, async (db) => {
    const row = await db
      .updateTable("offers")
      .set({ state, why: orNull(why), declined_until: orNull(until) })
      .set({ decided_by: JSON.stringify(record.actor), decided_at: at })
      .where("id", "=", id)
      .where("state", "=", "offered")
      .where("expires_at", ">", at)
      .returning("digest")
      .executeTakeFirst();
    if (row === undefined) return false;
    await appendWithin(writer, db, { ...record, offerDigest: row.digest });
    return true;
  });

type Recorder = Parameters<GateMemory["tidy"]>[0];

/** Writes down what is over and was not said to be. */
export const tidy = async (writer: Writer, record: Recorder, reading: Reading): Promise<readonly Offer[]> => {
  if ((await overIn(writer.db, reading)).length === 0) return [];
  return immediately(writer, async (db) => {
    const over = await overIn(db, reading);
    for (const { row, offer, state } of over) {
      await end(db, row, state, reading.at);
      await appendWithin(writer, db, { ...record(offer, state), offerDigest: row.digest });
    }
    return over.map(({ offer }) => offer);
  });
};

type Over = { readonly row: OfferTable; readonly offer: Offer; readonly state: "expired" | "unknown" };

const overIn = async (db: Kysely<Tables>, reading: Reading): Promise<readonly Over[]> => {
  const open = await db
    .selectFrom("offers")
    .selectAll()
    .where("state", "in", ["offered", "running"])
    .orderBy("offered_at")
    .execute();
  return open.flatMap((row) => {
    const state = stateAt(row, reading.at);
    return state === "expired" || state === "unknown" ? [{ row, offer: offerOf(row, reading), state }] : [];
  });
};

const end = (db: Kysely<Tables>, row: OfferTable, state: Over["state"], at: number): Promise<unknown> =>
  db
    .updateTable("offers")
    .set(
      state === "unknown"
        ? { state, why: goneWhy(row), ended_at: at }
        : { state, why: "nobody decided in time", ended_at: at },
    )
    .where("id", "=", row.id)
    .where("state", "=", row.state)
    .execute();

/** Rows that change no offer. */
export const tell = (writer: Writer, records: readonly AuditRecord[]): Promise<readonly AuditRow[]> =>
  immediately(writer, async (db) => {
    const rows: AuditRow[] = [];
    for (const record of records) rows.push(await appendWithin(writer, db, record));
    return rows;
  });
