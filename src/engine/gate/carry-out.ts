import type { Context } from "../../context.ts";
import type { AuditRecord } from "../../core/audit.ts";
import type { Decision } from "../../core/gate/judge.ts";
import type { Offer, Parameters, RunEnd } from "../../core/gate/offer.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { SteadystateError } from "../../errors.ts";
import type { Reach } from "../../executors/executor.ts";
import type { Run } from "../../history/gate.ts";
import type { Built } from "./build.ts";
import { execute, type Order, type Ran } from "./execute.ts";
import { recordOf } from "./records.ts";
import type { Deed } from "./subject.ts";
import { lookForFinding } from "./verify.ts";

/** What a run came to. */
export type Carried = {
  readonly end: RunEnd;
  readonly why: string | undefined;
  readonly ran?: Ran;
  readonly argv?: readonly string[];
};

export type Carrying = {
  readonly offer: Offer;
  readonly deed: Deed;
  readonly built: Built;
  readonly reach: Reach;
  readonly policy: Policy;
  readonly run: Run;
  readonly order: Pick<Order, "argv" | "env">;
  readonly decision: Decision;
  /** Ends every wait: what ran has run, and is told as applied. */
  readonly interrupt: AbortSignal;
};

/** From the claim to the end of the run. Total: whatever happens, the run ends in a state with its row. */
export const carryOut = async (carrying: Carrying, ctx: Context): Promise<Carried> => {
  const { deed, order, run } = carrying;
  ctx.progress(`${deed.action.name}: running`);
  const ran = await execute({ ...order, deadline: deed.executor.deadline }, ctx);
  const came = ran.end === "done" ? await judgedSafely(carrying, ctx) : ended(ran);
  const { actor } = ctx;
  const { exitCode, durationMs, stdoutTail, stderrTail } = ran;
  await written(
    carrying,
    came,
    recordOf(
      "result",
      carrying.offer,
      { actor, at: ctx.now() },
      {
        ...{
          runId: run.runId,
          outcome: came.end,
          argv: order.argv,
          exitCode,
          durationMs,
          reason: came.why,
        },
        ...{ stdoutTail, stderrTail, decision: carrying.decision },
        boundDigest: carrying.policy.bound.digest,
      },
    ),
  );
  return { ...came, ran, argv: order.argv };
};

type Came = Pick<Carried, "end" | "why">;

/** Where its end cannot be written down the effect is there all the same, and the offer is unknown to whoever looks next. */
const written = async ({ run, deed }: Carrying, { end, why }: Came, record: AuditRecord): Promise<void> => {
  try {
    await run.end(end, why, record);
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    throw new SteadystateError(
      thrown.code,
      `${deed.action.name} ran (${end}), and that could not be written down: ${thrown.message}`,
      { cause: thrown, hint: "look at the thing itself; it is not run again: steadystate pending --all" },
    );
  }
};

const ended = ({ end, why }: Ran): Came => ({ end: end === "failed" ? "failed" : "unknown", why });

/** The effect is there whatever goes wrong while we look at it. */
const judgedSafely = async (carrying: Carrying, ctx: Context): Promise<Came> => {
  try {
    return await judged(carrying, ctx);
  } catch (thrown) {
    const why = thrown instanceof SteadystateError ? thrown.message : "looking at it failed unexpectedly";
    return { end: "applied", why: `it ran, and whether it helped could not be seen: ${why}` };
  }
};

/** Milliseconds that an effect may take to arrive. */
const arriving = 600_000;

const judged = async (
  { deed, built: { wanted, foresight }, reach, policy, offer, interrupt }: Carrying,
  ctx: Context,
): Promise<Came> => {
  ctx.progress(`${deed.action.name}: waiting until it arrived`);
  const settled = await deed.executor.settle(wanted, foresight, reach, arriving);
  if (interrupt.aborted && settled.state !== "arrived")
    return { end: "applied", why: "it ran; the wait until it arrived was interrupted" };
  if (settled.state === "not-arrived") return { end: "not-effective", why: settled.why };
  if (settled.state === "unseen")
    return { end: "applied", why: `it ran, and its arrival could not be seen: ${settled.why}` };
  ctx.progress(`${deed.action.name}: looking whether it helped`);
  const sight = await lookUntilGone(
    deed,
    { settle: policy.settle, varFiles: varFilesOf(offer.parameters) },
    interrupt,
    ctx,
  );
  if (sight.state === "gone") return { end: "verified", why: sight.why };
  if (sight.state === "unseen")
    return { end: "applied", why: `it arrived, and whether it helped could not be seen: ${sight.why}` };
  const claimsToCure =
    offer.evidence.type !== "symptom" || deed.action.cures.includes(offer.evidence.category);
  return claimsToCure
    ? { end: "not-effective", why: "it arrived, and the finding is still there" }
    : {
        end: "applied",
        why: `it arrived; the finding is still there, which ${deed.action.name} does not claim to cure`,
      };
};

/** A folder is looked at again as it was planned. */
const varFilesOf = ({ varFiles }: Parameters): readonly string[] =>
  typeof varFiles === "object" ? varFiles : [];

const lookUntilGone = async (
  { finding, aim }: Deed,
  { settle, varFiles }: { readonly settle: number; readonly varFiles: readonly string[] },
  interrupt: AbortSignal,
  ctx: Context,
): Promise<Awaited<ReturnType<typeof lookForFinding>>> => {
  // What is gone for a moment may be back, so the time is waited for before the first look.
  await ctx.timing.pause(finding.type === "drift" ? 0 : settle, interrupt);
  for (let looks = 1; ; looks += 1) {
    const sight = await lookForFinding(finding, aim, varFiles, ctx);
    if (sight.state === "gone" || looks === 3 || interrupt.aborted) return sight;
    await ctx.timing.pause(settle / 2, interrupt);
  }
};
