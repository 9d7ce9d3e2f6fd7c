import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Kysely, Selectable } from "kysely";
import type { Scope } from "../core/observation.ts";
import { SteadystateError } from "../errors.ts";
import { onEnd } from "../system/cleanup.ts";
import type { Lease } from "./history.ts";
import { isOver, lifetime, ours, renewed } from "./holding.ts";
import type { LeaseTable, Tables } from "./tables.ts";
import { immediately, type Writer } from "./writer.ts";

const askAgain = 200;

type Desk = {
  readonly writer: Writer;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly now: () => number;
};
type Place = Pick<Scope, "resolution" | "path">;

export const takeLease = async (desk: Desk, place: Place, wait: number): Promise<Lease> => {
  const holder = randomUUID();
  const until = performance.now() + wait;
  ours.add(holder);
  try {
    for (;;) {
      const other = await desk.turn(() => tryToTake(desk, place.resolution, holder));
      if (other === undefined) return kept(desk, place.resolution, holder);
      if (performance.now() >= until) throw isHeld(place, other, wait);
      await pause(Math.min(askAgain, Math.max(1, until - performance.now())));
    }
  } catch (error) {
    ours.delete(holder);
    throw error;
  }
};

/** The lease that stands in the way, or `undefined` once it is ours. */
const tryToTake = (
  { writer, now }: Desk,
  resolution: string,
  holder: string,
): Promise<Selectable<LeaseTable> | undefined> =>
  immediately(writer, async (db) => {
    const at = now();
    const standing = await db
      .selectFrom("leases")
      .selectAll()
      .where("resolution", "=", resolution)
      .executeTakeFirst();
    if (standing !== undefined && !isOver({ ...standing, until: standing.expires_at }, at)) return standing;
    const facts = { holder, pid: process.pid, host: hostname(), taken_at: at, expires_at: at + lifetime };
    await db
      .insertInto("leases")
      .values({ resolution, ...facts })
      .onConflict((conflict) => conflict.column("resolution").doUpdateSet(facts))
      .execute();
    return undefined;
  });

const kept = ({ writer, turn, now }: Desk, resolution: string, holder: string): Lease => {
  const { db, prepared } = writer;
  const stop = renewed(() => turn(() => renew(db, holder, now() + lifetime)));
  const forget = onEnd(() => prepared(mine(db, holder).compile())([holder]));
  return {
    resolution,
    holder,
    release: async () => {
      stop();
      forget();
      if (ours.delete(holder)) await turn(() => mine(db, holder).execute());
    },
  };
};

const mine = (db: Kysely<Tables>, holder: string) => db.deleteFrom("leases").where("holder", "=", holder);

const renew = (db: Kysely<Tables>, holder: string, until: number): Promise<unknown> =>
  db.updateTable("leases").set({ expires_at: until }).where("holder", "=", holder).execute();

/** Asked inside the transaction that writes, so that a run which was held up cannot write over a later one. */
export const demandLease = async (
  db: Kysely<Tables>,
  { resolution, holder }: Lease,
  path: string,
): Promise<void> => {
  const standing = await db
    .selectFrom("leases")
    .select("holder")
    .where("resolution", "=", resolution)
    .executeTakeFirst();
  if (standing?.holder === holder) return;
  throw new SteadystateError(
    "busy",
    `this look at ${path} was held up so long that its turn ran out, and nothing of it was remembered`,
    { hint: "steadystate scan again", details: { path } },
  );
};

const isHeld = (
  { path }: Place,
  { pid, host, taken_at }: Selectable<LeaseTable>,
  wait: number,
): SteadystateError => {
  const since = new Date(taken_at).toISOString();
  const still = wait > 0 ? "still " : "";
  return new SteadystateError(
    "busy",
    `${path} is ${still}being looked at by process ${pid} on ${host} since ${since}, and nothing was looked at here`,
    {
      hint: "wait for it: steadystate scan --wait 5m; look without remembering: steadystate scan --stateless",
      details: { path, pid, host, since },
    },
  );
};
