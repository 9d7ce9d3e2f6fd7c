import { randomUUID } from "node:crypto";
import type { Context } from "../../context.ts";
import { type Asking, type Decision, judge } from "../../core/gate/judge.ts";
import { movedParts, type Offer, type OfferPart } from "../../core/gate/offer.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { type ErrorFacts, SteadystateError } from "../../errors.ts";
import type { Reach } from "../../executors/executor.ts";
import type { Run } from "../../history/gate.ts";
import type { History } from "../../history/history.ts";
import { policyOf } from "../policy.ts";
import { type Built, build } from "./build.ts";
import { type Carried, carryOut } from "./carry-out.ts";
import { forget, orNoted } from "./desk.ts";
import { askingFor } from "./propose.ts";
import { withReach } from "./reach.ts";
import { recordOf } from "./records.ts";
import { type Deed, deedOf, demandOpen } from "./subject.ts";
import {
  demandSeenAgain,
  doneAlready,
  type Sighting,
  sightingOf,
  unseenAgain,
  unseenNow,
  whyNotAgain,
} from "./unseen.ts";
import { lookForFinding } from "./verify.ts";
import { withheldBy } from "./withheld.ts";

export type Asked = {
  /** Digest, whole: what was reviewed. */
  readonly offer: Offer;
  readonly deed: Asking["deed"];
  readonly confirmed?: Asking["confirmed"];
  /** Why it runs with nobody there: kept with the row that says what is about to be done. */
  readonly because?: string | undefined;
};

export type Performed = Carried & {
  readonly offer: Offer;
  readonly decision: Decision;
  readonly runId: string | undefined;
};

/**
 * The one road to an effect (law L8), for a person, an agent, a reflex and CI alike. Every way out before the claim is a row of
 * its own; after it the run always ends in a state with its row. Throws `refused`, `source-failed`, `busy`, `not-found` where
 * nothing ran; what ran comes back, however it ended.
 */
export const perform = async (asked: Asked, history: History, ctx: Context): Promise<Performed> => {
  const { offer } = asked;
  let hasBegun = false;
  try {
    demandOffered(offer);
    const finding = await demandOpen(offer.evidence.fingerprint, history, {
      now: ctx.now(),
      fits: ({ source }) => source === offer.target.source,
    });
    const deed = await deedOf(finding, { action: offer.action.name, entry: offer.entry?.name }, ctx);
    const sighting = await sightingOf(deed, history, ctx);
    demandSeenAgain(finding, await unseenNow(sighting, history, ctx));
    const policy = await policyOf(deed.aim, ctx);
    authorise(asked, { policy, withheld: await withheldBy(deed, history, ctx) }, ctx);
    return await ctx.timing.gently((interrupt) =>
      withReach(deed.executor, { aim: deed.aim, interrupt, seal: history.seal }, ctx, async (reach) => {
        const built = await rebuild({ offer, deed, sighting, reach, policy }, history, ctx);
        if ("noop" in built) return nothingLeft(asked, built.noop, history, ctx);
        const decision = authorise(
          { ...asked, offer: { ...offer, ...built.parts } },
          // Anew: what ran elsewhere meanwhile counts.
          { policy, withheld: await withheldBy(deed, history, ctx) },
          ctx,
        );
        const order = deed.executor.aim(built.parts.argv, built.foresight, reach, built.wanted.entry);
        if (interrupt.aborted) throw new SteadystateError("interrupted", "interrupted before anything ran");
        const run = await claim({ asked, sighting, policy, decision, argv: order.argv }, history, ctx);
        hasBegun = true;
        const carrying = { offer, deed, built, reach, policy, run, order, decision, interrupt };
        const carried = await carryOut(carrying, ctx);
        await forget(offer, history, ctx);
        return { ...carried, offer, decision, runId: run.runId };
      }),
    );
  } catch (thrown) {
    if (!hasBegun) await tellRefusal(thrown, asked, history, ctx);
    throw thrown;
  }
};

const demandOffered = ({ state, digest, why }: Offer): void => {
  if (state === "offered") return;
  const because = why === undefined ? "" : `: ${why}`;
  throw refused(`the offer ${digest.slice(0, 12)} is ${state}${because}, and nothing is run twice`, {
    hint: state === "running" ? "steadystate history" : `steadystate reoffer ${digest.slice(0, 12)}`,
  });
};

/** The decision under which it may run. Asked twice: before anything is read, and with what was rebuilt. */
const authorise = (
  { offer, deed, confirmed }: Asked,
  { policy, withheld }: { readonly policy: Policy; readonly withheld: string | undefined },
  ctx: Context,
): Decision => {
  const judged = judge({ ...askingFor(offer, deed, ctx, confirmed), withheld }, policy);
  if (judged.ok) return judged.decision;
  throw refused(judged.why, { hint: judged.hint, details: { event: judged.event } });
};

type Rebuilding = {
  readonly offer: Offer;
  readonly deed: Deed;
  readonly sighting: Sighting;
  readonly reach: Reach;
  readonly policy: Policy;
};

/** Nothing that was stored is trusted: parameters, words and what the thing says are made anew, and must be what was reviewed. */
const rebuild = async (
  { offer, deed, sighting, reach, policy: { bound } }: Rebuilding,
  history: History,
  ctx: Context,
): Promise<Built | { readonly noop: string }> => {
  const gone = await goneAlready(deed, ctx);
  if (gone !== undefined) return { noop: gone };
  const built = await build(deed, offer.parameters, reach, bound.digest);
  if ("noop" in built) return built;
  const moved = movedParts(offer, built.parts);
  if (moved.length > 0)
    throw refused(
      `what was offered is not what would run now: ${moved.map((part) => partNames[part]).join(" and ")} moved since`,
      { hint: `steadystate reoffer ${offer.digest.slice(0, 12)}`, details: { moved } },
    );
  const unseen = await unseenNow(sighting, history, ctx);
  demandSeenAgain(deed.finding, unseen);
  const done = doneAlready(deed.finding, built.parts, unseen);
  return done === undefined ? built : { noop: done };
};

/** What a runbook entry does in its own words reads no thing beforehand, so the finding itself is looked at once more. */
const goneAlready = async ({ entry, finding, aim }: Deed, ctx: Context): Promise<string | undefined> => {
  if (entry === undefined || !isOpen(entry)) return undefined;
  const sight = await lookForFinding(finding, aim, [], ctx);
  if (sight.state === "gone") return sight.why;
  if (sight.state === "there") return undefined;
  throw refused(`${finding.label} cannot be looked at, so nothing is done about it: ${sight.why}`, {
    hint: "steadystate scan again, or: steadystate doctor",
  });
};

const partNames = {
  action: "the action",
  entry: "the runbook entry",
  parameters: "its parameters",
  argv: "its command",
  target: "the target",
  evidence: "the finding",
  change: "the thing itself",
  bound: "the bound",
} as const satisfies Record<OfferPart, string>;

type Claiming = {
  readonly asked: Asked;
  readonly sighting: Sighting;
  readonly policy: Policy;
  readonly decision: Decision;
  /** With the words that aim it. */
  readonly argv: readonly string[];
};

const anHour = 3_600_000;
/** Milliseconds from the claim to the end of the verification at most. */
const patience = 3_600_000;

/** Once, and together with the row that says what is about to be done. */
const claim = async (
  { asked: { offer, deed, confirmed, because }, sighting, policy, decision, argv }: Claiming,
  history: History,
  ctx: Context,
): Promise<Run> => {
  const runId = randomUUID();
  const at = ctx.now();
  const target = offer.target.target ?? offer.target.path;
  const claimed = await history.gate.claim({
    ...{ id: offer.id, digest: offer.digest, runId, patience },
    budget: { target, since: at - anHour, most: policy.perHour },
    again: { ...sighting.uses, why: (uses) => whyNotAgain(sighting, offer, uses, ctx) },
    intent: recordOf(
      "intent",
      offer,
      { actor: ctx.actor, at },
      {
        ...{ runId, decision, argv, boundDigest: policy.bound.digest, reason: confirmed?.reason ?? because },
        approver: deed === "approve" ? ctx.actor.id : undefined,
      },
    ),
  });
  if (claimed.ok) return claimed.run;
  if (claimed.reason === "again") throw unseenAgain(sighting.finding, claimed.why);
  throw {
    state: () =>
      refused(`somebody else decided about ${offer.digest.slice(0, 12)} meanwhile`, {
        hint: "steadystate history",
      }),
    busy: () =>
      new SteadystateError("busy", `another effect is under way at ${target}, and nothing was begun`, {
        hint: "steadystate pending",
      }),
    budget: () =>
      refused(
        `${policy.perHour} effects began at ${target} within an hour, which is all that [bound] per_hour allows`,
        {
          hint: "look why so many are needed: steadystate history",
          details: { event: "escalated" },
        },
      ),
  }[claimed.reason]();
};

const nothingLeft = async (
  { offer }: Asked,
  why: string,
  history: History,
  ctx: Context,
): Promise<Performed> => {
  const record = recordOf(
    "result",
    offer,
    { actor: ctx.actor, at: ctx.now() },
    { outcome: "noop", reason: why },
  );
  await history.gate.close(offer.id, "withdrawn", { why, record });
  await forget(offer, history, ctx);
  return { offer, decision: "within-bound", runId: undefined, end: "noop", why };
};

const refused = (message: string, facts: ErrorFacts): SteadystateError =>
  new SteadystateError("refused", message, facts);

/** A refusal that cannot be written down is one all the same. */
const tellRefusal = async (
  thrown: unknown,
  { offer }: Asked,
  history: History,
  ctx: Context,
): Promise<void> => {
  if (!(thrown instanceof SteadystateError) || thrown.code === "store-unusable") return;
  const event = thrown.details["event"] === "escalated" ? "escalated" : "refused";
  const record = recordOf(event, offer, { actor: ctx.actor, at: ctx.now() }, { reason: thrown.message });
  await orNoted(history.gate.tell([record]), "the refusal is in no audit", ctx);
};
