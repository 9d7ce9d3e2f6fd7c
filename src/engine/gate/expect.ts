import type { Context } from "../../context.ts";
import { shownCommand, subjectOf } from "../../core/actions/action.ts";
import type { Envelope } from "../../core/bound/envelope.ts";
import type { Finding } from "../../core/finding.ts";
import { type Judged, judge } from "../../core/gate/judge.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { valuesOf } from "../../core/runbook/placeholders.ts";
import { reachedBy } from "../../core/runbook/reached.ts";
import type { History } from "../../history/history.ts";
import { policyOf } from "../policy.ts";
import type { Wish } from "./propose.ts";
import { type Deed, deedOf, standsFor } from "./subject.ts";
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
  const withheld = await withheldBy(deed, history, ctx);
  const { action } = deed;
  const drawn = action.draw(subjectOf(finding));
  return {
    judged: judgeAhead(deed, policy, { actor: ctx.actor, at: ctx.now(), withheld }),
    envelope: envelopeAhead(deed),
    command: drawn.ok ? shownCommand(action, drawn.value) : action.shape,
  };
};

/** As what runs by itself, at an instant in milliseconds UTC. */
export const judgeAhead = (
  deed: Deed,
  policy: Policy,
  {
    actor,
    at,
    withheld,
  }: Pick<Context, "actor"> & { readonly at: number; readonly withheld: string | undefined },
): Judged => {
  const { finding, entry } = deed;
  const speaksOf = entry !== undefined && isOpen(entry) ? reachedBy(entry, valuesOf(finding), "default") : [];
  return judge(
    {
      ...{ actor, proposer: actor, deed: "reflex", withheld, offeredAt: at, now: at },
      ...standsFor(finding),
      ...{ envelope: envelopeAhead(deed), alsoReaches: speaksOf },
      confirmed: { name: undefined, reason: undefined },
    },
    policy,
  );
};

/** What a plan ends cannot be taken back, whatever the catalog says of an apply. */
const envelopeAhead = ({ action: { name, envelope }, finding }: Deed): Envelope =>
  name === "terraform-apply" && (finding.action === "delete" || finding.action === "replace")
    ? { reversibility: "irreversible", impact: envelope.impact }
    : envelope;
