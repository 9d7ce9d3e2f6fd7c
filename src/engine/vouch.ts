import type { Context } from "../context.ts";
import type { Actor } from "../core/actor.ts";
import { lackOfRole } from "../core/gate/judge.ts";
import type { Policy } from "../core/gate/policy.ts";
import type { Solution } from "../core/runbook/solution.ts";
import { solutionDigest } from "../core/runbook/vouching.ts";
import { SteadystateError } from "../errors.ts";
import { policyOf } from "./policy.ts";
import { toldOf } from "./solution-record.ts";
import { orRefused, writeDown } from "./write-down.ts";

type Fault = { readonly why: string; readonly hint: string };

/** Why this actor vouches for no entry, or nothing: it takes a person, who may approve (decisions D33). */
export const vouchFault = (actor: Actor, policy: Pick<Policy, "roles">): Fault | undefined =>
  actor.class === "human"
    ? lackOfRole(actor, "approve", policy)
    : { why: `only a person vouches, and ${actor.id} is none`, hint: "ask a person: steadystate solutions" };

/** The same for one entry: where four eyes are wanted, nobody vouches for what they wrote. */
export const cannotVouch = async (entry: Solution, ctx: Context): Promise<Fault | undefined> => {
  await ctx.config();
  const policy = await policyOf({ target: undefined }, ctx);
  const fault = vouchFault(ctx.actor, policy);
  if (fault !== undefined || policy.fourEyes === false || entry.author !== ctx.actor.id) return fault;
  return {
    why: `${entry.author} wrote it, and [approvals] four_eyes wants a second person`,
    hint: `another approver says: steadystate vouch ${entry.name}`,
  };
};

export type Vouched = {
  readonly path: string;
  /** As it stood before. */
  readonly before: Solution;
};

/**
 * Vouches for exactly the content with that digest (law L11). Throws `refused`, with its row in the audit, `not-found` and
 * `input-invalid`.
 */
export const vouchFor = (
  name: string,
  { digest, file }: { readonly digest: string; readonly file: string | undefined },
  ctx: Context,
): Promise<Vouched> =>
  orRefused(
    name,
    async () => {
      await ctx.config();
      const policy = await policyOf({ target: undefined }, ctx);
      const fault = vouchFault(ctx.actor, policy);
      if (fault !== undefined) throw new SteadystateError("refused", fault.why, { hint: fault.hint });
      // A memory that cannot be written refuses this before anything is changed.
      await ctx.history.standing();
      const wish = { name, digest, by: ctx.actor.id, at: ctx.now(), needsSecond: policy.fourEyes !== false };
      const vouched = await ctx.solutionFile.vouch(wish, file);
      const { before, path } = vouched;
      const outcome = solutionDigest(before).slice(0, 12);
      await writeDown("vouched", { changed: path, ...toldOf(before), outcome }, ctx);
      return vouched;
    },
    ctx,
  );

/** What of an entry is another thing since somebody vouched it last, one clause each; what the audit does not know is not said. */
export const changedSinceVouched = async (entry: Solution, ctx: Context): Promise<readonly string[]> => {
  const { vouched } = entry;
  if (vouched?.digest === undefined || vouched.digest === solutionDigest(entry)) return [];
  const rows = (await (await ctx.history.look())?.audit({ limit: 10_000 })) ?? [];
  const digest = vouched.digest.slice(0, 12);
  const last = rows.find(
    ({ event, target, outcome }) => event === "vouched" && target === entry.name && outcome === digest,
  );
  if (last === undefined) return ["what it said then is in no audit here"];
  const is = toldOf(entry);
  const parts = [
    ["answers", last.reason, is.reason],
    ["runs", last.argv?.join(" "), is.argv.join(" ")],
    ["may break", last.envelope, is.envelope],
  ] as const;
  const moved = parts
    .filter(([, then, now]) => then !== now)
    .map(
      ([what, then, now]) =>
        `${what}: ${then === undefined || then === "" ? "nothing" : then} -> ${now ?? "nothing"}`,
    );
  return moved.length > 0 ? moved : ["another part of it: what it is for, or the variables that it gets"];
};
