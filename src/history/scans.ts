import type { Kysely } from "kysely";
import { servingAfter } from "../core/serving.ts";
import { countSeverities } from "../core/severity.ts";
import type { Look } from "./history.ts";
import { servingIn } from "./serving.ts";
import type { Tables } from "./tables.ts";

/** A resolution scope as the store knows it; the times are those of its newest look so far. */
export type KnownScope = { readonly id: number; readonly observedAt: number; readonly sightedAt: number };

/** The scope of a look, made at its first one. */
export const scopeOf = async (db: Kysely<Tables>, { scope, ...look }: Look): Promise<KnownScope> => {
  const told = {
    identity: scope.identity,
    source: scope.source,
    path: scope.path,
    environment: scope.environment ?? null,
    workspace: scope.workspace ?? null,
  };
  return db
    .insertInto("scopes")
    .values({
      resolution: scope.resolution,
      ...told,
      observed_at: observationOf(look),
      sighted_at: look.finishedAt,
    })
    .onConflict((conflict) => conflict.column("resolution").doUpdateSet(told))
    .returning(["id", "observed_at as observedAt", "sighted_at as sightedAt"])
    .executeTakeFirstOrThrow();
};

/** A document that claims to be from the future is from now. */
export const observationOf = ({ observedAt, finishedAt }: Pick<Look, "observedAt" | "finishedAt">): number =>
  Math.min(observedAt, finishedAt);

export const moveScope = async (db: Kysely<Tables>, id: number, look: Look, file: string): Promise<void> => {
  const times = { observed_at: observationOf(look), sighted_at: look.finishedAt };
  const told = look.serving === undefined ? {} : { serving: await servingText(db, id, look, file) };
  await db
    .updateTable("scopes")
    .set({ ...times, ...told })
    .where("id", "=", id)
    .execute();
};

const servingText = async (
  db: Kysely<Tables>,
  id: number,
  { serving, coverage }: Look,
  file: string,
): Promise<string> => {
  const { serving: before } = await db
    .selectFrom("scopes")
    .where("id", "=", id)
    .select("serving")
    .executeTakeFirstOrThrow();
  return JSON.stringify(servingAfter(servingIn(before, file), serving, coverage.status));
};

export const recordScan = async (db: Kysely<Tables>, scope: number, look: Look): Promise<number> => {
  const { id } = await db
    .insertInto("scans")
    .values({
      scope_id: scope,
      started_at: look.startedAt,
      finished_at: look.finishedAt,
      observed_at: look.observedAt,
      status: look.coverage.status,
      basis: look.coverage.basis,
      gaps: JSON.stringify(look.coverage.gaps),
      looked: look.coverage.looked,
      items: look.items.length,
      severities: JSON.stringify(countSeverities(look.items)),
      asserted_passed: look.assertions.passed,
      asserted_failed: look.assertions.failed,
      asserted_unknown: look.assertions.unknown,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};
