import type { Kysely, Selectable } from "kysely";
import { type Chain, emptyChain, type Macs, noMacs, walkChain, walkMac } from "../core/audit.ts";
import { SteadystateError } from "../errors.ts";
import { columnsOf, rowOf } from "./audit.ts";
import type { VerifiedAudit } from "./history.ts";
import type { AuditTable, Tables } from "./tables.ts";
import type { Writer } from "./writer.ts";

const pageRows = 500;

/** Walks the chain page by page. A row that can no longer be read is a break at that row, not a failure to look. */
export const verifyAudit = async ({ db, auditKey }: Writer, file: string): Promise<VerifiedAudit> => {
  const key = auditKey();
  let chain = emptyChain;
  let macs = noMacs;
  let after: number | undefined;
  for (;;) {
    const page = await pageAfter(db, after);
    for (const row of page) {
      chain = extended(chain, row, file);
      macs = walkMac(macs, { ...row, mac: row.mac ?? undefined }, key);
    }
    after = page.at(-1)?.seq;
    if (page.length < pageRows) return verified(chain, macs, key !== undefined);
  }
};

const verified = (chain: Chain, macs: Macs, hasKey: boolean): VerifiedAudit => {
  const broken = [chain.brokenAt, macs.brokenAt].filter((at) => at !== undefined);
  return {
    rows: chain.rows,
    head: chain.head,
    brokenAt: broken.length === 0 ? undefined : Math.min(...broken),
    keyedFrom: macs.from,
    hasKey,
  };
};

const pageAfter = (
  db: Kysely<Tables>,
  after: number | undefined,
): Promise<readonly Selectable<AuditTable>[]> =>
  db
    .selectFrom("audit")
    .selectAll()
    .$if(after !== undefined, (query) => query.where("seq", ">", after ?? 0))
    .orderBy("seq")
    .limit(pageRows)
    .execute();

const extended = (chain: Chain, row: Selectable<AuditTable>, file: string): Chain => {
  try {
    const read = rowOf(row, file);
    // JSON columns could be edited into another text that reads the same.
    if (!sameColumns(columnsOf(read), row)) return brokenBy(chain, row);
    return walkChain(chain, [read]);
  } catch (error) {
    if (!(error instanceof SteadystateError)) throw error;
    return brokenBy(chain, row);
  }
};

const sameColumns = (expected: ReturnType<typeof columnsOf>, row: Selectable<AuditTable>): boolean => {
  const found = new Map<string, unknown>(Object.entries(row));
  return Object.entries(expected).every(([column, value]) => found.get(column) === value);
};

const brokenBy = (chain: Chain, { seq, hash }: Selectable<AuditTable>): Chain => ({
  rows: chain.rows + 1,
  head: hash,
  brokenAt: chain.brokenAt ?? seq,
});
