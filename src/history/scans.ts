import type { Kysely } from "kysely";
import { countSeverities } from "../core/severity.ts";
import type { Look } from "./history.ts";
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

export const moveScope = (db: Kysely<Tables>, id: number, look: Look): Promise<unknown> =>
  db
    .updateTable("scopes")
    .set({ observed_at: observationOf(look), sighted_at: look.finishedAt })
    .where("id", "=", id)
    .execute();

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
