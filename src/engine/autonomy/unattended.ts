import type { Context } from "../../context.ts";
import { confirmationFor } from "../../core/bound/bound.ts";
import { type Envelope, printEnvelope } from "../../core/bound/envelope.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { envelopeOfReflex } from "../../core/reflex/reflex.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { envelopeOf } from "../../core/runbook/shown.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { SteadystateError } from "../../errors.ts";
import { wordsLeave } from "../switches.ts";
import { reflexesOf } from "./reflexes.ts";

/**
 * What a tick of `hold` would take with nobody there, one clause each, by the settings as they are; none where everything is
 * stopped. A target where it is withdrawn, frozen or protected takes more away.
 */
export const unattendedOf = async (
  { bound, stopped }: Pick<Policy, "bound" | "stopped">,
  ctx: Context,
): Promise<readonly string[]> => {
  if (stopped !== undefined || bound.faults.length > 0) return [];
  const isInside = (envelope: Envelope | undefined): boolean => confirmationFor(envelope, bound) === "none";
  const reflexes = reflexesOf(ctx).all.filter(
    (reflex) => reflex.autonomy === "auto" && isInside(envelopeOfReflex(reflex)),
  );
  const words = await wordsLeave(ctx);
  const entries = (await entriesOf(ctx)).filter(
    (entry) =>
      standingOf(entry).is === "vouched" &&
      isInside(envelopeOf(entry)) &&
      (!isOpen(entry) || (words.committed && words.switched)),
  );
  return [
    ...reflexes.map(({ name, category, action }) => `the reflex ${name}, for ${category}: ${action}`),
    ...entries.map(
      (entry) => `the runbook entry ${entry.name} (${entry.solution.kind}, ${printed(envelopeOf(entry))})`,
    ),
  ];
};

const printed = (envelope: Envelope | undefined): string =>
  envelope === undefined ? "unknown" : printEnvelope(envelope);

/** A file that cannot be read has no entry that runs; `validate` tells what is wrong with it. */
const entriesOf = async (ctx: Context): Promise<readonly Solution[]> => {
  try {
    return (await ctx.solutions()).entries;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return [];
  }
};
