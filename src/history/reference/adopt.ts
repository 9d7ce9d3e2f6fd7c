import type { Kysely } from "kysely";
import { contentOf, sealsOf } from "../../core/facts.ts";
import { byCodeUnit } from "../../core/order.ts";
import { fromReference } from "../../core/reference.ts";
import type { Item } from "../../core/report.ts";
import type { Look } from "../history.ts";
import type { Tables } from "../tables.ts";

/**
 * Hands what only the reference knew to the first look that shows the same thing: from then on it is this scope's finding,
 * with its first sighting and its events. A mute stays under the legacy fingerprint, which meets it in every scope.
 */
export const adopt = async (
  db: Kysely<Tables>,
  scope: number,
  { items }: Pick<Look, "items">,
): Promise<void> => {
  const home = await db
    .selectFrom("scopes")
    .where("resolution", "=", fromReference.resolution)
    .select("id")
    .executeTakeFirst();
  if (home === undefined) return;
  const rows = await db
    .selectFrom("findings")
    .where("scope_id", "=", home.id)
    .select(["fingerprint", "first_seen"])
    .execute();
  const waiting = new Map(rows.map((row) => [row.fingerprint, row.first_seen]));
  if (waiting.size === 0) return;
  for (const item of [...items].sort(byFingerprint)) {
    const { legacy } = item.departure;
    const firstSeen = waiting.get(legacy);
    if (firstSeen === undefined) continue;
    waiting.delete(legacy);
    await handOver(db, { home: home.id, scope, firstSeen }, item);
  }
};

const byFingerprint = (a: Item, b: Item): number =>
  byCodeUnit(a.departure.fingerprint, b.departure.fingerprint);

type Move = { readonly home: number; readonly scope: number; readonly firstSeen: number };

const handOver = async (db: Kysely<Tables>, { home, scope, firstSeen }: Move, item: Item): Promise<void> => {
  const { fingerprint, legacy } = item.departure;
  // Two of the reference's rows may be one finding here: a class of failure that churns.
  const older = await db
    .updateTable("findings")
    .where("scope_id", "=", scope)
    .where("fingerprint", "=", fingerprint)
    .set((eb) => ({ first_seen: eb.fn<number>("min", ["first_seen", eb.val(firstSeen)]) }))
    .executeTakeFirst();
  const waiting = { scope_id: home, fingerprint: legacy };
  if (older.numUpdatedRows > 0n)
    await db
      .deleteFrom("findings")
      .where("scope_id", "=", waiting.scope_id)
      .where("fingerprint", "=", waiting.fingerprint)
      .execute();
  else
    await db
      .updateTable("findings")
      .where("scope_id", "=", waiting.scope_id)
      .where("fingerprint", "=", waiting.fingerprint)
      // Its content is taken to be what is seen now: nobody knows what it was, and "changed" would be a guess.
      .set({ scope_id: scope, fingerprint, content: contentOf(item, sealsOf(item.departure)) })
      .execute();

  await db.updateTable("events").where("fingerprint", "=", legacy).set({ fingerprint }).execute();
};
