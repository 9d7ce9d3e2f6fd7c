import type { CheckState } from "../core/checks/lasting.ts";
import { orNull } from "./rows.ts";
import { immediately, type Writer } from "./writer.ts";

/** What is no longer there has no state either. */
export const recordCheckStates = (
  writer: Writer,
  identity: string,
  states: ReadonlyMap<string, CheckState>,
  at: number,
): Promise<void> =>
  immediately(writer, async (db) => {
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
