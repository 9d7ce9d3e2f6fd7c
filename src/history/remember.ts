import type { Kysely } from "kysely";
import type { Suppression } from "../core/finding.ts";
import { type Known, type Memory, recall, type Sighting, type Unseen } from "../core/memory.ts";
import { type Connection, immediately } from "./connection.ts";
import { appendEvents, lazily } from "./events.ts";
import type { Look, Remembered } from "./history.ts";
import { columnsOf, orAbsent, suppressionOf } from "./rows.ts";
import { type KnownScope, moveScope, observationOf, recordScan, scopeOf } from "./scans.ts";
import type { Tables } from "./tables.ts";

export const remember = (connection: Connection, look: Look): Promise<Remembered> =>
  immediately(connection, async (db) => {
    const scope = await scopeOf(db, look);
    const known = await knownOf(db, scope);
    const memory = recall({
      known,
      items: look.items,
      source: look.scope.source,
      suppressions: await suppressionsOf(db),
      coverage: look.coverage,
      now: look.finishedAt,
      observedAt: look.observedAt,
      grace: look.grace,
    });
    const scan = await recordScan(db, scope.id, look);
    const newest = observationOf(look) >= scope.observedAt;
    const where = { scope: scope.id, look, newest };
    if (newest) await moveScope(db, scope.id, look);
    const late = new Set(
      known
        .filter(({ own, presence }) => own && presence === "present")
        .map(({ fingerprint }) => fingerprint),
    );
    insert(
      connection,
      memory.sightings.filter(({ write }) => write === "insert"),
      where,
    );
    update(
      connection,
      memory.sightings.filter(({ write, fingerprint }) => write === "update" || late.has(fingerprint)),
      where,
    );
    fade(
      connection,
      memory.unseen.filter(({ from, presence }) => from !== presence),
      where,
    );
    appendEvents(connection, { at: look.finishedAt, scan, happenings: memory.events });
    return tell(memory, scan, await heldElsewhere(db, memory, where));
  });

/** Where a look is written; `newest`: no later observation of the scope is known. */
type Where = { readonly scope: number; readonly look: Look; readonly newest: boolean };

/** `own`: its times are not those of its scope. */
const knownOf = async (
  db: Kysely<Tables>,
  scope: KnownScope,
): Promise<readonly (Known & { readonly own: boolean })[]> => {
  const rows = await db
    .selectFrom("findings")
    .where("scope_id", "=", scope.id)
    .select(["fingerprint", "title", "severity", "presence", "content", "digest"])
    .select(["first_seen", "last_observed", "sighted_at", "stale_since"])
    .execute();
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    title: row.title,
    severity: row.severity,
    presence: row.presence,
    content: row.content,
    digest: row.digest,
    firstSeen: row.first_seen,
    lastObserved: row.last_observed ?? scope.observedAt,
    sightedAt: row.sighted_at ?? scope.sightedAt,
    staleSince: orAbsent(row.stale_since),
    own: row.last_observed !== null,
  }));
};

const suppressionsOf = async (db: Kysely<Tables>): Promise<ReadonlyMap<string, Suppression>> => {
  const rows = await db.selectFrom("suppressions").selectAll().execute();
  return new Map(rows.map((row) => [row.fingerprint, suppressionOf(row)]));
};

const insert = (connection: Connection, fresh: readonly Sighting[], { scope, newest }: Where): void => {
  const rowOf = (sighting: Sighting) => ({
    fingerprint: sighting.fingerprint,
    scope_id: scope,
    ...columnsOf(sighting, newest),
  });
  const [first] = fresh;
  if (first === undefined) return;
  const query = connection.db.insertInto("findings").values(rowOf(first)).compile();
  connection.each(
    query,
    lazily(fresh, (sighting) => Object.values(rowOf(sighting))),
  );
};

const update = (connection: Connection, differing: readonly Sighting[], { scope, newest }: Where): void => {
  const columns = (sighting: Sighting) => columnsOf(sighting, newest);
  const [first] = differing;
  if (first === undefined) return;
  const query = connection.db
    .updateTable("findings")
    .set(columns(first))
    .where("scope_id", "=", scope)
    .where("fingerprint", "=", first.fingerprint)
    .compile();
  connection.each(
    query,
    lazily(differing, (sighting) => [...Object.values(columns(sighting)), scope, sighting.fingerprint]),
  );
};

const fade = (connection: Connection, unseen: readonly Unseen[], { scope, look }: Where): void => {
  const columns = (row: Unseen) => ({
    presence: row.presence,
    last_observed: row.lastObserved,
    sighted_at: row.sightedAt,
    stale_since: row.staleSince ?? null,
    resolved_at: row.resolvedAt ?? null,
    updated_at: look.finishedAt,
  });
  const [first] = unseen;
  if (first === undefined) return;
  const query = connection.db
    .updateTable("findings")
    .set(columns(first))
    .where("scope_id", "=", scope)
    .where("fingerprint", "=", first.fingerprint)
    .compile();
  connection.each(
    query,
    lazily(unseen, (row) => [...Object.values(columns(row)), scope, row.fingerprint]),
  );
};

/** What this look resolved and another scope still holds has not gone. */
const heldElsewhere = async (
  db: Kysely<Tables>,
  { unseen }: Memory,
  { scope, look }: Where,
): Promise<ReadonlySet<string>> => {
  if (!unseen.some(({ presence }) => presence === "resolved")) return new Set();
  const rows = await db
    .selectFrom("findings as here")
    .innerJoin("findings as there", "there.fingerprint", "here.fingerprint")
    .where("here.scope_id", "=", scope)
    .where("here.presence", "=", "resolved")
    .where("here.resolved_at", "=", look.finishedAt)
    .where("there.scope_id", "<>", scope)
    .where("there.presence", "<>", "resolved")
    .select("here.fingerprint")
    .execute();
  return new Set(rows.map(({ fingerprint }) => fingerprint));
};

const tell = ({ sightings, unseen }: Memory, scan: number, elsewhere: ReadonlySet<string>): Remembered => ({
  scan,
  recollections: new Map(
    sightings.map(({ fingerprint, state, firstSeen, suppression, was }) => [
      fingerprint,
      { state, firstSeen, suppression, was },
    ]),
  ),
  resolved: unseen
    .filter(({ presence, fingerprint }) => presence === "resolved" && !elsewhere.has(fingerprint))
    .map(({ fingerprint, title }) => ({ fingerprint, title })),
  absent: unseen.filter(({ presence }) => presence === "absent").length,
  stale: unseen.filter(({ presence }) => presence === "stale").length,
});
