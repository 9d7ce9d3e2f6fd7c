import { realPathOf } from "../core/scope.ts";
import type { Look } from "./history.ts";
import { observationOf } from "./scans.ts";
import { isMadeOf, isText, orNothing } from "./shape.ts";
import type { Writer } from "./writer.ts";

const isRow = isMadeOf({
  id: isText,
  fingerprint: isText,
  source: orNothing(isText),
  path: orNothing(isText),
});

// In words, not in values: the index is of these rows alone.
const putRight = `select id, fingerprint, json_extract(content, '$.target.source') as source,
  json_extract(content, '$.target.path') as path
  from offers indexed by offers_put_right where state = 'verified' and relapsed_at is null and ended_at < ? and ended_at >= ? and json_valid(content)`;

/**
 * Of what was put right in the scope of a look at most `within` milliseconds ago, notes what the look shows again. What may have
 * been seen before the effect ended says nothing: the look must have begun after it, and so must what it read.
 */
export const noteRelapses = (
  { rows, statement }: Writer,
  { scope, coverage, startedAt, ...look }: Look,
  shown: Pick<ReadonlyMap<string, unknown>, "has">,
  within: number,
): void => {
  if (coverage.status === "failed") return;
  const observed = observationOf(look);
  const path = realPathOf(scope.resolution);
  for (const row of rows(isRow, putRight, Math.min(startedAt, observed), observed - within))
    if (shown.has(row.fingerprint) && row.source === scope.source && row.path === path)
      statement("update offers set relapsed_at = ? where id = ?").run(observed, row.id);
};
