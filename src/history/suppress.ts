import type { Selectable } from "kysely";
import { byOf } from "../core/actor.ts";
import { deedRecord } from "../core/audit.ts";
import { byCodeUnit } from "../core/order.ts";
import { appendWithin } from "./audit.ts";
import { eventWriter } from "./event-writer.ts";
import type { Deed, Wish } from "./history.ts";
import { orNull } from "./rows.ts";
import type { SuppressionTable } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

export const suppress = (writer: Writer, wish: Wish, deed: Deed): Promise<boolean> =>
  immediately(writer, async (db) => {
    const before = await db
      .selectFrom("suppressions")
      .selectAll()
      .where("fingerprint", "=", wish.key)
      .executeTakeFirst();
    const columns = columnsOf(wish, deed);
    if (before !== undefined && isSame(before, columns)) return false;
    await db
      .insertInto("suppressions")
      .values({ fingerprint: wish.key, ...columns, matched_at: before?.matched_at ?? null })
      .onConflict((conflict) => conflict.column("fingerprint").doUpdateSet(columns))
      .execute();
    const until = wish.until === undefined ? undefined : `until ${new Date(wish.until).toISOString()}`;
    eventWriter(writer, { at: deed.at, by: byOf(deed.actor), note: wish.note })([
      {
        fingerprint: wish.key,
        title: wish.title,
        transition: wish.kind,
        from: undefined,
        to: until,
      },
    ]);
    await appendWithin(
      writer,
      db,
      deedRecord(wish.kind, deed, {
        fingerprint: wish.key,
        target: wish.title,
        outcome: wish.origin === "committed" ? ["committed", until].join(" ").trim() : until,
        reason: wish.note,
      }),
    );
    return true;
  });

const columnsOf = (
  { key: _, ...wish }: Wish,
  { actor, at }: Deed,
): Omit<SuppressionTable, "fingerprint" | "matched_at"> => ({
  kind: wish.kind,
  until: orNull(wish.until),
  by: byOf(actor),
  note: orNull(wish.note),
  max_severity: orNull(wish.maxSeverity),
  title: wish.title,
  owner: orNull(wish.owner),
  rules: wish.rules === undefined ? null : JSON.stringify(wish.rules),
  origin: wish.origin,
  bound_at: wish.rules === undefined ? null : at,
  updated_at: at,
});

const compared = ["kind", "until", "note", "max_severity", "owner", "rules", "origin"] as const;

/** The same wish by somebody else, or of another hour, is the same wish. */
const isSame = (before: Selectable<SuppressionTable>, columns: ReturnType<typeof columnsOf>): boolean =>
  compared.every((column) => before[column] === columns[column]);

export const lift = (writer: Writer, keys: readonly string[], deed: Deed): Promise<readonly string[]> =>
  immediately(writer, async (db) => {
    const rows = await db
      .deleteFrom("suppressions")
      .where("fingerprint", "in", keys)
      .returning(["fingerprint", "title"])
      .execute();
    eventWriter(writer, { at: deed.at, by: byOf(deed.actor) })(
      rows.map(({ fingerprint, title }) => ({
        fingerprint,
        title: title ?? fingerprint,
        transition: "unmuted",
        from: undefined,
        to: undefined,
      })),
    );
    for (const { fingerprint, title } of rows)
      await appendWithin(
        writer,
        db,
        deedRecord("unmuted", deed, { fingerprint, target: title ?? undefined }),
      );
    return rows.map(({ fingerprint }) => fingerprint).sort(byCodeUnit);
  });
