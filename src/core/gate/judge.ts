import type { Actor } from "../actor.ts";
import { type Confirmation, confirmationFor } from "../bound/bound.ts";
import { type Envelope, printEnvelope } from "../bound/envelope.ts";
import { isMeantBy } from "./pattern.ts";
import type { Policy } from "./policy.ts";

/** One request for an effect, as far as the policy is concerned. */
export type Asking = {
  readonly actor: Actor;
  /** `approve`: a decision about what waits; `take`: the effect is asked for at once; `reflex`: nobody is there. */
  readonly deed: "approve" | "take" | "reflex";
  readonly proposer: Actor;
  readonly envelope: Envelope;
  /** As a person types it back. */
  readonly subject: string;
  /** Namespace of the thing; empty where it lives in none. */
  readonly namespace: string;
  readonly confirmed: { readonly name: string | undefined; readonly reason: string | undefined };
  readonly offeredAt: number;
  readonly now: number;
};

export const decisions = ["within-bound", "approved", "break-glass"] as const;
export type Decision = (typeof decisions)[number];

/** `escalated`: somebody else may still say yes; `refused`: nobody may as things are. */
export type Judged =
  | { readonly ok: true; readonly decision: Decision }
  | {
      readonly ok: false;
      readonly event: "refused" | "escalated";
      readonly why: string;
      readonly hint: string;
    };

/** Milliseconds that a person may take between asking for what cannot be taken back and confirming it. */
export const breakGlassPatience = 600_000;

/** Whether this actor may have this effect now (law L10). Pure: the policy is one snapshot, and nothing is looked up here. */
export const judge = (asking: Asking, policy: Policy): Judged => {
  if (policy.stopped !== undefined) return refused(`nothing runs: ${policy.stopped}`, "steadystate posture");
  const unfit = unfitActor(asking, policy);
  if (unfit !== undefined) return unfit;
  const friction = frictionOf(asking, policy);
  if (asking.deed !== "approve")
    return friction.confirmation === "none"
      ? { ok: true, decision: "within-bound" }
      : escalated(friction.why, "a person decides: steadystate pending");
  return friction.confirmation === "type-the-name"
    ? brokenGlass(asking, policy, friction.why)
    : { ok: true, decision: "approved" };
};

const refused = (why: string, hint: string): Judged => ({ ok: false, event: "refused", why, hint });
const escalated = (why: string, hint: string): Judged => ({ ok: false, event: "escalated", why, hint });

const unfitActor = ({ actor, deed, proposer, envelope }: Asking, policy: Policy): Judged | undefined => {
  const { roles, fourEyes } = policy;
  if (deed === "approve" && actor.class !== "human")
    return refused(`only a person approves, and ${actor.id} is none`, "ask a person: steadystate pending");
  const needed = deed === "approve" ? roles.approver : [...roles.operator, ...roles.approver];
  const listed = [...needed, ...roles.breakglass];
  if (roles.committed && actor.class === "human" && !listed.includes(actor.id))
    return escalated(
      `${actor.id} is no ${deed === "approve" ? "approver" : "operator"} by [roles] of config.toml`,
      "ask somebody who is: steadystate posture",
    );
  const mustBeTwo = fourEyes === true || (fourEyes !== false && fourEyes.includes(envelope.reversibility));
  if (deed === "approve" && mustBeTwo && proposer.id === actor.id)
    return escalated(`${actor.id} asked for it, and [approvals] four_eyes wants a second person`, "ask one");
  return undefined;
};

type Friction = { readonly confirmation: Confirmation; readonly why: string };

const frictionOf = ({ envelope, namespace }: Asking, policy: Policy): Friction => {
  const [freeze] = policy.freezes;
  const typed = (why: string): Friction => ({ confirmation: "type-the-name", why });
  if (freeze !== undefined) return typed(`a freeze holds: ${freeze.reason}`);
  if (policy.protectedTarget) return typed("the target is protected by [bound] protected_targets");
  if (namespace !== "" && policy.protectedNamespaces.some((pattern) => isMeantBy(pattern, namespace)))
    return typed(`the namespace ${namespace} is protected`);
  const confirmation = confirmationFor(envelope, policy.bound);
  return { confirmation, why: `${printEnvelope(envelope)} is outside the bound` };
};

const brokenGlass = (
  { actor, subject, confirmed, offeredAt, now }: Asking,
  { roles }: Policy,
  why: string,
): Judged => {
  if (!roles.breakglass.includes(actor.id))
    return escalated(`${why}, and ${actor.id} has not the role breakglass`, "steadystate posture");
  if (now - offeredAt > breakGlassPatience)
    return escalated(`${why}, and it was offered more than 10 minutes ago`, "steadystate reoffer");
  if (confirmed.name !== subject)
    return escalated(`${why}: it wants the name typed back`, `--confirm ${subject} --reason <why>`);
  if (confirmed.reason === undefined)
    return escalated(`${why}: it wants a reason`, `--confirm ${subject} --reason <why>`);
  return { ok: true, decision: "break-glass" };
};
