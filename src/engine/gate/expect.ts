import type { Context } from "../../context.ts";
import { shownCommand, subjectOf } from "../../core/actions/action.ts";
import type { Envelope } from "../../core/bound/envelope.ts";
import type { Finding } from "../../core/finding.ts";
import { type Judged, judge } from "../../core/gate/judge.ts";
import type { History } from "../../history/history.ts";
import { policyOf } from "../policy.ts";
import type { Wish } from "./propose.ts";
import { deedOf } from "./subject.ts";
import { withheldBy } from "./withheld.ts";

/** What is known of an effect before the thing itself is read; a read can only make it graver. */
export type Expected = {
  readonly judged: Judged;
  readonly envelope: Envelope;
  /** For reading only. */
  readonly command: readonly string[];
};

/** Judges a wish by the policy and the catalog alone: nothing is read of the thing, and nothing written. Throws as `deedOf` does. */
export const expected = async (
  wish: Wish,
  finding: Finding,
  history: History,
  ctx: Context,
): Promise<Expected> => {
  const deed = await deedOf(finding, wish, ctx);
  const policy = await policyOf(deed.aim, ctx);
  const { action } = deed;
  const { identity, label } = finding;
  const drawn = action.draw(subjectOf(finding));
  const now = ctx.now();
  const judged = judge(
    {
      ...{ actor: ctx.actor, proposer: ctx.actor, deed: "reflex", envelope: action.envelope },
      subject: identity.style === "path" ? identity.name : label,
      namespace: identity.style === "path" ? identity.namespace : "",
      confirmed: { name: undefined, reason: undefined },
      withheld: await withheldBy(deed, history, ctx),
      ...{ offeredAt: now, now },
    },
    policy,
  );
  return {
    judged,
    envelope: action.envelope,
    command: drawn.ok ? shownCommand(action, drawn.value) : action.shape,
  };
};
