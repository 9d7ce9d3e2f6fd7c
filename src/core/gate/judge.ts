import type { Actor } from "../actor.ts";
import { confirmationFor } from "../bound/bound.ts";
import { type Envelope, printEnvelope } from "../bound/envelope.ts";
import { shellWord } from "../shell-word.ts";
import { isMeantBy } from "./pattern.ts";
import type { Policy } from "./policy.ts";

/** One request for an effect, as far as the policy is concerned. */
export type Asking = {
  readonly actor: Actor;
  /** `approve`: a decision about what waits; `take`: the effect is asked for at once; `reflex`: nobody is there. */
  readonly deed: "approve" | "take" | "reflex";
  readonly proposer: Actor;
  /** `undefined` where neither the catalog nor an executor says what it may break: then nobody may. */
  readonly envelope: Envelope | undefined;
  /** As a person types it back. */
  readonly subject: string;
  /** Namespace of the thing; empty where it lives in none. */
  readonly namespace: string;
  /** Further namespaces that the effect changes. */
  readonly alsoReaches?: readonly string[];
  readonly confirmed: { readonly name: string | undefined; readonly reason: string | undefined };
  /** Why nobody has it without a person's yes, whatever the bound says; `undefined` where nothing speaks against it. */
  readonly withheld?: string | undefined;
  readonly offeredAt: number;
  readonly now: number;
  /** What `approve` is given to mean this offer, for the hints; `undefined` where it does not wait yet. */
  readonly reference?: string | undefined;
};

export const decisions = ["within-bound", "approved", "break-glass"] as const;
export type Decision = (typeof decisions)[number];

type Refusal = {
  readonly ok: false;
  readonly event: "refused" | "escalated";
  readonly why: string;
  readonly hint: string;
};

/** `escalated`: somebody else may still say yes, or the same person in another way; `refused`: nobody may as things are. */
export type Judged = { readonly ok: true; readonly decision: Decision } | Refusal;

/** Milliseconds that a person may take between asking for what cannot be taken back and confirming it. */
export const breakGlassPatience = 600_000;

/** Whether this actor may have this effect now (law L10). Pure: the policy is one snapshot, and nothing is looked up here. */
export const judge = (asking: Asking, policy: Policy): Judged => {
  const { deed, envelope } = asking;
  if (policy.stopped !== undefined) return refused(`nothing runs: ${policy.stopped}`, "steadystate posture");
  if (envelope === undefined)
    return refused("nobody knows what it may break at worst", "steadystate actions");
  const unfit = unfitActor(asking, envelope, policy);
  if (unfit !== undefined) return unfit;
  const friction = frictionOf(asking, envelope, policy);
  if (deed === "approve")
    return friction.grave ? brokenGlass(asking, policy, friction.why) : { ok: true, decision: "approved" };
  return friction.free
    ? { ok: true, decision: "within-bound" }
    : escalated(friction.why, askedFor(asking, friction.grave));
};

const refused = (why: string, hint: string): Refusal => ({ ok: false, event: "refused", why, hint });
const escalated = (why: string, hint: string): Refusal => ({ ok: false, event: "escalated", why, hint });

const unfitActor = (
  { actor, deed, proposer }: Asking,
  { reversibility }: Envelope,
  policy: Policy,
): Refusal | undefined => {
  const { fourEyes } = policy;
  if (actor.class !== "human")
    return deed === "approve"
      ? refused(`only a person approves, and ${actor.id} is none`, "a person decides: steadystate pending")
      : undefined;
  const lacking = lackOfRole(actor, deed, policy);
  if (lacking !== undefined) return lacking;
  const mustBeTwo = fourEyes === true || (fourEyes !== false && fourEyes.includes(reversibility));
  if (deed === "approve" && mustBeTwo && proposer.id === actor.id)
    return escalated(
      `${actor.id} asked for it, and [approvals] four_eyes wants a second person`,
      "another approver decides: steadystate pending",
    );
  return undefined;
};

/** By the id that the door found; what a caller says of itself (`--actor`) is never looked at. */
export const lackOfRole = (
  { id }: Actor,
  deed: Asking["deed"],
  { roles }: Pick<Policy, "roles">,
): Refusal | undefined => {
  const hint = "who may is told by: steadystate posture";
  if (!roles.committed)
    return id.startsWith("os:")
      ? undefined
      : escalated(`no [roles] are committed, and without them only people at the terminal act`, hint);
  const { operator, approver, breakglass } = roles;
  const able = deed === "approve" ? [...approver, ...breakglass] : [...operator, ...approver, ...breakglass];
  if (able.includes(id)) return undefined;
  const role = deed === "approve" ? "approver" : "operator";
  return escalated(`${id} has not the role ${role} in [roles] of config.toml`, hint);
};

/** `free`: it may run with nobody there. `grave`: it wants break-glass. What is neither wants a plain yes. */
type Friction = { readonly free: boolean; readonly grave: boolean; readonly why: string };

const frictionOf = (
  { namespace, alsoReaches = [], withheld }: Asking,
  envelope: Envelope,
  policy: Policy,
): Friction => {
  const [freeze] = policy.freezes;
  const grave = (why: string): Friction => ({ free: false, grave: true, why });
  if (freeze !== undefined) return grave(`a freeze holds: ${freeze.reason}`);
  if (policy.protectedTarget) return grave("the target is protected by [bound] protected_targets");
  const kept = [namespace, ...alsoReaches].find((one) =>
    policy.protectedNamespaces.some((pattern) => isMeantBy(pattern, one)),
  );
  if (kept !== undefined)
    return grave(kept === "" ? "every namespace is protected" : `the namespace ${kept} is protected`);
  // Whatever a bound says: what cannot be taken back waits for a person.
  if (envelope.reversibility === "irreversible")
    return grave(`${printEnvelope(envelope)} cannot be taken back`);
  const confirmation = confirmationFor(envelope, policy.bound);
  return {
    free: confirmation === "none" && policy.bound.faults.length === 0 && withheld === undefined,
    grave: confirmation === "type-the-name",
    why:
      confirmation === "none" && withheld !== undefined
        ? withheld
        : `${printEnvelope(envelope)} is outside the bound`,
  };
};

const brokenGlass = (asking: Asking, { roles }: Policy, why: string): Judged => {
  const { actor, subject, confirmed, offeredAt, now } = asking;
  const waited = now - offeredAt;
  if (!roles.breakglass.includes(actor.id))
    return escalated(
      `${why}, and ${actor.id} has not the role breakglass`,
      "who has it is told by: steadystate posture",
    );
  // A clock that went back says nothing about how long it was.
  if (!(waited >= 0 && waited <= breakGlassPatience))
    return escalated(`${why}, and it was not offered in the last 10 minutes`, reoffer(asking));
  if (subject === "" || confirmed.name !== subject)
    return escalated(`${why}: it wants the name typed back`, askedFor(asking, true));
  if ((confirmed.reason ?? "").trim() === "")
    return escalated(`${why}: it wants a reason`, askedFor(asking, true));
  return { ok: true, decision: "break-glass" };
};

const reoffer = ({ reference }: Asking): string =>
  reference === undefined ? "steadystate pending" : `steadystate reoffer ${shellWord(reference)}`;

/** The command with which a person says yes. */
const askedFor = ({ reference, subject }: Asking, grave: boolean): string => {
  if (reference === undefined) return "a person decides: steadystate pending";
  const approve = `steadystate approve ${shellWord(reference)}`;
  return grave ? `${approve} --confirm=${shellWord(subject)} --reason='…'` : approve;
};
