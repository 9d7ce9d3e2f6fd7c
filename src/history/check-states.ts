import type { CheckState } from "../core/checks/lasting.ts";
import type { Connection } from "./connection.ts";
import { orAbsent } from "./rows.ts";
import { isMadeOf, isNumber, isText, orNothing } from "./shape.ts";

const isRow = isMadeOf({
  name: isText,
  failing_since: orNothing(isNumber),
  last_failed: orNothing(isNumber),
  last_passed: orNothing(isNumber),
});

export const checkStates = async (
  { rows }: Connection,
  identity: string,
): Promise<ReadonlyMap<string, CheckState>> =>
  new Map(
    rows(isRow, "select * from check_states where identity = ?", identity).map((row) => [
      row.name,
      {
        failingSince: orAbsent(row.failing_since),
        lastFailed: orAbsent(row.last_failed),
        answeringSince: orAbsent(row.last_passed),
      },
    ]),
  );
