import { printEnvelope } from "../core/bound/envelope.ts";
import { answersOf, envelopeOf, shownWords } from "../core/runbook/shown.ts";
import type { Solution } from "../core/runbook/solution.ts";
import { redactText } from "../core/secret.ts";

/** An entry of the runbook as the audit keeps it. */
export const toldOf = (entry: Solution) => {
  const envelope = envelopeOf(entry);
  return {
    target: entry.name,
    reason: redactText(answersOf(entry)),
    argv: shownWords(entry).map(redactText),
    envelope: envelope === undefined ? undefined : printEnvelope(envelope),
  };
};
