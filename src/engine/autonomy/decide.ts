import type { Context } from "../../context.ts";
import { automation } from "../../core/actor.ts";
import { type Decider, type Named, namedIn, type Question, questionOf } from "../../core/decide/decider.ts";
import type { Finding } from "../../core/finding.ts";
import { type Reflexes, reflexFor } from "../../core/reflex/reflex.ts";
import { SteadystateError } from "../../errors.ts";
import type { History } from "../../history/history.ts";
import { openDesk } from "../gate/desk.ts";
import type { Wish } from "../gate/propose.ts";
import type { Settling } from "../gate/settle-findings.ts";
import { switchOf } from "../switches.ts";
import { carry } from "./carry.ts";
import { type Foreseen, foresee } from "./foresee.ts";
import { reflexesOf } from "./reflexes.ts";
import { rememberedSight, type Sight, sweptSight } from "./sight.ts";

/** `authorized`: inside the bound; `escalate`: a person must decide; `rejected`: what was answered is nothing that may be named. */
export const verdicts = ["authorized", "escalate", "rejected"] as const;
export type Verdict = (typeof verdicts)[number];

export type Judgement = {
  readonly finding: Finding;
  readonly decider: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** What the decider says of it: told, and nothing else. */
  readonly rationale: string;
  readonly action: string | undefined;
  readonly wish: Wish | undefined;
  readonly foreseen: Foreseen | undefined;
  readonly came: Settling | undefined;
};

export type Deliberation = {
  readonly sight: Sight;
  readonly judgements: readonly Judgement[];
  /** Findings for which nobody named anything. */
  readonly silent: readonly Finding[];
};

/** `list`: from memory, nothing written; `record`: offered; `apply`: looked at anew, and taken inside the bound. */
export type Manner = "list" | "record" | "apply";

/** Throws `refused` where the decider is not granted to act. */
export const deliberate = async (
  { target, manner }: { readonly target: string | undefined; readonly manner: Manner },
  ctx: Context,
): Promise<Deliberation> => {
  await ctx.config();
  if (manner === "apply") demandGrant(ctx);
  const memory = manner === "apply" ? undefined : await ctx.history.look();
  const sight =
    manner === "apply" ? await sweptSight(target, ctx) : await rememberedSight(target, memory, ctx);
  if (sight.findings.length === 0) return { sight, judgements: [], silent: [] };
  const history = manner === "list" && memory !== undefined ? memory : await openDesk(ctx);
  const as = { ...ctx, actor: automation("decider", ctx.actor) };
  const judgements: Judgement[] = [];
  const silent: Finding[] = [];
  for (const finding of freeOf(sight.findings, reflexesOf(ctx))) {
    const judged = await judgementOf(finding, { reads: manner === "apply", history, ctx: as });
    if (judged === undefined) silent.push(finding);
    else judgements.push({ ...judged, came: await carried(judged, manner, history, as) });
  }
  return { sight, judgements, silent };
};

const demandGrant = (ctx: Context): void => {
  const { on, fault } = switchOf("STEADYSTATE_DECIDER_AUTO", ctx);
  if (on) return;
  throw new SteadystateError(
    "refused",
    fault ?? "the decider is not granted to act: STEADYSTATE_DECIDER_AUTO is off",
    {
      hint: "grant it: STEADYSTATE_DECIDER_AUTO=1 steadystate propose --apply, or let a person decide: steadystate propose --record",
    },
  );
};

/** What a reflex answers is never a decider's. */
const freeOf = (findings: readonly Finding[], reflexes: Reflexes): readonly Finding[] =>
  findings.filter(({ category }) => reflexFor(category, reflexes) === undefined);

type Where = { readonly reads: boolean; readonly history: History; readonly ctx: Context };

const judgementOf = async (finding: Finding, where: Where): Promise<Judgement | undefined> => {
  const question = questionOf(finding);
  for (const decider of await where.ctx.deciders()) {
    const named = await namedBy(decider, question);
    if (named !== undefined) return judged(finding, decider, named, where);
  }
  return undefined;
};

/** One that fails has named nothing. */
const namedBy = async (decider: Decider, question: Question): Promise<Named | undefined> => {
  try {
    const answer: unknown = await decider.decide(question);
    return answer === undefined || answer === null ? undefined : namedIn(answer, question);
  } catch (thrown) {
    if (thrown instanceof SteadystateError && thrown.code === "interrupted") throw thrown;
    return { ok: false, said: "", why: "it failed" };
  }
};

const judged = async (
  finding: Finding,
  { name: decider }: Decider,
  named: Named,
  where: Where,
): Promise<Judgement> => {
  const common = { finding, decider, came: undefined };
  if (!named.ok) {
    const reason = named.said === "" ? named.why : `${named.why}: ${named.said}`;
    const nothing = { action: undefined, wish: undefined, foreseen: undefined };
    return { ...common, ...nothing, verdict: "rejected", reason, rationale: "" };
  }
  const { action, rationale } = named;
  const wish = { finding: finding.fingerprint, action, insist: false };
  const foreseen = await foresee(wish, finding, where);
  return { ...common, action, rationale, wish, foreseen, ...verdictOf(foreseen) };
};

const verdictOf = (foreseen: Foreseen): Pick<Judgement, "verdict" | "reason"> => {
  if (foreseen.is !== "judged") return { verdict: "escalate", reason: foreseen.why };
  return foreseen.judged.ok
    ? { verdict: "authorized", reason: "inside the bound" }
    : { verdict: "escalate", reason: foreseen.judged.why };
};

const carried = async (
  { finding, wish, foreseen, verdict, decider, rationale, reason }: Judgement,
  manner: Manner,
  history: History,
  ctx: Context,
): Promise<Settling | undefined> => {
  // What was named and may not be is nothing to put to anybody; nor is what is done already.
  if (manner === "list" || wish === undefined || foreseen?.is === "noop") return undefined;
  const mayAct = manner === "apply" && verdict === "authorized";
  const because = `the decider ${decider} named it: ${rationale}${verdict === "escalate" ? `; ${reason}` : ""}`;
  const does = mayAct ? "act" : verdict === "escalate" ? "escalate" : "offer";
  return carry({ finding, wish, foreseen, because, does }, history, ctx);
};
