import type { Context } from "../../context.ts";
import { type AuditRecord, deedRecord } from "../../core/audit.ts";
import type { Finding } from "../../core/finding.ts";
import { targetOf } from "../../core/scope.ts";
import { redactText } from "../../core/secret.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { act } from "../gate/act.ts";
import { propose, type Wish } from "../gate/propose.ts";
import { recordOf } from "../gate/records.ts";
import { endsAll, type Settling } from "../gate/settle-findings.ts";
import { standing, type Taken } from "../gate/take.ts";

/** What was decided about one finding, for the gate. */
export type Order = {
  readonly finding: Finding;
  readonly wish: Wish;
  /** For the audit, in one clause. */
  readonly because: string;
};

/** Performs exactly what was decided upon, which `digest` binds: anything else by now only waits. */
export const actUpon = (
  order: Order,
  digest: string | undefined,
  history: History,
  ctx: Context,
): Promise<Settling> =>
  settled(order, async () => {
    const { wish, because } = order;
    const proposed = await propose({ ...wish, insist: false, because }, history, ctx);
    if (proposed.kind === "noop") return proposed;
    const { judged, approval } = proposed;
    const offer = standing(proposed);
    const isSame = digest === undefined ? false : offer.digest === digest;
    if (isSame && judged.ok)
      return { kind: "acted", acted: await act({ offer, deed: "reflex", because }, history, ctx) };
    const moved = "what was decided upon is not what would run now, and nothing runs unseen";
    const reason = judged.ok ? moved : judged.why;
    await history.gate.tell([recordOf("escalated", offer, { actor: ctx.actor, at: ctx.now() }, { reason })]);
    return { kind: "waits", offer, judged, approval };
  });

/** Offers it, and runs nothing. What must be a person's decision is told as such in the audit, once. */
export const offerUp = (
  order: Order,
  isEscalated: boolean,
  history: History,
  ctx: Context,
): Promise<Settling> =>
  settled(order, async () => {
    const { wish, because } = order;
    const proposed = await propose({ ...wish, insist: false, because }, history, ctx);
    if (proposed.kind === "noop") return proposed;
    const { judged, approval } = proposed;
    const offer = standing(proposed);
    const by = { actor: ctx.actor, at: ctx.now() };
    if (isEscalated) await tellOnce(recordOf("escalated", offer, by, { reason: because }), history);
    return { kind: "waits", offer, judged, approval };
  });

/** That nothing can be offered, and a person must look. */
export const escalate = (
  { finding, because }: Omit<Order, "wish">,
  history: History,
  ctx: Context,
): Promise<void> =>
  tellOnce(
    deedRecord(
      "escalated",
      { actor: ctx.actor, at: ctx.now() },
      {
        fingerprint: finding.fingerprint,
        target: targetOf(finding.identity.scope),
        reason: redactText(because),
      },
    ),
    history,
  );

/** What runs by itself asks again at every tick: the same answer stands in the audit already. */
const tellOnce = async (record: AuditRecord, history: History): Promise<void> => {
  const rows = await history.audit({ fingerprint: record.fingerprint, actor: record.actor.id, limit: 10 });
  const last = rows.find(({ event }) => event !== "offered");
  const isTold =
    last?.event === record.event && last.reason === record.reason && last.offerDigest === record.offerDigest;
  if (!isTold) await history.gate.tell([record]);
};

/** A failure of one keeps nobody from the next. */
const settled = async ({ finding }: Order, work: () => Promise<Taken>): Promise<Settling> => {
  try {
    return { is: "taken", finding, taken: await work() };
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError) || endsAll(thrown)) throw thrown;
    return thrown.details["offer"] === undefined
      ? { is: "hindered", finding, error: thrown }
      : { is: "declined", finding, why: thrown.message };
  }
};
