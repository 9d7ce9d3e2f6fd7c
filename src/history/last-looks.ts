import { bases } from "../core/observation.ts";
import type { Connection } from "./connection.ts";
import type { LastLook } from "./history.ts";
import { stored } from "./rows.ts";
import { isListOf, isMadeOf, isNumber, isOneOf, isText, orNothing } from "./shape.ts";

const isRow = isMadeOf({
  identity: isText,
  resolution: isText,
  source: isText,
  path: isText,
  environment: orNothing(isText),
  workspace: orNothing(isText),
  status: isOneOf(["complete", "partial", "failed"]),
  basis: isOneOf(bases),
  gaps: isText,
  looked: isNumber,
  asserted_passed: isNumber,
  asserted_failed: isNumber,
  asserted_unknown: isNumber,
  started_at: isNumber,
  finished_at: isNumber,
  observed_at: isNumber,
  items: isNumber,
  complete_at: orNothing(isNumber),
});

const areGaps = isListOf(isMadeOf({ what: isText, why: isText }));

const question = `select scopes.identity, resolution, source, path, environment, workspace, scans.status, basis, gaps, looked, items,
  asserted_passed, asserted_failed, asserted_unknown, started_at, finished_at, scans.observed_at,
  (select max(whole.finished_at) from scans as whole where whole.scope_id = scopes.id and whole.status = 'complete') as complete_at
  from scopes join scans on scans.scope_id = scopes.id
  where scans.id = (select max(later.id) from scans as later where later.scope_id = scopes.id)
  order by resolution`;

export const lastLooks = async ({ rows }: Connection, file: string): Promise<readonly LastLook[]> =>
  rows(isRow, question).map((row) => ({
    scope: {
      identity: row.identity,
      resolution: row.resolution,
      source: row.source,
      path: row.path,
      environment: row.environment ?? undefined,
      workspace: row.workspace ?? undefined,
    },
    coverage: {
      status: row.status,
      basis: row.basis,
      gaps: stored(areGaps, row.gaps, file).map(({ what, why }) => ({ what, why })),
      looked: row.looked,
    },
    assertions: { passed: row.asserted_passed, failed: row.asserted_failed, unknown: row.asserted_unknown },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    observedAt: row.observed_at,
    items: row.items,
    lastComplete: row.complete_at ?? undefined,
  }));
