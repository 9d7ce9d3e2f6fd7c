import type { Kysely } from "kysely";
import { type Known, type Memory, recall, type Sighting, type Unseen } from "../core/memory.ts";
import { eventWriter } from "./event-writer.ts";
import type { Lease, Look, Recollection, Remembered } from "./history.ts";
import { lay } from "./lay.ts";
import { demandLease } from "./leases.ts";
import { adopt } from "./reference/adopt.ts";
import { noteRelapses } from "./relapses.ts";
import { columnsOfFacts, columnsOfSighting, orAbsent, orNull } from "./rows.ts";
import { type KnownScope, moveScope, observationOf, recordScan, scopeOf } from "./scans.ts";
import type { Tables } from "./tables.ts";
import { noteWaivers } from "./waiver-matches.ts";
import { wishKeeper } from "./wish-keeper.ts";
import { wishesByKey } from "./wishes.ts";
import { immediately, type Writer } from "./writer.ts";

/** `relapse`: milliseconds in which what an effect put right is looked out for. */
type Terms = { readonly file: string; readonly relapse: number };

export const remember = (
  writer: Writer,
  { file, relapse }: Terms,
  look: Look,
  lease?: Lease,
): Promise<Remembered> =>
  immediately(writer, async (db) => {
    if (lease !== undefined) await demandLease(db, lease, look.scope.path);
    const scope = await scopeOf(db, look);
    await adopt(db, scope.id, look);
    await lay(writer, db, look);
    await noteWaivers(db, look);
    const known = await knownOf(db, scope);
    const memory = recall({
      known,
      items: look.items,
      source: look.scope.source,
      suppressions: wishesByKey(writer, file),
      coverage: look.coverage,
      blindTo: look.blindTo,
      now: look.finishedAt,
      observedAt: look.observedAt,
      grace: look.grace,
    });
    const scan = await recordScan(db, scope.id, look);
    const newest = observationOf(look) >= scope.observedAt;
    const where = { scope: scope.id, look, newest };
    if (newest) await moveScope(db, scope.id, look, file);
    const late = new Set(
      known
        .filter(({ own, presence }) => own && presence === "present")
        .map(({ fingerprint }) => fingerprint),
    );
    const write = sightingWriter(writer, where, late);
    const tellEvents = eventWriter(writer, { at: look.finishedAt, scan });
    const meet = wishKeeper(writer, look.finishedAt);
    const recollections = new Map<string, Recollection>();
    for (const sighting of memory.sightings) {
      const { fingerprint, state, firstSeen, was, events } = sighting;
      const suppression = meet(sighting);
      write(sighting);
      tellEvents(events);
      recollections.set(fingerprint, { state, firstSeen, suppression, was });
    }
    noteRelapses(writer, look, recollections, relapse);
    fade(writer, memory.unseen, where);
    for (const { events } of memory.unseen) tellEvents(events);
    return {
      scan,
      recollections,
      ...countOf(memory.unseen, await heldElsewhere(db, memory, where)),
    };
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

/** `late`: rows whose times lag behind their scope, and are to follow it from now on. */
const sightingWriter = (
  { db, prepared }: Writer,
  { scope, newest }: Where,
  late: ReadonlySet<string>,
): ((sighting: Sighting) => void) => {
  let insert: ((values: readonly unknown[]) => void) | undefined;
  let update: ((values: readonly unknown[]) => void) | undefined;
  return (sighting) => {
    const { write, fingerprint } = sighting;
    if (write === "touch" && !late.has(fingerprint)) return;
    // Apart: to lay one into the other for each of fifty thousand rows takes longer than to write them.
    const repeated = columnsOfFacts(sighting.facts);
    const own = columnsOfSighting(sighting, newest);
    const key = { scope_id: scope, fingerprint };
    const values = [...Object.values(repeated), ...Object.values(own), scope, fingerprint];
    if (write === "insert") {
      insert ??= prepared(
        db
          .insertInto("findings")
          .values({ ...repeated, ...own, ...key })
          .compile(),
      );
      insert(values);
    } else {
      update ??= prepared(
        rowOf(db, key)
          .set({ ...repeated, ...own })
          .compile(),
      );
      update(values);
    }
  };
};

type Key = { readonly scope_id: number; readonly fingerprint: string };

const rowOf = (db: Kysely<Tables>, { scope_id, fingerprint }: Key) =>
  db.updateTable("findings").where("scope_id", "=", scope_id).where("fingerprint", "=", fingerprint);

const fade = ({ db, prepared }: Writer, unseen: readonly Unseen[], { scope, look }: Where): void => {
  let update: ((values: readonly unknown[]) => void) | undefined;
  for (const row of unseen) {
    if (row.from === row.presence) continue;
    const columns = {
      presence: row.presence,
      last_observed: row.lastObserved,
      sighted_at: row.sightedAt,
      stale_since: orNull(row.staleSince),
      resolved_at: orNull(row.resolvedAt),
      updated_at: look.finishedAt,
    };
    const { fingerprint } = row;
    update ??= prepared(rowOf(db, { scope_id: scope, fingerprint }).set(columns).compile());
    update([...Object.values(columns), scope, fingerprint]);
  }
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

const countOf = (
  unseen: readonly Unseen[],
  elsewhere: ReadonlySet<string>,
): Pick<Remembered, "resolved" | "absent" | "stale"> => ({
  resolved: unseen
    .filter(({ presence, fingerprint }) => presence === "resolved" && !elsewhere.has(fingerprint))
    .map(({ fingerprint, title }) => ({ fingerprint, title })),
  absent: unseen.filter(({ presence }) => presence === "absent").length,
  stale: unseen.filter(({ presence }) => presence === "stale").length,
});
