import type { Kysely } from "kysely";
import type { Connection } from "./connection.ts";
import type { Look, WaiverMatch } from "./history.ts";
import { isMadeOf, isNumber, isText } from "./shape.ts";
import type { Tables } from "./tables.ts";

export const noteWaivers = async (
  db: Kysely<Tables>,
  { waived = [], finishedAt }: Pick<Look, "waived" | "finishedAt">,
): Promise<void> => {
  const distinct = new Map(
    waived.map(({ rule, resource }) => [JSON.stringify([rule, resource]), { rule, resource }]),
  );
  for (const waiver of distinct.values())
    await db
      .insertInto("waiver_matches")
      .values({ ...waiver, matched_at: finishedAt })
      .onConflict((conflict) =>
        conflict.columns(["rule", "resource"]).doUpdateSet({ matched_at: finishedAt }),
      )
      .execute();
};

const isMatch = isMadeOf({ rule: isText, resource: isText, matchedAt: isNumber });

export const waiverMatches = async ({ rows }: Connection): Promise<readonly WaiverMatch[]> =>
  rows(isMatch, "select rule, resource, matched_at as matchedAt from waiver_matches order by rule, resource");
