import type { AuditRecord } from "../../core/audit.ts";
import type { History } from "../../history/history.ts";

/** What runs by itself asks again at every tick: where the same answer stands in the audit already, it is not told again. */
export const tellOnce = async (record: AuditRecord, history: History): Promise<void> => {
  const rows = await history.audit({ fingerprint: record.fingerprint, actor: record.actor.id, limit: 10 });
  const last = rows.find(({ event }) => event !== "offered");
  const isTold =
    last?.event === record.event && last.reason === record.reason && last.offerDigest === record.offerDigest;
  if (!isTold) await history.gate.tell([record]);
};
