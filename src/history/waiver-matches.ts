import type { Kysely } from "kysely";
import type { Look, WaiverMatch } from "./history.ts";
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

export const waiverMatches = (db: Kysely<Tables>): Promise<readonly WaiverMatch[]> =>
  db
    .selectFrom("waiver_matches")
    .select(["rule", "resource", "matched_at as matchedAt"])
    .orderBy("rule")
    .orderBy("resource")
    .execute();
