import type { Kysely } from "kysely";
import type { CheckState } from "../core/checks/lasting.ts";
import { type Connection, immediately } from "./connection.ts";
import { orAbsent, orNull } from "./rows.ts";
import type { Tables } from "./tables.ts";

export const checkStates = async (
  db: Kysely<Tables>,
  identity: string,
): Promise<ReadonlyMap<string, CheckState>> => {
  const rows = await db.selectFrom("check_states").selectAll().where("identity", "=", identity).execute();
  return new Map(
    rows.map((row) => [
      row.name,
      {
        failingSince: orAbsent(row.failing_since),
        lastFailed: orAbsent(row.last_failed),
        answeringSince: orAbsent(row.last_passed),
      },
    ]),
  );
};

/** What is no longer there has no state either. */
export const recordCheckStates = (
  connection: Connection,
  identity: string,
  states: ReadonlyMap<string, CheckState>,
  at: number,
): Promise<void> =>
  immediately(connection, async (db) => {
    await db.deleteFrom("check_states").where("identity", "=", identity).execute();
    for (const [name, { failingSince, lastFailed, answeringSince }] of states)
      await db
        .insertInto("check_states")
        .values({
          identity,
          name,
          failing_since: orNull(failingSince),
          last_failed: orNull(lastFailed),
          last_passed: orNull(answeringSince),
          updated_at: at,
        })
        .execute();
  });
