import type { Context } from "../../context.ts";
import { catalog } from "../../core/actions/catalog.ts";
import { confirmationFor } from "../../core/bound/bound.ts";
import { type Envelope, printEnvelope } from "../../core/bound/envelope.ts";
import type { Policy } from "../../core/gate/policy.ts";
import { envelopeOfReflex } from "../../core/reflex/reflex.ts";
import { isOpen } from "../../core/runbook/entry-action.ts";
import { openEnvelope, raisedEnvelope } from "../../core/runbook/envelope.ts";
import type { Solution } from "../../core/runbook/solution.ts";
import { standingOf } from "../../core/runbook/vouching.ts";
import { SteadystateError } from "../../errors.ts";
import { switchOf } from "../switches.ts";
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
  const wordsRun = await areWordsFree(ctx);
  const entries = (await entriesOf(ctx)).filter(
    (entry) =>
      standingOf(entry).is === "vouched" && isInside(envelopeOf(entry)) && (!isOpen(entry) || wordsRun),
  );
  return [
    ...reflexes.map(({ name, category, action }) => `the reflex ${name}, for ${category}: ${action}`),
    ...entries.map(
      (entry) => `the runbook entry ${entry.name} (${entry.solution.kind}, ${printed(envelopeOf(entry))})`,
    ),
  ];
};

const envelopeOf = (entry: Solution): Envelope | undefined => {
  const { solution } = entry;
  if (solution.kind !== "action") return openEnvelope(solution.kind, entry);
  const action = catalog.find(({ name }) => name === solution.action);
  return action === undefined ? undefined : raisedEnvelope(action.envelope, entry);
};

const printed = (envelope: Envelope | undefined): string =>
  envelope === undefined ? "unknown" : printEnvelope(envelope);

const areWordsFree = async (ctx: Context): Promise<boolean> =>
  switchOf("STEADYSTATE_SOLUTION_AUTO", ctx).on && (await ctx.config()).runbook.auto_commands;

/** A file that cannot be read has no entry that runs; `validate` tells what is wrong with it. */
const entriesOf = async (ctx: Context): Promise<readonly Solution[]> => {
  try {
    return (await ctx.solutions()).entries;
  } catch (thrown) {
    if (!(thrown instanceof SteadystateError)) throw thrown;
    return [];
  }
};
