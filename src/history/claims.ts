import { hostname } from "node:os";
import type { Kysely } from "kysely";
import { appendWithin } from "./audit.ts";
import type { Claim, Claimed, Run } from "./gate.ts";
import { lifetime, ours, renewed } from "./holding.ts";
import { demandGenuine, offerOf, type Reading, stateAt } from "./offer-rows.ts";
import { orNull } from "./rows.ts";
import type { OfferTable, Tables } from "./tables.ts";
import { uses } from "./uses.ts";
import { immediately, type Writer } from "./writer.ts";

export type Desk = {
  readonly writer: Writer;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly reading: () => Reading;
};

/** From offered to running together with the intent row, or not at all. */
export const claim = async (desk: Desk, wanted: Claim): Promise<Claimed> => {
  ours.add(wanted.runId);
  try {
    const refused = await desk.turn(() => begin(desk, wanted));
    if (refused === undefined) return { ok: true, run: running(desk, wanted) };
    ours.delete(wanted.runId);
    return refused;
  } catch (error) {
    ours.delete(wanted.runId);
    throw error;
  }
};

type Refused = Extract<Claimed, { readonly ok: false }>;

const begin = ({ writer, reading }: Desk, wanted: Claim): Promise<Refused | undefined> =>
  immediately(writer, async (db) => {
    const now = reading();
    const row = await rowOf(db, wanted.id);
    const no = (reason: Exclude<Refused["reason"], "again">): Refused => ({
      ok: false,
      reason,
      offer: row === undefined ? undefined : offerOf(row, now),
    });
    if (row === undefined || row.digest !== wanted.digest || stateAt(row, now.at) !== "offered")
      return no("state");
    demandGenuine(row, now);
    if (await isBusy(db, row.target, now.at)) return no("busy");
    const { why: whyNot, ...since } = wanted.again;
    const why = whyNot(uses(writer, since, now));
    if (why !== undefined) return { ok: false, reason: "again", why };
    if ((await begunSince(db, wanted.budget)) >= wanted.budget.most) return no("budget");
    if (!(await move(db, row, wanted, now.at))) return no("state");
    await appendWithin(writer, db, { ...wanted.intent, runId: wanted.runId, offerDigest: wanted.digest });
    return undefined;
  });

const rowOf = (db: Kysely<Tables>, id: string): Promise<OfferTable | undefined> =>
  db.selectFrom("offers").selectAll().where("id", "=", id).executeTakeFirst();

const isBusy = async (db: Kysely<Tables>, target: string, at: number): Promise<boolean> => {
  const rows = await db
    .selectFrom("offers")
    .selectAll()
    .where("state", "=", "running")
    .where("target", "=", target)
    .execute();
  return rows.some((row) => stateAt(row, at) === "running");
};

const begunSince = async (
  db: Kysely<Tables>,
  { target, since }: Pick<Claim["budget"], "target" | "since">,
): Promise<number> => {
  const { begun } = await db
    .selectFrom("offers")
    .select(({ fn }) => fn.countAll<number>().as("begun"))
    .where("target", "=", target)
    .where("began_at", ">=", since)
    .executeTakeFirstOrThrow();
  return begun;
};

const move = async (
  db: Kysely<Tables>,
  { id, digest }: OfferTable,
  { runId, patience, intent }: Claim,
  at: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("offers")
    .set({ state: "running", decided_by: JSON.stringify(intent.actor), decided_at: at, run_id: runId })
    .set({ began_at: at, ends_at: at + patience, pid: process.pid, host: hostname() })
    .set({ lease_until: at + Math.min(lifetime, patience) })
    .where("id", "=", id)
    .where("digest", "=", digest)
    .where("state", "=", "offered")
    .where("expires_at", ">", at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

const running = (desk: Desk, { id, runId }: Claim): Run => {
  const stop = renewed(() => desk.turn(() => renew(desk, runId)));
  return {
    runId,
    end: async (state, why, result) => {
      const held = await desk.turn(() =>
        immediately(desk.writer, async (db) => {
          const { at } = desk.reading();
          const row = await rowOf(db, id);
          const stands = row?.run_id === runId && row.state === "running";
          const held = stands && stateAt(row, at) === "running";
          if (stands)
            await close(db, id, held ? { state, why } : { state: "unknown", why: "its turn ran out" }, at);
          await appendWithin(desk.writer, db, { ...result, runId });
          return held;
        }),
      );
      stop();
      ours.delete(runId);
      return held;
    },
  };
};

/** Not one that is over already: another may have begun at the target meanwhile. */
const renew = ({ writer, reading }: Desk, runId: string): Promise<unknown> => {
  const { at } = reading();
  return writer.db
    .updateTable("offers")
    .set(({ fn, val, ref }) => ({
      lease_until: fn<number>("min", [val(at + lifetime), ref("ends_at")]),
    }))
    .where("run_id", "=", runId)
    .where("state", "=", "running")
    .where("lease_until", ">", at)
    .execute();
};

const close = (
  db: Kysely<Tables>,
  id: string,
  { state, why }: { readonly state: OfferTable["state"]; readonly why: string | undefined },
  at: number,
): Promise<unknown> =>
  db
    .updateTable("offers")
    .set({ state, why: orNull(why), ended_at: at })
    .where("id", "=", id)
    .where("state", "=", "running")
    .execute();
