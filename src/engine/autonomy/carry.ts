import type { Context } from "../../context.ts";
import { deedRecord } from "../../core/audit.ts";
import type { Finding } from "../../core/finding.ts";
import type { Offer } from "../../core/gate/offer.ts";
import { targetOf } from "../../core/scope.ts";
import { redactText } from "../../core/secret.ts";
import type { History } from "../../history/history.ts";
import { act } from "../gate/act.ts";
import { type Proposed, propose, type Wish } from "../gate/propose.ts";
import { recordOf } from "../gate/records.ts";
import { type Settling, settled } from "../gate/settle-findings.ts";
import { standing, type Taken } from "../gate/take.ts";
import { tellOnce } from "../gate/tell-once.ts";
import type { Foreseen } from "./foresee.ts";

/** What was decided about one finding, for the gate. */
type Order = {
  readonly finding: Finding;
  readonly wish: Wish;
  /** For the audit, in one clause. */
  readonly because: string;
};

type Offered = Extract<Proposed, { readonly kind: "offer" }> & { readonly offer: Offer };

/** Offers what was decided upon, and goes on with what stands. */
const put = (
  { finding, wish, because }: Order,
  history: History,
  ctx: Context,
  goOn: (offered: Offered) => Promise<Taken>,
): Promise<Settling> =>
  settled(finding, async () => {
    const proposed = await propose({ ...wish, insist: false, because }, history, ctx);
    return proposed.kind === "noop" ? proposed : goOn({ ...proposed, offer: standing(proposed) });
  });

/** What was decided about one finding, and what it would come to. */
export type Decision = Omit<Order, "wish"> & {
  readonly wish: Wish | undefined;
  readonly foreseen: Foreseen | undefined;
  /** `escalate`: a person must decide, and the audit says so. */
  readonly does: "act" | "offer" | "escalate";
};

/** Puts what was decided to the gate. What cannot be offered to anybody is told in the audit as a person's to look at, once. */
export const carry = async (
  { finding, wish, because, foreseen, does }: Decision,
  history: History,
  ctx: Context,
): Promise<Settling | undefined> => {
  const isNobodys = foreseen?.is !== "judged" || (!foreseen.judged.ok && foreseen.judged.event === "refused");
  if (wish === undefined || isNobodys) {
    await escalate({ finding, because }, history, ctx);
    return foreseen?.is === "hindered" ? { is: "hindered", finding, error: foreseen.error } : undefined;
  }
  const order = { finding, wish, because };
  return does === "act"
    ? actUpon(order, foreseen.digest, history, ctx)
    : offerUp(order, does === "escalate", history, ctx);
};

/** Performs exactly what was decided upon, which `digest` binds: anything else by now only waits. */
const actUpon = (
  order: Order,
  digest: string | undefined,
  history: History,
  ctx: Context,
): Promise<Settling> =>
  put(order, history, ctx, async ({ offer, judged, approval }) => {
    const { because } = order;
    if (offer.digest === digest && judged.ok)
      return { kind: "acted", acted: await act({ offer, deed: "reflex", because }, history, ctx) };
    const moved = "what was decided upon is not what would run now, and nothing runs unseen";
    const reason = judged.ok ? moved : judged.why;
    await history.gate.tell([recordOf("escalated", offer, { actor: ctx.actor, at: ctx.now() }, { reason })]);
    return { kind: "waits", offer, judged, approval };
  });

/** Offers it, and runs nothing. What must be a person's decision is told as such in the audit, once. */
const offerUp = (order: Order, isEscalated: boolean, history: History, ctx: Context): Promise<Settling> =>
  put(order, history, ctx, async ({ offer, judged, approval }) => {
    const by = { actor: ctx.actor, at: ctx.now() };
    if (isEscalated) await tellOnce(recordOf("escalated", offer, by, { reason: order.because }), history);
    return { kind: "waits", offer, judged, approval };
  });

/** That nothing can be offered, and a person must look. */
const escalate = ({ finding, because }: Omit<Order, "wish">, history: History, ctx: Context): Promise<void> =>
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
