import { type Kysely, sql } from "kysely";
import { migrations } from "./migrations.ts";
import { keepCopy } from "./reference/copy.ts";
import { holdsReference } from "./reference/recognise.ts";
import { carryOver, setAside } from "./reference/take-over.ts";
import { takenOver } from "./reference/told.ts";
import type { Tables } from "./tables.ts";
import { applicationId, schemaVersion } from "./version.ts";
import { immediately, type Writer } from "./writer.ts";

/**
 * Brings the schema up to date, and takes over a memory of the reference: the sentence that tells of it comes back. What is
 * there is asked again under the lock: another process may have been first.
 */
export const migrate = async (writer: Writer, file: string, now: number): Promise<string | undefined> => {
  if ((await versionOf(writer.db)) === schemaVersion) return undefined;
  return immediately(writer, async (db) => {
    const version = await versionOf(db);
    const isReference = version === 0 && holdsReference(writer);
    const copy = isReference ? await keepCopy(file, writer.bytes()) : undefined;
    if (copy !== undefined) await setAside(db);
    for (const [index, script] of migrations.entries()) {
      if (index < version) continue;
      writer.script(script);
      await db
        .insertInto("migrations")
        .values({ version: index + 1, at: now })
        .execute();
    }
    await sql.raw(`pragma application_id = ${applicationId}`).execute(db);
    await sql.raw(`pragma user_version = ${schemaVersion}`).execute(db);
    return copy === undefined ? undefined : takenOver(await carryOver(writer, db, now), copy);
  });
};

const versionOf = async (db: Kysely<Tables>): Promise<number> => {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
};
