import type { Kysely } from "kysely";
import { byOf } from "../core/actor.ts";
import { deedRecord } from "../core/audit.ts";
import type { Presence } from "../core/finding.ts";
import { appendWithin } from "./audit.ts";
import { eventWriter } from "./event-writer.ts";
import type { SaidDeed } from "./history.ts";
import type { Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

/** Closes a finding in every scope that holds it; false where it is closed already. */
export const resolve = (writer: Writer, fingerprint: string, deed: SaidDeed): Promise<boolean> =>
  immediately(writer, async (db) => {
    const rows = (await rowsOf(db, fingerprint)).filter(({ presence }) => presence !== "resolved");
    const [first] = rows;
    if (first === undefined) return false;
    const { at, note } = deed;
    for (const row of rows)
      await move(db, fingerprint, row, { presence: "resolved", resolved_at: at, stale_since: null, at });
    const { title, presence: from } = first;
    eventWriter(writer, { at, by: byOf(deed.actor), note })([
      { fingerprint, title, transition: "resolved", from, to: "resolved" },
    ]);
    await appendWithin(
      writer,
      db,
      deedRecord("resolved", deed, { fingerprint, target: title, reason: note }),
    );
    return true;
  });

/** Takes it up again: there where the newest look of its scope still showed it, else not seen. */
export const reopen = (writer: Writer, fingerprint: string, deed: SaidDeed): Promise<boolean> =>
  immediately(writer, async (db) => {
    const rows = await rowsOf(db, fingerprint);
    const [first] = rows;
    if (first === undefined || rows.some(({ presence }) => presence !== "resolved")) return false;
    const { at, note } = deed;
    for (const row of rows) {
      const presence = row.last_observed >= row.observed_at ? "present" : "absent";
      await move(db, fingerprint, row, { presence, resolved_at: null, stale_since: null, at });
    }
    eventWriter(writer, { at, by: byOf(deed.actor), note })([
      { fingerprint, title: first.title, transition: "reopened", from: "resolved", to: "open" },
    ]);
    await appendWithin(
      writer,
      db,
      deedRecord("reopened", deed, { fingerprint, target: first.title, reason: note }),
    );
    return true;
  });

const rowsOf = (db: Kysely<Tables>, fingerprint: string) =>
  db
    .selectFrom("findings as f")
    .innerJoin("scopes", "scopes.id", "f.scope_id")
    .where("f.fingerprint", "=", fingerprint)
    .select(["f.scope_id", "f.title", "f.presence", "scopes.observed_at"])
    .select(({ fn }) => fn.coalesce("f.last_observed", "scopes.observed_at").as("last_observed"))
    .select(({ fn }) => fn.coalesce("f.sighted_at", "scopes.sighted_at").as("sighted_at"))
    .orderBy("f.scope_id")
    .execute();

type Standing = Awaited<ReturnType<typeof rowsOf>>[number];

/** Its times become its own, so that they stay when those of the scope move on. */
const move = (
  db: Kysely<Tables>,
  fingerprint: string,
  { scope_id, last_observed, sighted_at }: Standing,
  {
    at,
    ...life
  }: {
    readonly presence: Presence;
    readonly resolved_at: number | null;
    readonly stale_since: number | null;
    readonly at: number;
  },
): Promise<unknown> =>
  db
    .updateTable("findings")
    .set({ ...life, last_observed, sighted_at, updated_at: at })
    .where("scope_id", "=", scope_id)
    .where("fingerprint", "=", fingerprint)
    .execute();
